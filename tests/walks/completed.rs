//! The end of a session, and what still happens after it.

use proptest::prelude::*;
use resolutionflow::session::{Action, Phase, Refusal, UNDO_WINDOW};

use crate::cases;
use crate::walk::{Taken, walks};

fn is_completed(taken: &Taken) -> bool {
    taken.before.completion().is_some()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn after_completion_only_notes_and_active_seconds_change_records(walk in walks()) {
        for (taken, after) in walk.carried_out().filter(|(taken, _)| is_completed(taken)) {
            assert_eq!(after.records.len(), taken.before.records.len());
            if !matches!(taken.command.action, Action::Note { .. } | Action::SetIdle { .. }) {
                assert_eq!(after.records, taken.before.records);
            }
        }
    }

    #[test]
    fn nothing_reopens_a_completed_session_but_undoing_a_close(walk in walks()) {
        for (taken, after) in walk.carried_out().filter(|(taken, _)| is_completed(taken)) {
            assert_eq!(after.completion().is_none(), matches!(taken.command.action, Action::UndoClose));
        }
    }

    #[test]
    fn a_completed_session_refuses_to_be_walked_completed_closed_and_handed_over(walk in walks()) {
        for taken in walk.taken.iter().filter(|taken| is_completed(taken) && taken.result != Err(Refusal::NotYours)) {
            match &taken.command.action {
                Action::Complete { outcome, .. } if !outcome.ends_a_walk() => assert_eq!(taken.result, Err(Refusal::NotAnEnd)),
                Action::Choose { .. } | Action::Continue | Action::Back | Action::Jump { .. } | Action::Park { .. } | Action::Resume => {
                    assert_eq!(taken.result, Err(Refusal::Completed));
                }
                Action::Detour { .. } | Action::EndDetour => assert_eq!(taken.result, Err(Refusal::Completed)),
                Action::Complete { .. } | Action::Abandon | Action::Close { .. } | Action::Reassign { .. } => {
                    assert_eq!(taken.result, Err(Refusal::Completed));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn an_outcome_of_a_close_ends_no_walk(walk in walks()) {
        for taken in &walk.taken {
            if let Action::Complete { outcome, .. } = taken.command.action && !outcome.ends_a_walk() {
                assert!(matches!(taken.result, Err(Refusal::NotAnEnd | Refusal::NotYours)), "{:?}", taken.result);
            }
        }
    }

    #[test]
    fn a_close_can_be_undone_for_ten_minutes_of_the_servers_time(walk in walks()) {
        for taken in walk.taken.iter().filter(|taken| matches!(taken.command.action, Action::UndoClose)) {
            if taken.result == Err(Refusal::NotYours) {
                continue;
            }
            let closing = taken.before.completion().and_then(|completion| completion.closed.as_ref());
            let in_time = closing.is_some_and(|closing| taken.now.unix() - closing.at.unix() <= UNDO_WINDOW.0 as i64);
            assert_eq!(taken.result.is_ok(), in_time);
        }
    }

    #[test]
    fn an_undone_close_leaves_the_session_parked_since_its_last_exit(walk in walks()) {
        for (taken, after) in walk.carried_out().filter(|(taken, _)| matches!(taken.command.action, Action::UndoClose)) {
            assert!(matches!(after.phase, Phase::Parked { .. }));
            assert_eq!(after.node_id(), taken.before.node_id());
            assert_eq!((after.last_exit(), &after.records), (taken.before.last_exit(), &taken.before.records));
        }
    }

    #[test]
    fn a_correction_changes_the_outcome_alone(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let Action::CorrectOutcome { outcome, .. } = taken.command.action else { continue };
            let (before, after) = (taken.before.completion().unwrap(), after.completion().unwrap());
            assert_eq!(after.outcome, outcome);
            assert_eq!((after.completed_at, &after.closed), (before.completed_at, &before.closed));
        }
    }

    #[test]
    fn a_walk_ends_with_one_of_the_four_outcomes_and_is_cancelled_when_abandoned(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            match &taken.command.action {
                Action::Complete { outcome, notes, next_steps } => {
                    assert!(outcome.ends_a_walk());
                    assert_eq!(after.completion().map(|completion| completion.outcome), Some(*outcome));
                    assert_eq!((&after.facts.outcome_notes, &after.facts.next_steps), (notes, next_steps));
                }
                Action::Abandon => assert_eq!(after.completion().map(|completion| completion.outcome.as_str()), Some("cancelled")),
                Action::Close { outcome, .. } => assert_eq!(after.completion().map(|completion| completion.outcome), Some(*outcome)),
                _ => {}
            }
        }
    }
}
