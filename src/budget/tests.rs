use proptest::prelude::*;

use super::{BadBudget, Budget, BudgetClock, Kept, Target, Verdict};
use crate::stats::FrequencyTable;
use crate::time::Seconds;

fn target(percent: u8) -> Target {
    Target::new(percent).unwrap()
}

#[test]
fn the_last_second_of_a_budget_is_within_it_and_what_goes_on_past_it_is_missed_now() {
    let budget = Budget::of_session(30, BudgetClock::Active, 90).unwrap();
    assert_eq!(budget.verdict(Seconds(1_800), true), Verdict::Within);
    assert_eq!(budget.verdict(Seconds(1_801), true), Verdict::Missed);
    assert_eq!(budget.verdict(Seconds(1_800), false), Verdict::Undecided);
    assert_eq!(budget.verdict(Seconds(1_801), false), Verdict::Missed);
}

#[test]
fn budgets_have_limits_and_steps_no_business_hours() {
    for (minutes, percent, fault) in
        [(0, 90, BadBudget::Time), (60_001, 90, BadBudget::Time), (1, 49, BadBudget::Target), (1, 101, BadBudget::Target)]
    {
        assert_eq!(Budget::of_session(minutes, BudgetClock::Elapsed, percent), Err(fault));
    }
    assert_eq!(Budget::of_step(5, BudgetClock::Business, 90), Err(BadBudget::StepInBusinessHours));
    assert_eq!(Budget::of_step(5, BudgetClock::Elapsed, 90).unwrap().to_string(), "5 min of elapsed time");
    assert_eq!(Budget::of_session(90, BudgetClock::Business, 100).unwrap().to_string(), "1 h 30 min of business hours");
    assert!(serde_json::from_str::<Target>("49").is_err());
}

#[test]
fn what_is_left_is_said_in_sessions() {
    // Of 60 and the next 60, 12 may miss; 8 have.
    assert_eq!(Kept { within: 52, missed: 8 }.left(target(90), 60), Some(4));
    assert_eq!(Kept { within: 46, missed: 14 }.left(target(90), 60), None, "out of reach");
    assert_eq!(Kept { within: 48, missed: 12 }.left(target(90), 60), Some(0));
    assert_eq!(Kept { within: 60, missed: 0 }.left(target(100), 60), Some(0));
    assert_eq!(Kept { within: 1_000, missed: 0 }.left(target(50), 10), Some(10), "no more than there are");
    assert_eq!(Kept::default().left(target(90), 9), Some(0));
    assert_eq!(Kept::default().rate(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_many_misses_as_are_left_keep_the_target_and_one_more_does_not(
        within in 0..5_000u64, missed in 0..5_000u64, next in 0..5_000u64, percent in 50..=100u8,
    ) {
        let (kept, target) = (Kept { within, missed }, target(percent));
        let all = within + missed + next;
        let keeps = |misses: u64| 100 * (all - misses) >= u64::from(percent) * all;
        match kept.left(target, next) {
            Some(left) => {
                prop_assert!(left <= next && keeps(missed + left));
                prop_assert!(left == next || !keeps(missed + left + 1));
            }
            None => prop_assert!(!keeps(missed)),
        }
    }

    #[test]
    fn a_table_of_durations_is_judged_as_each_of_them_is(durations in proptest::collection::vec(0..200u64, 0..60), minutes in 1..3u64) {
        let budget = Budget::of_session(minutes, BudgetClock::Elapsed, 90).unwrap();
        let mut one_by_one = Kept::default();
        for duration in &durations {
            one_by_one.count(budget.verdict(Seconds(*duration), true));
        }
        let table: FrequencyTable = durations.iter().copied().map(Seconds).collect();
        prop_assert_eq!(Kept::of(&table, budget.time), one_by_one);
    }
}
