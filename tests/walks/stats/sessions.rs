//! Twelve walks through a tree of five nodes, to be counted by hand. The figures in the tests beside this were
//! written down before the code was run.
//!
//! ```text
//! plugged-in? ── yes ──▶ restart ──▶ works? ── yes ──▶ restarted
//!      │                    ▲           │
//!      no ──▶ plug-it-in    └─── no ────┘
//! ```
//!
//! Steps with their elapsed seconds; `*` superseded, `+` an ad-hoc step at the node before.
//!
//! | walk | steps | total | outcome | ends |
//! |---|---|---|---|---|
//! | 1 straight | plugged-in 60 yes, restart 120, works 30 yes, restarted 10 | 220 | resolved | end |
//! | 2 straight, no ticket | plugged-in 30 no, plug-it-in 20 | 50 | resolved | end |
//! | 3 a loop | plugged-in 40 yes, restart 100, works 20 no, restart 90, works 25 yes, restarted 5 | 280 | resolved | end |
//! | 4 a back | plugged-in 50* no, plug-it-in 15* back, plugged-in 20 yes, restart 60, works 10 yes, restarted 5 | 160 | workaround | end |
//! | 5 closed while parked | plugged-in 35 yes, restart 200 | 235 | unresolved | drop at restart |
//! | 6 an undone close | plugged-in 45 yes, restart 60 + 60 with 130 between, works 30 yes, restarted 10 | 205 | resolved | end |
//! | 7 closed in a detour | plugged-in 25 yes, restart 80, +40 | 145 | escalated | drop at restart |
//! | 8 a detour, finished early | plugged-in 20 yes, restart 70 + 30, +55, works 15 | 190 | resolved | early at works |
//! | 9 follows up 5, a jump | plugged-in 10* yes, restart 50*, works 12* no, restart 40* jump, plugged-in 8 no, plug-it-in 6 | 126 | resolved | end |
//! | 10 closed, no ticket | plugged-in 90 | 90 | resolved externally | other at plugged-in |
//! | 11 parked, away, past midnight | plugged-in 30 + 45 of which 20 away with 600 between, no; plug-it-in 25 | 100 | workaround | end |
//! | 12 corrected | plugged-in 55 yes, restart 65, works 35 | 155 | unresolved, then workaround | early at works |
//!
//! Beside them one that was cancelled and one that is open, which count nowhere.

use resolutionflow::id::{CommandId, SessionId, TreeId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Facts, Session, VersionRef};
use resolutionflow::text::{Reason, Title};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{Tree, TreeDocument};

use crate::moves::person;
use crate::walk::uuid;

/// What somebody does after so many seconds.
enum Deed {
    Choose(&'static str),
    Do(Action),
    /// Real input, of which the browser tells the server.
    Beat,
    /// A jump to the first step.
    JumpToFirst,
    /// So many seconds at the open step were not work.
    Away(u64),
}
use Deed::{Away, Beat, Choose, Do, JumpToFirst};

fn tree() -> Tree {
    let document: TreeDocument = serde_json::from_value(serde_json::json!({
        "format": "resolutionflow.tree/1", "key": "power", "name": "Power", "category": "Hardware", "root": "plugged-in",
        "nodes": [
            { "id": "plugged-in", "type": "decision", "title": "Is it plugged in?", "options": [
                { "id": "yes", "label": "Yes", "next_node_id": "restart" }, { "id": "no", "label": "No", "next_node_id": "plug-it-in" } ] },
            { "id": "restart", "type": "action", "title": "Restart it", "next_node_id": "works" },
            { "id": "works", "type": "decision", "title": "Does it work?", "options": [
                { "id": "yes", "label": "Yes", "next_node_id": "restarted" }, { "id": "no", "label": "No", "next_node_id": "restart" } ] },
            { "id": "plug-it-in", "type": "solution", "title": "Plug it in" },
            { "id": "restarted", "type": "solution", "title": "Restarted" },
        ],
    }))
    .unwrap();
    Tree::publish(&document).unwrap()
}

fn complete(outcome: Outcome) -> Deed {
    Do(Action::Complete { outcome, notes: Default::default(), next_steps: Default::default() })
}

fn detour() -> Deed {
    Do(Action::Detour { title: Title::parse("Clear the queue").unwrap() })
}

fn walked(number: usize, start: &str, has_ticket: bool, follows: Option<usize>, deeds: Vec<(i64, Deed)>) -> Session {
    let (tree, me) = (tree(), person(0));
    let id = |number: usize| SessionId(uuid(number * 1_000));
    let facts = Facts { ticket: if has_ticket { "INC1" } else { "" }.to_owned().try_into().unwrap(), ..Facts::default() };
    let version = VersionRef { tree_id: TreeId(uuid(900_000)), number: 1 };
    let mut now: Timestamp = start.parse().unwrap();
    let mut session = Session::start(id(number), version, &tree, &me, facts, follows.map(id), now);
    for (seconds, deed) in deeds {
        now = now.plus(seconds);
        let action = match deed {
            Beat => {
                session.last_activity_at = session.beat(&me, now, now).unwrap();
                continue;
            }
            Choose(option) => Action::Choose { option_id: option.into() },
            JumpToFirst => Action::Jump { record_id: session.records[0].id },
            Away(seconds) => Action::SetIdle { visit_id: session.open_visit().unwrap().id, idle_seconds: Seconds(seconds), reason: None },
            Do(action) => action,
        };
        let command_id = CommandId(uuid(number * 1_000 + session.revision as usize + 1));
        let command = Command { id: command_id, base_revision: session.revision, at: None, draft: None, action };
        session = session.apply(&tree, &command, &me, now).unwrap().session;
    }
    session
}

const DAY: &str = "2026-02-10T09:00:00Z";

/// The sessions of the twelve walks, the cancelled and the open one.
pub(super) fn sessions() -> Vec<Session> {
    let (yes, no) = (|seconds| (seconds, Choose("yes")), |seconds| (seconds, Choose("no")));
    let on = |seconds| (seconds, Do(Action::Continue));
    let end = |seconds, outcome| (seconds, complete(outcome));
    let close = |seconds, outcome| (seconds, Do(Action::close_as(outcome)));
    let correct = Action::CorrectOutcome { outcome: Outcome::Workaround, reason: Reason::parse("it did help").unwrap() };
    vec![
        walked(1, DAY, true, None, vec![yes(60), on(120), yes(30), end(10, Outcome::Resolved)]),
        walked(2, DAY, false, None, vec![no(30), end(20, Outcome::Resolved)]),
        walked(3, DAY, true, None, vec![yes(40), on(100), no(20), on(90), yes(25), end(5, Outcome::Resolved)]),
        walked(4, DAY, true, None, vec![no(50), (15, Do(Action::Back)), yes(20), on(60), yes(10), end(5, Outcome::Workaround)]),
        walked(5, DAY, true, None, vec![yes(35), (200, Do(Action::PARK)), close(1_000, Outcome::Unresolved)]),
        walked(6, DAY, true, None, {
            let undone = [yes(45), (60, Beat), close(90, Outcome::Resolved), (20, Do(Action::UndoClose)), (20, Do(Action::Resume))];
            undone.into_iter().chain([on(60), yes(30), end(10, Outcome::Resolved)]).collect()
        }),
        walked(7, DAY, true, None, vec![yes(25), (80, detour()), (40, Beat), close(460, Outcome::Escalated)]),
        walked(8, DAY, true, None, vec![yes(20), (70, detour()), (55, Do(Action::EndDetour)), on(30), end(15, Outcome::Resolved)]),
        walked(9, DAY, true, Some(5), vec![yes(10), on(50), no(12), (40, JumpToFirst), no(8), end(6, Outcome::Resolved)]),
        walked(10, DAY, false, None, vec![(90, Beat), close(500, Outcome::ResolvedExternally)]),
        walked(11, "2026-02-10T22:50:00Z", true, None, {
            let parked = [(30, Do(Action::PARK)), (600, Do(Action::Resume)), (45, Away(20))];
            parked.into_iter().chain([no(0), end(25, Outcome::Workaround)]).collect()
        }),
        walked(12, DAY, true, None, vec![yes(55), on(65), end(35, Outcome::Unresolved), (900, Do(correct))]),
        walked(13, DAY, true, None, vec![(15, Do(Action::Abandon))]),
        walked(14, DAY, true, None, vec![yes(77)]),
    ]
}
