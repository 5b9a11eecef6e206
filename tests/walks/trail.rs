//! The trail: visits of one node with interruptions between them read as one step.

use proptest::prelude::*;
use resolutionflow::decision::{DecisionRecord, LeftBy};
use resolutionflow::id::VisitId;
use resolutionflow::session::{Step, trail};
use resolutionflow::time::Seconds;
use resolutionflow::timing::Totals;
use resolutionflow::tree::NodeType;

use crate::cases;
use crate::walk::walks;

fn record<'a>(records: &'a [DecisionRecord], step: &Step, visit: usize) -> &'a DecisionRecord {
    records.iter().find(|record| record.id == step.visits[visit]).unwrap()
}

fn was_interrupted(record: &DecisionRecord) -> bool {
    record.node_id.is_some() && matches!(record.left_by, LeftBy::Parked | LeftBy::Closed | LeftBy::Detour)
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn the_steps_add_up_to_the_totals_of_the_session(walk in walks()) {
        for state in walk.states() {
            let steps = trail(&state.records);
            let totals = Totals::of(&state.records);
            assert_eq!(steps.iter().map(|step| step.duration).sum::<Seconds>(), totals.total);
            assert_eq!(steps.iter().map(|step| step.active).sum::<Seconds>(), totals.active);
        }
    }

    #[test]
    fn the_time_at_the_open_step_is_the_duration_of_its_row(walk in walks(), seconds in 0i64..10_000) {
        for state in walk.states() {
            let now = state.last_exit().plus(seconds);
            let open = state.so_far(None, now);
            let steps = trail(state.records.iter().chain(&open));
            let row = open.as_ref().and_then(|open| steps.into_iter().find(|step| step.last_visit() == Some(open.id)));
            assert_eq!(state.time_here(now), row.as_ref().map(|row| row.duration));
            assert_eq!(state.active_here(now), row.map(|row| row.active));
        }
    }

    #[test]
    fn steps_are_numbered_from_one_and_hold_every_visit_once_in_order(walk in walks()) {
        let records = &walk.end().records;
        let steps = trail(records);
        assert!(steps.iter().map(|step| step.number).eq(1..=steps.len()));
        let place = |id: &VisitId| records.iter().position(|record| record.id == *id).unwrap();
        assert!(steps.iter().all(|step| step.visits.iter().map(place).is_sorted()));
        assert!(steps.iter().map(|step| place(&step.visits[0])).is_sorted());
        let mut visits: Vec<usize> = steps.iter().flat_map(|step| &step.visits).map(place).collect();
        visits.sort_unstable();
        assert!(visits.into_iter().eq(0..records.len()));
    }

    #[test]
    fn visits_are_one_step_exactly_where_an_interruption_lies_between_them(walk in walks()) {
        let records = &walk.end().records;
        let steps = trail(records);
        for step in &steps {
            for pair in (0..step.visits.len()).collect::<Vec<_>>().windows(2) {
                let (before, after) = (record(records, step, pair[0]), record(records, step, pair[1]));
                assert!(was_interrupted(before) && before.node_id == after.node_id);
            }
        }
        // An ad-hoc step stands between the visits of the step that it interrupts.
        let in_tree: Vec<&Step> = steps.iter().filter(|step| step.node_type != NodeType::Custom).collect();
        for pair in in_tree.windows(2) {
            let (before, after) = (record(records, pair[0], pair[0].visits.len() - 1), record(records, pair[1], 0));
            assert!(!was_interrupted(before) || before.node_id != after.node_id);
        }
    }

    #[test]
    fn a_step_reads_as_its_last_visit_left_it(walk in walks()) {
        let records = &walk.end().records;
        for step in trail(records) {
            let (first, last) = (record(records, &step, 0), record(records, &step, step.visits.len() - 1));
            assert_eq!((step.entered_at, step.exited_at), (first.entered_at, last.exited_at));
            assert_eq!((&step.answer, step.superseded, step.can_be_changed), (&last.answer, last.superseded, last.can_be_changed()));
            assert_eq!((step.last_visit(), &step.title, step.node_type), (Some(last.id), &first.title, first.node_type));
        }
    }

    #[test]
    fn a_step_is_superseded_with_all_of_its_visits_or_with_none(walk in walks()) {
        for state in walk.states() {
            for step in trail(&state.records) {
                assert!((0..step.visits.len()).all(|visit| record(&state.records, &step, visit).superseded == step.superseded));
            }
        }
    }

    #[test]
    fn no_note_is_lost_in_the_trail(walk in walks()) {
        let records = &walk.end().records;
        for step in trail(records) {
            let visits = (0..step.visits.len()).map(|visit| record(records, &step, visit));
            assert!(visits.clone().all(|visit| step.notes.contains(visit.notes.as_str())));
        }
    }
}
