//! Random walks: every move becomes the command that a person would send in that situation, legal or not.

use std::fmt;

use proptest::prelude::*;
use resolutionflow::access::Actor;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{CommandId, SessionId, TreeId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, Refusal, Session, VersionRef};
use resolutionflow::text::{Note, Output, Problem, Reason, Title};
use resolutionflow::time::{ClockTime, Seconds, Timestamp};
use resolutionflow::tree::{NodeId, NodeKind, Tree, TreeDocument};
use uuid::Uuid;

use crate::actions::every_action;
use crate::moves::{Attempt, Move, PEOPLE, Who, moves, person};
use crate::trees::documents;

/// A session from its start to its end, with everything that was tried on it.
pub(crate) struct Walk {
    pub(crate) document: TreeDocument,
    pub(crate) tree: Tree,
    pub(crate) start: Session,
    pub(crate) taken: Vec<Taken>,
}

/// A command as it arrived, and what came of it.
pub(crate) struct Taken {
    pub(crate) before: Session,
    pub(crate) command: Command,
    pub(crate) by: Actor,
    pub(crate) now: Timestamp,
    pub(crate) result: Result<Session, Refusal>,
}

impl Walk {
    /// The commands that were carried out, each with the session after it.
    pub(crate) fn carried_out(&self) -> impl Iterator<Item = (&Taken, &Session)> {
        self.taken.iter().filter_map(|taken| Some((taken, taken.result.as_ref().ok()?)))
    }

    /// The session at its start and after every command.
    pub(crate) fn states(&self) -> impl Iterator<Item = &Session> {
        std::iter::once(&self.start).chain(self.carried_out().map(|(_, after)| after))
    }

    /// The session at the end.
    pub(crate) fn end(&self) -> &Session {
        self.states().last().unwrap()
    }
}

impl Taken {
    /// The record that the command made, if it ended a visit.
    pub(crate) fn new_record(&self) -> Option<&DecisionRecord> {
        self.result.as_ref().ok().filter(|after| after.records.len() > self.before.records.len())?.records.last()
    }

    /// Beginning of the open visit, or the last exit and when the holder got the session: no command takes effect before.
    pub(crate) fn not_before(&self) -> Timestamp {
        let last = self.before.last_exit();
        let held = self.before.handed_over_at.map_or(last, |at| at.max(last));
        self.before.open_visit().map_or(held, |visit| visit.entered_at)
    }
}

impl fmt::Debug for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}from {}", self.document.to_json(), self.start.started_at)?;
        for taken in &self.taken {
            let said = taken.result.as_ref().map(|after| (after.records.len(), &after.phase));
            writeln!(f, "{} {:?} at {:?}: {:?} => {said:?}", taken.now, taken.by.role, taken.command.at, taken.command.action)?;
        }
        Ok(())
    }
}

/// Walks of up to forty moves, with beats between them.
pub(crate) fn walks() -> impl Strategy<Value = Walk> {
    (documents(), moves(5..40, true)).prop_map(|(document, moves)| walk(document, &moves, 0))
}

/// Walks in which the last activity moves by commands alone.
pub(crate) fn walks_without_beats() -> impl Strategy<Value = Walk> {
    (documents(), moves(5..40, false)).prop_map(|(document, moves)| walk(document, &moves, 0))
}

/// Walks of people who came past the first step `records` times already.
pub(crate) fn walks_after(records: impl Strategy<Value = usize>) -> impl Strategy<Value = Walk> {
    (documents(), moves(5..20, true), records).prop_map(|(document, moves, records)| walk(document, &moves, records))
}

/// The same id for the same number, a UUID of version 7.
pub(crate) fn uuid(number: usize) -> Uuid {
    Uuid::from_u128(0x0192_f0c1_2345_7abc_8def_0000_0000_0000 + number as u128)
}

/// A session that has just been started by the first of [`PEOPLE`].
pub(crate) fn started(tree: &Tree) -> Session {
    let version = VersionRef { tree_id: TreeId(uuid(900_000)), number: 1 };
    Session::start(SessionId(uuid(0)), version, tree, &person(0), Facts::default(), None, Timestamp::from_unix(1_770_000_000))
}

fn walk(document: TreeDocument, moves: &[Move], records: usize) -> Walk {
    let tree = Tree::publish(&document).unwrap();
    let start = crate::limits::with_records(started(&tree), &tree, records);
    let mut walk = Walk { document, tree, start: start.clone(), taken: Vec::new() };
    let (mut session, mut now) = (start.clone(), start.started_at);
    for (number, one) in moves.iter().enumerate() {
        now = now.plus(one.elapsed);
        if one.beat && session.open_visit().is_some() {
            session.last_activity_at = session.last_activity_at.max(now);
        }
        let by = by(one, &session);
        let command = Command {
            id: CommandId(uuid(number + 1)),
            base_revision: session.revision,
            at: one.claimed.map(|before| ClockTime::from(now).plus_ms(-before)),
            draft: one.draft.map(|notes| draft(notes, &session)),
            action: action(one, &session, &walk.tree),
        };
        session = walk.take(session, command, by, now);
    }
    if session.completion().is_none() {
        let action = Action::Complete { outcome: Outcome::Resolved, notes: Default::default(), next_steps: Default::default() };
        let id = CommandId(uuid(moves.len() + 1));
        let command = Command { id, base_revision: session.revision, at: None, draft: None, action };
        let by = holder(&session);
        walk.take(session, command, by, now.plus(30));
    }
    walk
}

impl Walk {
    fn take(&mut self, before: Session, command: Command, by: Actor, now: Timestamp) -> Session {
        let result = before.after(&self.tree, &command, &by, now);
        let after = result.as_ref().unwrap_or(&before).clone();
        self.taken.push(Taken { before, command, by, now, result });
        after
    }
}

/// The person who makes the move.
pub(crate) fn by(one: &Move, session: &Session) -> Actor {
    match one.who {
        Who::Holder if one.attempt == Attempt::Reassign => person(2),
        // Most of those who find a session waiting take it over.
        Who::Holder if takes_over(one, session) => person(one.pick.index(PEOPLE.len())),
        Who::Holder => holder(session),
        Who::Somebody(position) => person(position.index(PEOPLE.len())),
    }
}

fn takes_over(one: &Move, session: &Session) -> bool {
    one.attempt == Attempt::TakeOver || (one.attempt == Attempt::Resume && one.elapsed % 3 != 0 && session.waits_for_someone())
}

/// The session's holder, with their role.
pub(crate) fn holder(session: &Session) -> Actor {
    (0..PEOPLE.len()).map(person).find(|actor| actor.user_id == session.holder).unwrap()
}

pub(crate) fn draft(notes: &str, session: &Session) -> Draft {
    Draft { visit_id: session.open_visit().map(|visit| visit.id), notes: Note::parse(notes).unwrap(), ..Draft::default() }
}

pub(crate) fn action(one: &Move, session: &Session, tree: &Tree) -> Action {
    let some_outcome = *one.pick.get(&Outcome::ALL);
    let visits: Vec<VisitId> = session
        .records
        .iter()
        .map(|record| record.id)
        .chain(session.open_visit().map(|visit| visit.id))
        .chain([VisitId(uuid(800_000))])
        .collect();
    let somebody = person(one.pick.index(PEOPLE.len())).user_id;
    let complete = |outcome| Action::Complete { outcome, notes: Default::default(), next_steps: Default::default() };
    match one.attempt {
        Attempt::Forward if session.completion().is_some_and(|completion| completion.closed.is_some()) => Action::UndoClose,
        Attempt::Resume if takes_over(one, session) => Action::TakeOver,
        Attempt::Forward if session.open_visit().is_some_and(|visit| visit.detour.is_some()) => Action::EndDetour,
        Attempt::Forward => match session.node_id().and_then(|id: &NodeId| tree.node(id)).map(|node| &node.kind) {
            Some(NodeKind::Decision { options }) => Action::Choose { option_id: one.pick.get(options).id.clone() },
            Some(NodeKind::Action { .. }) => Action::Continue,
            // Most of those who reach a solution look around before they say how it went, or walks would be short.
            _ if one.elapsed % 4 != 0 => Action::Back,
            _ => complete(*one.pick.get(&Outcome::OF_A_WALK)),
        },
        Attempt::AnswerThatDoesNotExist => Action::Choose { option_id: "no such option".into() },
        Attempt::ContinueAnyway => Action::Continue,
        Attempt::Back => Action::Back,
        Attempt::Jump => {
            let earlier: Vec<VisitId> = session.records.iter().filter(|record| record.can_be_changed()).map(|record| record.id).collect();
            Action::Jump { record_id: if earlier.is_empty() { visits[0] } else { *one.pick.get(&earlier) } }
        }
        Attempt::JumpToNowhere => Action::Jump { record_id: *one.pick.get(&visits) },
        Attempt::Park => Action::PARK,
        Attempt::Resume => Action::Resume,
        Attempt::Note => Action::Note {
            visit_id: *one.pick.get(&visits),
            notes: Note::parse("noted\n  twice").unwrap(),
            reason: one.draft.map(|_| Reason::parse("misread").unwrap()),
        },
        Attempt::Output => Action::Output { visit_id: *one.pick.get(&visits), output: Output::parse("Reply from 10.0.0.1").unwrap() },
        Attempt::Detour => Action::Detour { title: Title::parse("swapped the cable").unwrap() },
        Attempt::EndDetour => Action::EndDetour,
        Attempt::SetIdle => Action::SetIdle {
            visit_id: *one.pick.get(&visits),
            idle_seconds: Seconds(one.elapsed.unsigned_abs()),
            reason: one.draft.map(|_| Reason::parse("lunch").unwrap()),
        },
        Attempt::ReportProblem => {
            Action::ReportProblem { visit_id: *one.pick.get(&visits), problem: Problem::parse("out of date").unwrap() }
        }
        Attempt::HandOver => Action::Park { reason: Some(Reason::parse("end of shift").unwrap()), for_someone_else: true },
        Attempt::TakeOver => Action::TakeOver,
        Attempt::Complete => complete(some_outcome),
        Attempt::Abandon => Action::Abandon,
        Attempt::Close => Action::close_as(some_outcome),
        Attempt::UndoClose => Action::UndoClose,
        Attempt::EditFacts => {
            Action::EditFacts { facts: Facts { ticket: format!("T{}", one.elapsed).try_into().unwrap(), ..session.facts.clone() } }
        }
        Attempt::CorrectOutcome => Action::CorrectOutcome { outcome: some_outcome, reason: Reason::parse("misread").unwrap() },
        Attempt::Reassign => Action::Reassign { holder: somebody },
        Attempt::Any => one.pick.get(&every_action(*one.pick.get(&visits), somebody)).clone(),
    }
}
