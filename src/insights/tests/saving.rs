use chrono::NaiveDate;
use proptest::prelude::*;

use super::walks::sessions;
use crate::insights::{Baseline, BaselineEntry, Currency, HourlyRate, Hours, Learning, NotABaseline, NotARate, Saved, Saving};
use crate::outcome::Outcome;
use crate::stats::FrequencyTable;
use crate::time::Seconds;

fn baseline(low: u32, high: u32) -> Baseline {
    Baseline::new(low, high).unwrap()
}

#[test]
fn saved_is_what_solved_walks_would_have_taken_less_all_that_was_spent() {
    // Three solved of 20 to 30 min each are 60 to 90 min. Spent: 5 + 10 + 15 + 12 + 8 = 50 min, the failed and the external one among them.
    let figures = sessions(&[
        (Outcome::Resolved, 300),
        (Outcome::Resolved, 600),
        (Outcome::Workaround, 900),
        (Outcome::Escalated, 720),
        (Outcome::ResolvedExternally, 480),
    ]);
    let saving = Saving::of(&figures, Some(baseline(20, 30)));
    assert_eq!(saving, Saving { walks: 5, solved: 3, spent: 3_000, saved: Some(Saved { low: 600, high: 2_400 }) });
    assert_eq!((Hours(600).to_string(), Hours(2_400).to_string()), ("10 min".into(), "40 min".into()));
    assert_eq!(Saving::of(&figures, None).saved, None, "no baseline, no figure");
    assert_eq!(Saving::of(&figures, None).spent, 3_000);
}

#[test]
fn a_tree_that_loses_time_keeps_its_minus_in_its_own_figure_and_in_the_sum() {
    // One solved of four: 15 to 20 min against 4 × 20 min.
    let walks = [(Outcome::Resolved, 1_200), (Outcome::Unresolved, 1_200), (Outcome::Escalated, 1_200), (Outcome::Unresolved, 1_200)];
    let lost = Saving::of(&sessions(&walks), Some(baseline(15, 20))).saved.unwrap();
    assert_eq!(lost, Saved { low: -3_900, high: -3_600 });
    assert_eq!(Hours(lost.low).to_string(), "−1 h 05 min");
    let sum: Saved = [lost, Saved { low: 600, high: 7_200 }].into_iter().sum();
    assert_eq!(sum, Saved { low: -3_300, high: 3_600 });
}

#[test]
fn nothing_solved_and_nothing_walked_are_figures_too() {
    assert_eq!(Saving::of(&sessions(&[]), Some(baseline(10, 10))).saved, Some(Saved { low: 0, high: 0 }));
    let spent = Saving::of(&sessions(&[(Outcome::Unresolved, 59)]), Some(baseline(10, 10)));
    assert_eq!(spent.saved, Some(Saved { low: -59, high: -59 }));
}

#[test]
fn hours_are_rounded_away_from_zero_and_say_their_sign() {
    for (seconds, said) in
        [(0, "0 min"), (29, "0 min"), (-29, "0 min"), (30, "1 min"), (-30, "−1 min"), (3_599, "1 h 00 min"), (-7_500, "−2 h 05 min")]
    {
        assert_eq!(Hours(seconds).to_string(), said);
    }
    assert_eq!(Hours(i64::MIN).to_string(), "−2562047788015215 h 30 min");
}

#[test]
fn money_is_hours_times_the_rate_in_whole_units() {
    let euro = Currency::parse(" eur ").unwrap();
    let rate = HourlyRate::parse("85,50", euro).unwrap();
    assert_eq!((rate.cents(), rate.amount().as_str(), rate.currency().to_string().as_str()), (8_550, "85.50", "EUR"));
    // 10 h 40 min × 85.50 = 912; half an hour = 42.75; the loss of as much.
    assert_eq!((rate.of(38_400), rate.of(1_800), rate.of(-1_800)), (912, 43, -43));
    assert_eq!(HourlyRate::parse("10000", euro).unwrap().of(i64::MIN), i64::MIN);
    for wrong in ["", "0", "0.00", "10000.01", "-1", "1e3", "85.505", "85.5.0", ".5", "８５", "1 000", "9999999999999999999999"] {
        assert_eq!(HourlyRate::parse(wrong, euro), Err(NotARate::Amount), "{wrong}");
    }
    for wrong in ["", "€", "EU", "EURO", "E1R", "ÄÖÜ"] {
        assert_eq!(Currency::parse(wrong), Err(NotARate::Currency), "{wrong}");
    }
}

#[test]
fn a_baseline_is_a_range_of_minutes_that_was_measured_before() {
    for (low, high) in [(0, 5), (5, 4), (1, 10_081), (0, 0), (u32::MAX, u32::MAX)] {
        assert_eq!(Baseline::new(low, high), None);
    }
    assert_eq!(baseline(1, 10_080).to_string(), "1 to 10080 min");
    assert_eq!(baseline(12, 12).to_string(), "12 min");
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    assert_eq!(BaselineEntry::check_days(day(1), day(31), day(31)), Ok(()));
    assert_eq!(BaselineEntry::check_days(day(2), day(1), day(31)), Err(NotABaseline::Backwards));
    assert_eq!(BaselineEntry::check_days(day(1), day(31), day(30)), Err(NotABaseline::Future));
}

#[test]
fn learning_wants_thirty_first_walks_and_ten_later_ones() {
    let of = |n: u64, from: u64| (0..n).map(|at| Seconds(from + at)).collect::<FrequencyTable>();
    let learning = |first, last| Learning { first: of(first, 1_000), last: of(last, 500) }.ratio();
    assert_eq!((learning(29, 40), learning(30, 9)), (None, None));
    let ratio = learning(30, 10).unwrap();
    assert!(ratio.estimate < 0.52 && ratio.estimate > 0.48, "about half the time: {ratio:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn savings_of_parts_add_up_to_that_of_the_whole(
        one in proptest::collection::vec((0usize..5, 0u64..20_000), 0..20),
        other in proptest::collection::vec((0usize..5, 0u64..20_000), 0..20),
        low in 1u32..200, more in 0u32..200,
    ) {
        let walks = |of: &[(usize, u64)]| of.iter().map(|(at, active)| (crate::stats::COUNTED[*at], *active)).collect::<Vec<_>>();
        let (one, other) = (walks(&one), walks(&other));
        let saved = |walks: &[(Outcome, u64)]| Saving::of(&sessions(walks), Some(baseline(low, low + more))).saved.unwrap();
        let whole = saved(&[one.clone(), other.clone()].concat());
        assert_eq!(saved(&one) + saved(&other), whole);
        assert!(whole.low <= whole.high);
        // A walk that solves nothing only costs.
        let costly = saved(&[one, other, vec![(Outcome::Escalated, 7)]].concat());
        assert_eq!(costly, Saved { low: whole.low - 7, high: whole.high - 7 });
    }
}
