//! Events beside the tree: ad-hoc steps, absences, handing over (timing rules 5 and 6).

use proptest::prelude::*;
use resolutionflow::audit::Change;
use resolutionflow::decision::{DecisionRecord, LeftBy};
use resolutionflow::session::{Action, Command, Draft, Event, Phase, Refusal, trail};
use resolutionflow::text::{Reason, Scratchpad};
use resolutionflow::time::Seconds;
use resolutionflow::timing::Totals;
use resolutionflow::tree::NodeType;

use crate::cases;
use crate::timing::counts_as_made;
use crate::walk::{draft, walks};

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn an_ad_hoc_step_takes_over_at_once_and_leaves_the_walk_where_it_was(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let (Some(before), Some(open)) = (taken.before.open_visit(), after.open_visit()) else { continue };
            match &taken.command.action {
                Action::Detour { title } => {
                    assert_eq!((before.detour.as_ref(), open.detour.as_ref()), (None, Some(title)));
                    assert_eq!(after.records.last().map(|record| record.left_by), Some(LeftBy::Detour));
                }
                Action::EndDetour => {
                    assert_eq!((before.detour.is_some(), open.detour.as_ref()), (true, None));
                    assert_eq!(after.records.last().map(|record| record.node_type), Some(NodeType::Custom));
                }
                _ => continue,
            }
            assert_eq!((&open.node_id, open.entered_at), (&before.node_id, after.last_exit()));
        }
    }

    #[test]
    fn during_an_ad_hoc_step_the_tree_waits(walk in walks()) {
        for taken in walk.taken.iter().filter(|taken| taken.before.holder == taken.by.user_id) {
            if taken.before.open_visit().is_none_or(|visit| visit.detour.is_none()) {
                continue;
            }
            match taken.command.action {
                Action::Choose { .. } | Action::Continue => assert_eq!(taken.result, Err(Refusal::WrongStep)),
                Action::Back | Action::Jump { .. } | Action::Detour { .. } => assert_eq!(taken.result, Err(Refusal::InDetour)),
                _ => {}
            }
        }
    }

    #[test]
    fn every_ad_hoc_step_is_a_step_of_its_own(walk in walks()) {
        let records = &walk.end().records;
        let steps = trail(records);
        let custom = steps.iter().filter(|step| step.node_type == NodeType::Custom);
        assert_eq!(custom.clone().count(), records.iter().filter(|record| record.node_id.is_none()).count());
        assert!(custom.clone().all(|step| step.visits.len() == 1 && !step.can_be_changed));
    }

    #[test]
    fn what_was_not_work_leaves_active_and_nothing_else(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let Action::SetIdle { visit_id, idle_seconds, .. } = taken.command.action else { continue };
            let open = after.open_visit().filter(|visit| visit.id == visit_id).map(|visit| counts_as_made(taken).since(visit.entered_at));
            let finished = || after.records.iter().find(|record| record.id == visit_id).map(|record| record.duration_seconds);
            assert_eq!(after.idle(visit_id), open.or_else(finished).map(|elapsed| elapsed.min(idle_seconds)));
            let (before, now) = (Totals::of(&taken.before.records), Totals::of(&after.records));
            assert_eq!((before.total, before.parked), (now.total, now.parked));
        }
    }

    #[test]
    fn all_time_after_an_absence_was_told_is_active_however_long_it_was_said_to_be(walk in walks(), more in any::<u32>(), later in 0..90_000i64) {
        for taken in walk.taken.iter().filter(|taken| taken.before.open_visit().is_some()) {
            let visit_id = taken.before.open_visit().unwrap().id;
            let reason = Some(Reason::parse("lunch").unwrap());
            let action = Action::SetIdle { visit_id, idle_seconds: Seconds(more.into()), reason };
            let told = Command { at: None, action, ..taken.command.clone() };
            let Ok(after) = taken.before.after(&walk.tree, &told, &taken.by, taken.now) else { continue };
            let at = taken.now.max(taken.not_before());
            assert_eq!(after.totals(at.plus(later)).active, after.totals(at).active + Seconds(later as u64));
        }
    }

    #[test]
    fn an_absence_from_the_open_step_leaves_its_record_less_active(walk in walks()) {
        for (taken, _) in walk.carried_out() {
            let (Some(record), Some(visit)) = (taken.new_record(), taken.before.open_visit()) else { continue };
            assert_eq!(record.active_seconds, record.duration_seconds.less(visit.idle));
        }
    }

    #[test]
    fn after_the_fact_or_for_somebody_else_an_absence_needs_a_reason(walk in walks()) {
        for taken in &walk.taken {
            let Action::SetIdle { reason: None, .. } = &taken.command.action else { continue };
            let own = taken.before.holder == taken.by.user_id;
            if !own || taken.before.completion().is_some() {
                assert!(matches!(taken.result, Err(Refusal::ReasonNeeded | Refusal::NotYours)));
            }
        }
    }

    #[test]
    fn what_somebody_else_recorded_changes_for_a_reason_that_the_audit_trail_keeps(walk in walks()) {
        for taken in &walk.taken {
            let (Action::Note { visit_id, .. } | Action::SetIdle { visit_id, .. } | Action::Output { visit_id, .. }) = &taken.command.action
            else {
                continue;
            };
            let is_anothers = |record: &DecisionRecord| record.id == *visit_id && record.technician_id != taken.by.user_id;
            if !taken.before.records.iter().any(is_anothers) {
                continue;
            }
            let has_reason = |event: &Event| matches!(event, Event::Audited(Change { after: Some(after), .. }) if after["reason"].is_string());
            match taken.before.apply(&walk.tree, &taken.command, &taken.by, taken.now) {
                Ok(applied) => assert!(applied.events.iter().any(has_reason)),
                Err(refusal) => assert!(matches!(refusal, Refusal::ReasonNeeded | Refusal::NotYours)),
            }
        }
    }

    #[test]
    fn only_what_waits_for_somebody_is_taken_over_and_stays_parked(walk in walks()) {
        for taken in walk.taken.iter().filter(|taken| taken.command.action == Action::TakeOver) {
            let waits = taken.before.waits_for_someone() && taken.before.holder != taken.by.user_id;
            assert_eq!(taken.result.is_ok(), waits);
            let Ok(after) = &taken.result else { continue };
            let (Phase::Parked { reason: before, .. }, Phase::Parked { reason, for_someone_else: false, .. }) = (&taken.before.phase, &after.phase)
            else {
                panic!("taken over to {:?}", after.phase)
            };
            assert_eq!((after.holder, reason, after.node_id()), (taken.by.user_id, before, taken.before.node_id()));
            assert_eq!((&after.records, after.last_activity_at), (&taken.before.records, taken.before.last_activity_at));
        }
    }

    #[test]
    fn nobody_has_to_wait_for_a_session_that_was_given_to_somebody(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            if matches!(taken.command.action, Action::Reassign { .. }) {
                assert!(!after.waits_for_someone());
            }
        }
    }

    #[test]
    fn the_scratchpad_is_kept_whatever_is_pressed(walk in walks(), text in "[a-z ]{0,20}[a-z]") {
        let scratchpad = Scratchpad::parse(&text).unwrap();
        for taken in walk.taken.iter().filter(|taken| taken.before.open_visit().is_some() && taken.before.holder == taken.by.user_id) {
            let draft = Draft { scratchpad: Some(scratchpad.clone()), ..draft("", &taken.before) };
            let command = Command { draft: Some(draft), ..taken.command.clone() };
            let Ok(after) = taken.before.after(&walk.tree, &command, &taken.by, taken.now) else { continue };
            if !matches!(command.action, Action::EditFacts { .. }) {
                assert_eq!(after.facts.scratchpad, scratchpad);
            }
        }
    }
}
