//! Timing rules 1, 2, 3, 7 and the clamp of 8.

use proptest::prelude::*;
use resolutionflow::access::Actor;
use resolutionflow::decision::{ClockSource, LeftBy};
use resolutionflow::session::{Action, Session};
use resolutionflow::time::{ClockTime, Seconds, Timestamp};
use resolutionflow::timing::Totals;

use crate::access::is_from_a_list;
use crate::cases;
use crate::walk::{Taken, walks};

/// The browser's time, where it decides: the holder's command is more than 2 s late by the server's clock.
fn late_claim(taken: &Taken) -> Option<Timestamp> {
    let is_late = |at: &ClockTime| ClockTime::from(taken.now).unix_ms() - at.unix_ms() > 2_000;
    let may_claim = is_holder(&taken.before, &taken.by) && !is_from_a_list(&taken.command.action);
    taken.command.at.filter(|at| may_claim && is_late(at)).map(ClockTime::cut)
}

/// Instant at which the command counts as made.
pub(crate) fn counts_as_made(taken: &Taken) -> Timestamp {
    late_claim(taken).unwrap_or(taken.now).max(taken.not_before())
}

fn is_holder(session: &Session, by: &Actor) -> bool {
    session.holder == by.user_id
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_duration_is_exit_minus_entry_and_never_negative(walk in walks()) {
        for record in walk.states().flat_map(|state| &state.records) {
            let elapsed = record.exited_at.unix() - record.entered_at.unix();
            assert!(elapsed >= 0);
            assert_eq!(record.duration_seconds, Seconds(elapsed as u64));
            assert!(record.active_seconds <= record.duration_seconds);
        }
    }

    #[test]
    fn the_first_step_is_entered_at_the_start(walk in walks()) {
        for state in walk.states() {
            let first = state.records.first().map(|record| record.entered_at).or(state.open_visit().map(|visit| visit.entered_at));
            assert_eq!(first, Some(state.started_at));
            assert_eq!(state.started_at, walk.start.started_at);
        }
    }

    #[test]
    fn a_step_is_entered_when_the_one_before_was_left_except_after_a_park(walk in walks()) {
        for state in walk.states() {
            let entries = state.records.iter().map(|record| record.entered_at).chain(state.open_visit().map(|visit| visit.entered_at));
            for (before, entered_at) in state.records.iter().zip(entries.skip(1)) {
                // Undoing a close parks the session since its last exit.
                if matches!(before.left_by, LeftBy::Parked | LeftBy::Closed) {
                    assert!(entered_at >= before.exited_at);
                } else {
                    assert_eq!(entered_at, before.exited_at);
                }
            }
        }
    }

    #[test]
    fn total_and_parked_add_up_to_the_time_from_start_to_completion(walk in walks()) {
        for state in walk.states() {
            let totals = Totals::of(&state.records);
            assert_eq!(totals.total + totals.parked, Seconds((state.last_exit().unix() - state.started_at.unix()) as u64));
            if let Some(completion) = state.completion() {
                assert_eq!(completion.completed_at.unix() - state.started_at.unix(), (totals.total + totals.parked).0 as i64);
            }
        }
    }

    #[test]
    fn total_counts_every_visit_superseded_ones_included(walk in walks()) {
        let records = &walk.end().records;
        let elapsed: i64 = records.iter().map(|record| record.exited_at.unix() - record.entered_at.unix()).sum();
        assert_eq!(Totals::of(records).total.0 as i64, elapsed);
    }

    #[test]
    fn the_times_of_an_active_session_add_up_at_every_moment(walk in walks(), later in 0..5_000i64) {
        for state in walk.states() {
            let now = state.open_visit().map_or(state.last_exit(), |visit| visit.entered_at).plus(later);
            let totals = state.totals(now);
            if state.completion().is_none() {
                assert_eq!((totals.total + totals.parked).0 as i64, now.unix() - state.started_at.unix());
                assert!(totals.active <= totals.total);
            } else {
                assert_eq!(totals, Totals::of(&state.records));
            }
            if state.open_visit().is_none() {
                assert_eq!(totals.total, Totals::of(&state.records).total);
            }
        }
    }

    #[test]
    fn a_session_is_completed_at_the_exit_of_its_last_visit(walk in walks()) {
        for state in walk.states() {
            if let Some(completion) = state.completion() {
                assert_eq!(Some(completion.completed_at), state.records.last().map(|record| record.exited_at));
            }
        }
    }

    #[test]
    fn no_time_ever_runs_backwards_in_a_session(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            assert!(after.last_exit() >= taken.before.last_exit());
            assert!(after.last_activity_at >= taken.before.last_activity_at);
            assert!(after.open_visit().is_none_or(|visit| visit.entered_at >= after.last_exit()));
        }
    }

    #[test]
    fn a_record_is_by_the_browsers_clock_where_a_late_command_began_or_ended_its_visit(walk in walks()) {
        let mut claimed_entries = Vec::new();
        for (taken, after) in walk.carried_out() {
            let is_claimed = late_claim(taken).is_some();
            if let Some(record) = taken.new_record() {
                let expected = if is_claimed || claimed_entries.contains(&record.id) { ClockSource::Client } else { ClockSource::Server };
                assert_eq!(record.clock, expected);
            }
            claimed_entries.extend(after.open_visit().map(|visit| visit.id).filter(|id| is_claimed && id.0 == taken.command.id.0));
        }
    }

    #[test]
    fn a_claimed_time_is_clamped_between_the_last_exit_and_the_servers_now(walk in walks()) {
        for taken in walk.taken.iter().filter(|taken| !is_from_a_list(&taken.command.action)) {
            if let Some(record) = taken.new_record() {
                assert_eq!(record.exited_at, counts_as_made(taken));
                assert!(record.exited_at >= taken.before.last_exit());
                assert!(record.exited_at <= taken.now.max(taken.not_before()));
            }
        }
    }

    #[test]
    fn closing_and_handing_over_end_the_open_visit_at_the_last_activity(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let (Some(visit), Some(record)) = (taken.before.open_visit(), taken.new_record()) else { continue };
            if matches!(taken.command.action, Action::Close { .. } | Action::Reassign { .. }) {
                assert_eq!(record.exited_at, taken.before.last_activity_at.max(visit.entered_at));
                assert_eq!(after.last_activity_at, taken.before.last_activity_at);
            }
        }
    }

    #[test]
    fn a_close_says_when_and_who(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let closing = after.completion().and_then(|completion| completion.closed.as_ref());
            match taken.command.action {
                Action::Close { .. } | Action::Abandon => {
                    let closing = closing.unwrap();
                    assert_eq!(closing.by, taken.by.user_id);
                    assert_eq!(closing.at, counts_as_made(taken).max(after.completion().unwrap().completed_at));
                }
                Action::Complete { .. } => assert_eq!(closing, None),
                _ => {}
            }
        }
    }

    #[test]
    fn completing_a_walk_ends_it_now(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            if matches!(taken.command.action, Action::Complete { .. } | Action::Abandon) && taken.before.open_visit().is_some() {
                assert_eq!(after.completion().unwrap().completed_at, counts_as_made(taken));
            }
        }
    }

    #[test]
    fn only_the_holders_commands_on_an_active_session_are_activity(walk in walks()) {
        for (taken, after) in walk.carried_out() {
            let works = is_holder(&taken.before, &taken.by) && taken.before.completion().is_none() && !is_from_a_list(&taken.command.action);
            let expected = if works { taken.before.last_activity_at.max(counts_as_made(taken)) } else { taken.before.last_activity_at };
            assert_eq!(after.last_activity_at, expected);
        }
    }
}
