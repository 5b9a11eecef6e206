//! Timing rules 4 and 5: back, jump, park and resume.

use proptest::prelude::*;
use resolutionflow::decision::{DecisionRecord, LeftBy};
use resolutionflow::session::{Action, Phase, Refusal, Session, trail};
use resolutionflow::time::Seconds;
use resolutionflow::tree::NodeType;

use crate::cases;
use crate::walk::{Taken, walks};

/// True if the step was answered or done: it is of the tree and was not interrupted.
fn is_answered(record: &DecisionRecord) -> bool {
    record.node_id.is_some() && !matches!(record.left_by, LeftBy::Parked | LeftBy::Closed | LeftBy::Detour)
}

/// Target of Back: the latest visit that is neither superseded nor parked; undoing a close parks too.
fn latest_to_change(session: &Session) -> Option<usize> {
    session.records.iter().rposition(|record| !record.superseded && is_answered(record))
}

/// The visit that the command goes back to, if it is carried out.
fn returned_to(taken: &Taken) -> Option<usize> {
    match &taken.command.action {
        Action::Back => latest_to_change(&taken.before),
        Action::Jump { record_id } => taken.before.records.iter().position(|record| record.id == *record_id),
        _ => None,
    }
}

/// The part of a record that never changes.
fn lasting(record: &DecisionRecord) -> DecisionRecord {
    DecisionRecord { superseded: false, notes: Default::default(), active_seconds: Seconds(0), ..record.clone() }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn going_back_supersedes_that_visit_all_after_it_and_the_one_left(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let Some(target) = returned_to(taken) else { continue };
            // Visits that print as one step are left as one.
            let visit = taken.before.records[target].id;
            let step = trail(&taken.before.records).into_iter().find(|step| step.visits.contains(&visit)).unwrap();
            let first = taken.before.records.iter().position(|record| record.id == step.visits[0]).unwrap();
            assert_eq!(after.records.len(), taken.before.records.len() + 1);
            for (position, record) in after.records.iter().enumerate() {
                let was = taken.before.records.get(position).is_some_and(|before| before.superseded);
                assert_eq!(record.superseded, was || position >= first, "record {position}, back to {target}");
            }
            assert_eq!(after.open_visit().map(|visit| &visit.node_id), taken.before.records[target].node_id.as_ref());
            let left = if matches!(taken.command.action, Action::Back) { LeftBy::Back } else { LeftBy::Jumped };
            assert_eq!(after.records.last().map(|record| record.left_by), Some(left));
        }
    }

    #[test]
    fn nothing_else_supersedes_and_nothing_revives(walk in walks()) {
        for (taken, after) in walk.carried_out().filter(|(taken, _)| returned_to(taken).is_none()) {
            let superseded = |session: &Session| -> Vec<_> { session.records.iter().map(|record| record.superseded).collect() };
            let mut expected = superseded(&taken.before);
            expected.resize(after.records.len(), false);
            assert_eq!(superseded(after), expected);
        }
    }

    #[test]
    fn going_back_is_refused_exactly_where_nothing_can_be_answered_anew(walk in walks()) {
        for taken in &walk.taken {
            let in_tree = taken.before.open_visit().is_some_and(|visit| visit.detour.is_none());
            let open = in_tree && taken.before.holder == taken.by.user_id;
            let refused = taken.result.as_ref().err().copied();
            match &taken.command.action {
                Action::Back if open => {
                    assert_eq!(refused, latest_to_change(&taken.before).is_none().then_some(Refusal::FirstStep));
                }
                Action::Jump { record_id } if open => {
                    let target = taken.before.records.iter().find(|record| record.id == *record_id);
                    let changeable = |record: &DecisionRecord| {
                        let of_the_tree = record.node_id.is_some();
                        of_the_tree && !record.superseded && matches!(record.left_by, LeftBy::Answered | LeftBy::Continued)
                    };
                    assert_eq!(refused, (!target.is_some_and(changeable)).then_some(Refusal::NoSuchStep));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn records_are_appended_and_keep_all_but_notes_active_seconds_and_being_superseded(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let kept = after.records.get(..taken.before.records.len()).unwrap();
            let same = kept.iter().zip(&taken.before.records).all(|(after, before)| lasting(after) == lasting(before));
            assert!(same && after.records.len() - kept.len() <= 1);
        }
    }

    #[test]
    fn the_open_visit_becomes_the_record_with_its_id_node_entry_and_holder(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let Some(record) = taken.new_record() else { continue };
            let visit = taken.before.open_visit().unwrap();
            let node = walk.tree.node(&visit.node_id).unwrap();
            assert_eq!((record.id, record.entered_at, record.technician_id), (visit.id, visit.entered_at, taken.before.holder));
            let was = match &visit.detour {
                Some(title) => (None, title.as_str(), NodeType::Custom),
                None => (Some(&visit.node_id), node.title.as_str(), node.node_type()),
            };
            assert_eq!((record.node_id.as_ref(), record.title.as_str(), record.node_type), was);
            let draft = taken.command.draft.as_ref().filter(|_| taken.by.user_id == taken.before.holder);
            assert_eq!(record.notes, draft.map_or(&visit.notes, |draft| &draft.notes).clone());
            assert!(after.open_visit().is_none_or(|next| next.id.0 == taken.command.id.0 && next.notes.is_empty()));
        }
    }

    #[test]
    fn an_answer_is_recorded_as_it_read_and_leads_where_the_option_leads(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let Action::Choose { option_id } = &taken.command.action else { continue };
            let node = walk.tree.node(&taken.before.open_visit().unwrap().node_id).unwrap();
            let option = node.option(option_id).unwrap();
            let record = taken.new_record().unwrap();
            assert_eq!((record.option_id.as_ref(), record.answer.as_ref()), (Some(&option.id), Some(&option.label)));
            assert_eq!(after.open_visit().map(|visit| &visit.node_id), Some(&option.next_node_id));
        }
    }

    #[test]
    fn a_parked_session_resumes_at_the_same_node_and_its_clock_stood(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            match (&taken.command.action, &taken.before.phase, &after.phase) {
                (Action::Park { .. }, Phase::Running(visit), Phase::Parked { node_id, .. }) => {
                    assert_eq!(node_id, &visit.node_id);
                    assert_eq!(after.records.last().map(|record| record.left_by), Some(LeftBy::Parked));
                }
                (Action::Resume, Phase::Parked { node_id, .. }, Phase::Running(visit)) => {
                    assert_eq!(&visit.node_id, node_id);
                    assert_eq!(after.records.iter().rev().find_map(|record| record.node_id.as_ref()), Some(node_id));
                    assert_eq!(after.totals(visit.entered_at).total, taken.before.totals(visit.entered_at).total);
                }
                (Action::Park { .. } | Action::Resume, before, after) => panic!("from {before:?} to {after:?}"),
                _ => {}
            }
        }
    }

    #[test]
    fn handing_over_parks_a_running_session_where_it_stands(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let Action::Reassign { holder } = taken.command.action else { continue };
            assert_eq!(after.holder, holder);
            assert!(matches!(after.phase, Phase::Parked { .. }));
            assert_eq!(after.node_id(), taken.before.node_id());
        }
    }
}
