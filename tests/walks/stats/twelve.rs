//! Twelve walks through a tree of five nodes, counted by hand. The tables below were written before the code was run.
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

use std::collections::BTreeMap;

use resolutionflow::id::{CommandId, SessionId, TreeId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Facts, Session, VersionRef};
use resolutionflow::stats::{Endings, Figures, Flow, FrequencyTable, NodeFigures, NodeKey, OptionKey, Quantile, Walk, Way, walk_of};
use resolutionflow::text::{Reason, Title};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{Tree, TreeDocument};
use resolutionflow::zone::Zone;

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

fn berlin() -> Zone {
    "Europe/Berlin".parse().unwrap()
}

fn walks() -> Vec<Walk> {
    sessions().iter().filter_map(|session| walk_of(session, &berlin())).collect()
}

fn figures() -> Figures {
    super::sum(&walks())
}

fn table(durations: &[u64]) -> FrequencyTable {
    durations.iter().copied().map(Seconds).collect()
}

fn option(node: &str, option: &str) -> OptionKey {
    OptionKey::of(&node.into(), option)
}

fn endings([end, early, drop, other]: [i64; 4]) -> Endings {
    Endings { end, early, drop, other }
}

/// Arrivals and departures as they are written in the tables below.
fn flow(starts: i64, arrivals: &[(Way, i64)], departures: &[(Way, i64)], exits: i64) -> Flow {
    let ways = |of: &[(Way, i64)]| BTreeMap::from_iter(of.iter().copied());
    Flow { starts, arrivals: ways(arrivals), departures: ways(departures), exits }
}

fn median_and_p90(table: &FrequencyTable) -> [u64; 2] {
    [Quantile::MEDIAN, Quantile::P90].map(|quantile| table.quantile(quantile).unwrap().0)
}

#[test]
fn the_walks_as_a_whole() {
    let sessions = figures().sessions;
    // Resolved: 1, 2, 3, 6, 8, 9. Worked around: 4, 11, 12. Escalated: 7. Unresolved: 5. Externally: 10.
    let elapsed: [&[u64]; 5] = [&[220, 50, 280, 205, 190, 126], &[160, 100, 155], &[145], &[235], &[90]];
    assert_eq!(sessions.elapsed, elapsed.map(table));
    // Twenty seconds of walk 11 were not work.
    let active: [&[u64]; 5] = [&[220, 50, 280, 205, 190, 126], &[160, 80, 155], &[145], &[235], &[90]];
    assert_eq!(sessions.active, active.map(table));
    // Sorted: 50, 126, 190, 205, 220, 280. The third of six; the sixth, ⌈5.4⌉.
    assert_eq!(median_and_p90(&sessions.elapsed(&[Outcome::Resolved])), [190, 280]);
    // All twelve: 50, 90, 100, 126, 145, 155, 160, 190, 205, 220, 235, 280. The sixth; the eleventh, ⌈10.8⌉.
    let all = resolutionflow::stats::COUNTED;
    assert_eq!(median_and_p90(&sessions.elapsed(&all)), [155, 235]);
    assert_eq!((sessions.walks(&all), sessions.elapsed(&all).sum(), sessions.active(&all).sum()), (12, 1_956, 1_936));

    let counts = sessions.counts;
    // Ends: 1, 2, 3, 4, 6, 9, 11. Early: 8, 12. Drops: 5, 7. Other: 10.
    assert_eq!(counts.endings, endings([7, 2, 2, 1]));
    // Walk 6 between its close and its resumption, 11 while parked; 5 was closed while parked, so its time ended with its last step.
    assert_eq!(counts.parked, 130 + 600);
    assert_eq!(counts.lost, 235 + 145);
    // By walk: 4 + 2 + 6 + 6 + 2 + 4 + 3 + 4 + 6 + 1 + 2 + 3.
    assert_eq!((counts.steps, counts.steps_without_time, counts.by_browser), (43, 0, 0));
    // Browser's clock none; closed 5, 7 and 10, not 6; away 11; no ticket 2 and 10; follow-up 9; handed over none.
    assert_eq!(counts.flags, [0, 3, 1, 2, 1, 0]);
}

#[test]
fn each_node_of_the_tree() {
    let figures = figures();
    let node = |id: &str| figures.nodes[&NodeKey::of(&id.into())].clone();
    assert_eq!(figures.nodes.len(), 5);
    let (yes, no) = (Way::Option(option("plugged-in", "yes")), Way::Option(option("plugged-in", "no")));
    let (works_yes, works_no) = (Way::Option(option("works", "yes")), Way::Option(option("works", "no")));

    // All twelve visited it; 4 and 9 came back. Yes: 1, 3, 4, 5, 6, 7, 8, 9*, 12. No: 2, 4*, 9, 11. Walk 10 ended.
    let plugged_in = node("plugged-in");
    assert_eq!(plugged_in.sessions, 12);
    assert_eq!(plugged_in.trail, flow(12, &[(Way::Back, 1), (Way::Jump, 1)], &[(yes, 9), (no, 4)], 1));
    assert_eq!(plugged_in.path, flow(12, &[], &[(yes, 8), (no, 3)], 1));
    assert_eq!(plugged_in.exits, endings([0, 0, 0, 1]));
    assert_eq!(plugged_in.elapsed, table(&[60, 30, 40, 50, 20, 35, 45, 25, 20, 10, 8, 90, 75, 55]));
    assert_eq!(plugged_in.active, table(&[60, 30, 40, 50, 20, 35, 45, 25, 20, 10, 8, 90, 55, 55]));
    // The seventh of 8, 10, 20, 20, 25, 30, 35, 40, 45, 50, 55, 60, 75, 90; the thirteenth, ⌈12.6⌉.
    assert_eq!((median_and_p90(&plugged_in.elapsed), median_and_p90(&plugged_in.active)), ([35, 75], [35, 60]));
    assert_eq!((plugged_in.parks, &plugged_in.ad_hoc), (1, &NodeFigures::default().ad_hoc));
    // Of the eight whose path took Yes: ends 1, 3, 4, 6; early 8, 12; drops 5, 7.
    let chosen = &plugged_in.options[&option("plugged-in", "yes")];
    assert_eq!((chosen.sessions, &chosen.endings), (9, &endings([4, 2, 2, 0])));
    assert_eq!(chosen.elapsed, table(&[60, 40, 20, 35, 45, 25, 20, 10, 55]));
    let chosen = &plugged_in.options[&option("plugged-in", "no")];
    assert_eq!((chosen.sessions, &chosen.endings), (4, &endings([3, 0, 0, 0])));
    assert_eq!((&chosen.elapsed, &chosen.active), (&table(&[30, 50, 8, 75]), &table(&[30, 50, 8, 55])));

    // Visited by all that took Yes. Once more in 3 and 9* from "works". Left by 1, 3 twice, 4, 6, 8, 9*, 12; 9* jumped; 5 and 7 ended.
    let restart = node("restart");
    assert_eq!(restart.sessions, 9);
    assert_eq!(restart.trail, flow(0, &[(yes, 9), (works_no, 2)], &[(Way::Continue, 8), (Way::Jump, 1)], 2));
    assert_eq!(restart.path, flow(0, &[(yes, 8), (works_no, 1)], &[(Way::Continue, 7)], 2));
    assert_eq!(restart.exits, endings([0, 0, 2, 0]));
    assert_eq!(restart.elapsed, table(&[120, 100, 90, 60, 200, 120, 80, 100, 50, 40, 65]));
    // The sixth of 40, 50, 60, 65, 80, 90, 100, 100, 120, 120, 200; the tenth, ⌈9.9⌉.
    assert_eq!(median_and_p90(&restart.elapsed), [90, 120]);
    assert_eq!(restart.parks, 1, "walk 5; the undone close of 6 is no park");
    assert_eq!((restart.ad_hoc.sessions, &restart.ad_hoc.elapsed), (2, &table(&[40, 55])));
    assert!(restart.options.is_empty());

    // 1, 3 twice, 4, 6, 8, 9*, 12. Yes: 1, 3, 4, 6. No: 3, 9*. Ended: 8, 12.
    let works = node("works");
    assert_eq!(works.sessions, 7);
    assert_eq!(works.trail, flow(0, &[(Way::Continue, 8)], &[(works_yes, 4), (works_no, 2)], 2));
    assert_eq!(works.path, flow(0, &[(Way::Continue, 7)], &[(works_yes, 4), (works_no, 1)], 2));
    assert_eq!(works.exits, endings([0, 2, 0, 0]));
    assert_eq!(works.elapsed, table(&[30, 20, 25, 10, 30, 15, 12, 35]));
    assert_eq!(median_and_p90(&works.elapsed), [20, 35]);
    let chosen = &works.options[&option("works", "no")];
    assert_eq!((chosen.sessions, &chosen.endings, &chosen.elapsed), (2, &endings([1, 0, 0, 0]), &table(&[20, 12])));
    let chosen = &works.options[&option("works", "yes")];
    assert_eq!((chosen.sessions, &chosen.endings, &chosen.elapsed), (4, &endings([4, 0, 0, 0]), &table(&[30, 25, 10, 30])));

    // 2, 4*, 9, 11.
    let plug_it_in = node("plug-it-in");
    assert_eq!(plug_it_in.sessions, 4);
    assert_eq!(plug_it_in.trail, flow(0, &[(no, 4)], &[(Way::Back, 1)], 3));
    assert_eq!(plug_it_in.path, flow(0, &[(no, 3)], &[], 3));
    assert_eq!((&plug_it_in.exits, &plug_it_in.elapsed), (&endings([3, 0, 0, 0]), &table(&[20, 15, 6, 25])));
    assert_eq!(median_and_p90(&plug_it_in.elapsed), [15, 25]);

    // 1, 3, 4, 6.
    let restarted = node("restarted");
    assert_eq!((restarted.sessions, &restarted.trail), (4, &flow(0, &[(works_yes, 4)], &[], 4)));
    assert_eq!((&restarted.path, &restarted.exits), (&restarted.trail, &endings([4, 0, 0, 0])));
    assert_eq!(restarted.elapsed, table(&[10, 5, 5, 10]));
}

#[test]
fn each_walk_counts_for_its_local_day() {
    let days: Vec<String> = walks().iter().map(|walk| walk.ended_on.to_string()).collect();
    // Walk 11 began at 23:50 in Berlin, was parked for ten minutes and ended at 00:01:40.
    assert_eq!(days.iter().filter(|day| *day == "2026-02-10").count(), 11);
    assert_eq!((walks().len(), days[10].as_str()), (12, "2026-02-11"));
}
