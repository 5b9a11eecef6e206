use proptest::prelude::*;

use crate::insights::split;
use crate::stats::Rate;

fn rates() -> impl Strategy<Value = Option<Rate>> {
    (0i64..500, 0i64..500).prop_map(|(one, other)| Rate::new(one.min(other), one.max(other)))
}

fn of_all(rates: impl Iterator<Item = Option<Rate>>) -> Option<f64> {
    let (part, whole) = rates.flatten().fold((0, 0), |(part, whole), rate| (part + rate.part(), whole + rate.whole()));
    (whole > 0).then(|| part as f64 / whole as f64)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_rates_and_mix_changed_is_the_whole_change(parts in prop::collection::vec((rates(), rates()), 1..8)) {
        let whole = of_all(parts.iter().map(|part| part.0)).zip(of_all(parts.iter().map(|part| part.1)));
        let split = split(&parts);
        prop_assert_eq!(split.is_some(), whole.is_some());
        if let (Some(split), Some((now, before))) = (split, whole) {
            prop_assert!((split.total() - (now - before)).abs() < 1e-9);
        }
    }

    #[test]
    fn the_same_shares_are_no_change_of_the_mix(parts in prop::collection::vec(rates(), 1..8)) {
        let unchanged: Vec<_> = parts.iter().map(|part| (*part, *part)).collect();
        if let Some(split) = split(&unchanged) {
            prop_assert!(split.rate.abs() < 1e-12 && split.mix.abs() < 1e-12);
        }
    }
}

#[test]
fn a_rate_that_falls_though_every_tree_resolves_more_is_the_mixs_doing() {
    let rate = |part, whole| Rate::new(part, whole);
    // Easy: 90 of 100 before, 19 of 20 now. Hard: 4 of 20 before, 25 of 100 now.
    let split = split(&[(rate(19, 20), rate(90, 100)), (rate(25, 100), rate(4, 20))]).unwrap();
    assert!((split.rate - 0.05).abs() < 1e-12, "each tree five points more");
    assert!((split.total() - (44.0 / 120.0 - 94.0 / 120.0)).abs() < 1e-12);
    assert!(split.is_turned_by_the_mix());
}

#[test]
fn a_tree_that_is_new_changes_the_mix_alone() {
    let rate = |part, whole| Rate::new(part, whole);
    let split = split(&[(rate(8, 10), rate(8, 10)), (rate(2, 10), None)]).unwrap();
    assert!(split.rate.abs() < 1e-12 && (split.mix - (0.5 - 0.8)).abs() < 1e-12);
    assert!(!split.is_turned_by_the_mix());
}
