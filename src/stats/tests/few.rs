//! Too little to say anything, and what a caller could get wrong: an answer each, and no panic.

use proptest::prelude::*;

use super::{rate, table};
use crate::stats::{
    COUNTED, Endings, Figures, Flow, FrequencyTable, Group, MOST_CASES, Quantile, Rate, Stratum, Way, discoveries, funnel, incidence,
    more_walks, ratio, sequence,
};
use crate::time::Seconds;

#[test]
fn a_rate_of_nothing_is_none_and_ten_are_enough() {
    for (part, whole) in [(0, 0), (1, 0), (-1, 5), (6, 5), (0, -1), (i64::MIN, i64::MIN)] {
        assert_eq!(Rate::new(part, whole), None, "{part} of {whole}");
    }
    assert!(!rate(3, 9).is_enough());
    assert!(rate(3, 10).is_enough());
}

#[test]
fn a_p90_has_no_upper_end_below_36_and_a_median_none_below_6() {
    let bounds = |n: u64, quantile| table(&(1..=n).collect::<Vec<_>>()).bounds(quantile);
    assert_eq!(bounds(35, Quantile::P90).high, None);
    assert_eq!(bounds(36, Quantile::P90).high, Some(Seconds(36)));
    assert_eq!((bounds(5, Quantile::MEDIAN).low, bounds(5, Quantile::MEDIAN).high), (None, None));
    assert_eq!((bounds(6, Quantile::MEDIAN).low, bounds(6, Quantile::MEDIAN).high), (Some(Seconds(1)), Some(Seconds(6))));
    assert_eq!((bounds(0, Quantile::P90).low, table(&[]).quantile(Quantile::P90)), (None, None));
}

#[test]
fn quantiles_are_durations_that_occurred() {
    let of = |durations: &[u64], quantile| table(durations).quantile(quantile).map(|seconds| seconds.0);
    assert_eq!(of(&[7], Quantile::MEDIAN), Some(7));
    assert_eq!(of(&[1, 2, 3, 10], Quantile::MEDIAN), Some(2), "the second of four, not the mean of two");
    assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Quantile::P90), Some(9));
    assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Quantile::P90), Some(10));
    assert_eq!(of(&[5, 5, 5, 0], Quantile::MEDIAN), Some(5));
}

#[test]
fn a_table_that_is_a_difference_has_no_quantile_and_no_ratio() {
    let mut difference = table(&[60, 70]);
    difference.add(&table(&[80]), -1);
    assert_eq!(difference.quantile(Quantile::MEDIAN), None);
    assert_eq!(difference.bounds(Quantile::MEDIAN).low, None);
    assert_eq!(ratio(&difference, &table(&[60])), None);
    assert!(incidence(&[table(&[1])], &difference).is_empty());
    assert_eq!((ratio(&table(&[]), &table(&[60])), ratio(&table(&[60]), &table(&[]))), (None, None));
    assert!(incidence(&[], &table(&[5])).is_empty());
}

#[test]
fn sums_of_stored_figures_that_nobody_can_have_counted_wrap() {
    let endings = Endings { end: i64::MAX, early: 1, drop: 0, other: 0 };
    assert_eq!(endings.count(), i64::MIN);
    let ways = std::collections::BTreeMap::from([(Way::Continue, i64::MAX), (Way::Back, i64::MAX)]);
    let flow = Flow { starts: 3, arrivals: ways.clone(), departures: ways, exits: 3 };
    assert_eq!((flow.arrived(), flow.left()), (1, 1));
    let mut figures = Figures::default();
    figures.sessions.elapsed.iter_mut().take(2).for_each(|table| table.insert(Seconds(1), i64::MAX));
    let read = Figures::decode(&figures.encode()).unwrap();
    assert_eq!((read.sessions.walks(&COUNTED), read.sessions.resolution()), (-2, None));
}

#[test]
fn what_is_no_probability_is_found_nowhere() {
    assert_eq!(discoveries(&[], 0.1), [false; 0]);
    assert_eq!(discoveries(&[f64::NAN, 0.0], 0.1), [false, true]);
    assert_eq!(funnel(&[Stratum { cases: MOST_CASES + 1, rate: 0.5 }]), None);
    assert_eq!(funnel(&[Stratum { cases: 5, rate: f64::NAN }]), None);
    assert_eq!(funnel(&[Stratum { cases: 5, rate: 7.0 }]).unwrap().inner, [5, 5]);
    assert_eq!(Quantile::P90.ranks(u64::MAX), [None; 2]);
}

#[test]
fn a_difference_is_claimed_after_about_as_many_walks_as_were_said() {
    let (first, second) = (rate(30, 40), rate(33, 60));
    let more = more_walks(first, second).unwrap();
    assert!(sequence(first, second).contains(0.0) && more > 0);
    let grown = |rate: Rate, factor: f64| {
        let grow = |count: u64| (count as f64 * factor).round() as i64;
        self::rate(grow(rate.part()), grow(rate.whole()))
    };
    let factor = 1.0 + more as f64 / 100.0;
    assert!(!sequence(grown(first, factor * 1.03), grown(second, factor * 1.03)).contains(0.0));
    assert!(sequence(grown(first, factor * 0.97), grown(second, factor * 0.97)).contains(0.0));
    assert_eq!(more_walks(rate(5, 10), rate(10, 20)), None, "no difference, however many");
    assert_eq!(more_walks(rate(400, 400), rate(0, 400)), Some(0));
}

fn any_rate() -> impl Strategy<Value = Rate> {
    prop_oneof![1..30i64, 1..3_000_000i64].prop_flat_map(|whole| (0..=whole).prop_map(move |part| rate(part, whole)))
}

fn durations() -> impl Strategy<Value = FrequencyTable> {
    proptest::collection::vec((prop_oneof![0..90u64, 0..200_000u64], 1..40i64), 1..30).prop_map(|entries| {
        let mut table = FrequencyTable::default();
        entries.into_iter().for_each(|(seconds, count)| table.insert(Seconds(seconds), count));
        table
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_interval_of_rates_contains_its_estimate_and_lies_where_rates_lie(first in any_rate(), second in any_rate()) {
        let interval = first.interval();
        assert!(interval.contains(first.value()) && interval.low >= 0.0 && interval.high <= 1.0);
        let difference = first.less(second);
        let watched = sequence(first, second);
        for interval in [difference.interval, watched] {
            assert!(interval.contains(difference.estimate) && interval.low >= -1.0 && interval.high <= 1.0, "{interval:?}");
        }
        assert!((0.0..=1.0).contains(&difference.p));
        let turned = sequence(second, first);
        assert!((watched.low + turned.high).abs() < 1e-9 && (watched.high + turned.low).abs() < 1e-9, "{watched:?} {turned:?}");
        if let Some(more) = more_walks(first, second) {
            assert_eq!(more == 0, !watched.contains(0.0));
        }
    }

    #[test]
    fn every_interval_of_durations_contains_its_estimate(first in durations(), second in durations(), open in durations()) {
        for quantile in [Quantile::MEDIAN, Quantile::P90] {
            let (estimate, bounds) = (first.quantile(quantile).unwrap(), first.bounds(quantile));
            assert!(bounds.low.is_none_or(|low| low <= estimate) && bounds.high.is_none_or(|high| high >= estimate));
        }
        let of = ratio(&first, &second).unwrap();
        assert!(of.interval.is_none_or(|interval| interval.contains(of.estimate)) && (0.0..=1.0).contains(&of.p));
        let turned = ratio(&second, &first).unwrap();
        assert!((of.estimate * turned.estimate - 1.0).abs() < 1e-9 && (of.p - turned.p).abs() < 1e-9);
        let mut before = 0.0;
        for ended in incidence(&[first, second], &open) {
            assert!(ended.interval.contains(ended.share) && ended.share >= before && ended.interval.high <= 1.0);
            assert!((ended.shares.iter().sum::<f64>() - ended.share).abs() < 1e-9);
            before = ended.share;
        }
    }

    #[test]
    fn a_quantile_of_the_whole_lies_between_those_of_its_parts(first in durations(), second in durations()) {
        let mut whole = first.clone();
        whole.add(&second, 1);
        for quantile in [Quantile::MEDIAN, Quantile::P90] {
            let parts = [first.quantile(quantile), second.quantile(quantile)];
            assert!((parts.iter().min()..=parts.iter().max()).contains(&Some(&whole.quantile(quantile))));
        }
    }
}
