//! Authority over sessions: the holder's, and that of a manager who closes, reassigns and corrects.

use proptest::prelude::*;
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{CommandId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Draft, Facts, Phase, Refusal, Session};
use resolutionflow::text::{Note, Problem, Reason, Title};
use resolutionflow::time::Seconds;
use resolutionflow::tree::{Tree, TreeDocument};

use crate::cases;
use crate::moves::person;
use crate::trees::documents;
use crate::walk::{started, uuid, walks};

/// Every action, and who may take it: the holder as a technician, the holder as a manager, a technician, a manager.
fn matrix(visit_id: VisitId) -> [(Action, [bool; 4]); 20] {
    let holder_only = [true, true, false, false];
    let holder_or_manager = [true, true, false, true];
    let manager_only = [false, true, false, true];
    let outcome = Outcome::Resolved;
    [
        (Action::Choose { option_id: "option-0".into() }, holder_only),
        (Action::Continue, holder_only),
        (Action::Back, holder_only),
        (Action::Jump { record_id: visit_id }, holder_only),
        (Action::PARK, holder_only),
        (Action::Resume, holder_only),
        (Action::Detour { title: Title::parse("asked a colleague").unwrap() }, holder_only),
        (Action::EndDetour, holder_only),
        (Action::ReportProblem { visit_id, problem: Problem::parse("out of date").unwrap() }, holder_only),
        (Action::SetIdle { visit_id, idle_seconds: Seconds(60), reason: Some(Reason::parse("lunch").unwrap()) }, holder_or_manager),
        (Action::Note { visit_id, notes: Note::default() }, holder_only),
        (Action::Output { visit_id, output: Default::default() }, holder_only),
        (Action::Complete { outcome, notes: Default::default(), next_steps: Default::default() }, holder_only),
        (Action::Abandon, holder_only),
        (Action::close_as(outcome), holder_or_manager),
        (Action::UndoClose, holder_or_manager),
        (Action::EditFacts { facts: Facts::default() }, holder_or_manager),
        (Action::CorrectOutcome { outcome, reason: Reason::parse("misread").unwrap() }, holder_or_manager),
        // None of these sessions waits to be taken over; the refusal of its own holder is not a matter of authority.
        (Action::TakeOver, [true, true, false, false]),
        (Action::Reassign { holder: person(1).user_id }, manager_only),
    ]
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
            for (action, allowed) in matrix(VisitId(session.id.0)) {
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
        let note = Action::Note { visit_id: VisitId(running.id.0), notes: notes.clone() };
        let noted = running.after(&tree, &command(&running, note), &person(0), running.started_at.plus(5)).unwrap();
        let draft = Some(Draft { visit_id: None, notes: Note::parse("typed by a manager").unwrap(), ..Draft::default() });
        let close = Command { draft, ..command(&noted, Action::close_as(Outcome::Cancelled)) };
        let closed = noted.after(&tree, &close, &person(2), running.started_at.plus(900)).unwrap();
        assert!(matches!(closed.phase, Phase::Completed(_)));
        assert_eq!((&closed.records[0].notes, closed.records[0].technician_id), (&notes, person(0).user_id));
    }
}
