//! Authority over sessions: the holder's, and that of a manager who closes, reassigns and corrects.

use proptest::prelude::*;
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{CommandId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Phase, Refusal, Session};
use resolutionflow::text::Note;
use resolutionflow::tree::{Tree, TreeDocument};

use crate::actions::every_action;
use crate::cases;
use crate::moves::person;
use crate::trees::documents;
use crate::walk::{started, uuid, walks};

/// Expectation of an action, beside the domain's own rules.
struct Expected {
    /// Permission of the holder as a technician, of the holder as a manager, of another technician, of another manager.
    may: [bool; 4],
    /// True if lists offer it.
    is_from_a_list: bool,
}

fn expected(action: &Action) -> Expected {
    let (may, is_from_a_list) = match action {
        Action::Choose { .. }
        | Action::Continue
        | Action::Back
        | Action::Jump { .. }
        | Action::Park { .. }
        | Action::Resume
        | Action::Detour { .. }
        | Action::EndDetour
        | Action::ReportProblem { .. }
        | Action::Note { .. }
        | Action::Output { .. }
        | Action::Complete { .. }
        | Action::Abandon => ([true, true, false, false], false),
        Action::SetIdle { .. } | Action::EditFacts { .. } | Action::CorrectOutcome { .. } => ([true, true, false, true], false),
        Action::Close { .. } | Action::UndoClose => ([true, true, false, true], true),
        // None of these sessions waits to be taken over; the refusal of its own holder is not a matter of authority.
        Action::TakeOver => ([true, true, false, false], true),
        Action::Reassign { .. } => ([false, true, false, true], true),
    };
    Expected { may, is_from_a_list }
}

/// True for actions that lists offer, which take the server's time and are no activity.
pub(crate) fn is_from_a_list(action: &Action) -> bool {
    expected(action).is_from_a_list
}

fn command(session: &Session, action: Action) -> Command {
    Command { id: CommandId(uuid(700_000)), base_revision: session.revision, at: None, draft: None, action }
}

/// A running, a parked and a closed session on the tree, held by the first person.
fn sessions(tree: &Tree) -> [Session; 3] {
    let running = started(tree);
    let after = |action| running.after(tree, &command(&running, action), &person(0), running.started_at.plus(60)).unwrap();
    [after(Action::PARK), after(Action::close_as(Outcome::Cancelled)), running.clone()]
}

fn tree(document: &TreeDocument) -> Tree {
    Tree::publish(document).unwrap()
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn each_action_is_open_to_the_holder_or_a_manager_as_listed_and_to_nobody_else(document in documents()) {
        let tree = tree(&document);
        for session in sessions(&tree) {
            for action in every_action(VisitId(session.id.0), person(1).user_id) {
                let allowed = expected(&action).may;
                let command = command(&session, action);
                for (role, is_holder, allowed) in [
                    (Role::Technician, true, allowed[0]),
                    (Role::Manager, true, allowed[1]),
                    (Role::Admin, true, allowed[1]),
                    (Role::Technician, false, allowed[2]),
                    (Role::Manager, false, allowed[3]),
                    (Role::Admin, false, allowed[3]),
                ] {
                    let by = Actor { user_id: if is_holder { session.holder } else { person(3).user_id }, role };
                    let refused = session.after(&tree, &command, &by, session.started_at.plus(90)) == Err(Refusal::NotYours);
                    assert_eq!(refused, !allowed, "{} by {role:?}, holder: {is_holder}, {:?}", command.action.name(), session.phase);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn nobody_but_the_holder_and_managers_ever_changes_a_session(walk in walks()) {
        for (taken, _) in walk.carried_out() {
            let taken_over = taken.command.action == Action::TakeOver && taken.before.waits_for_someone();
            assert!(taken.by.user_id == taken.before.holder || taken.by.role >= Role::Manager || taken_over);
        }
    }

    #[test]
    fn after_handing_over_the_one_who_had_it_may_do_no_more_than_anybody(walk in walks()) {
        for taken in &walk.taken {
            let former = taken.before.holder != taken.by.user_id && taken.by.role == Role::Technician;
            if former && !taken.before.waits_for_someone() {
                assert_eq!(taken.result, Err(Refusal::NotYours));
            }
        }
    }

    #[test]
    fn a_manager_who_closes_does_not_overwrite_what_the_technician_noted(document in documents(), typed in "[a-z]{1,9}") {
        let tree = tree(&document);
        let running = started(&tree);
        let notes = Note::parse(&typed).unwrap();
        let note = Action::Note { visit_id: VisitId(running.id.0), notes: notes.clone(), reason: None };
        let noted = running.after(&tree, &command(&running, note), &person(0), running.started_at.plus(5)).unwrap();
        let draft = Some(Draft { visit_id: None, notes: Note::parse("typed by a manager").unwrap(), ..Draft::default() });
        let close = Command { draft, ..command(&noted, Action::close_as(Outcome::Cancelled)) };
        let closed = noted.after(&tree, &close, &person(2), running.started_at.plus(900)).unwrap();
        assert!(matches!(closed.phase, Phase::Completed(_)));
        assert_eq!((&closed.records[0].notes, closed.records[0].technician_id), (&notes, person(0).user_id));
    }
}
