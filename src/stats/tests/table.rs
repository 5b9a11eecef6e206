//! Laws of frequency tables.

use proptest::collection::vec;
use proptest::prelude::*;

use super::table;
use crate::stats::{FrequencyTable, Group};
use crate::time::Seconds;

fn tables() -> impl Strategy<Value = FrequencyTable> {
    let seconds = prop_oneof![0..60u64, 0..100_000u64, 0..315_000_000_000u64];
    let count = prop_oneof![1..5i64, -3..0i64, any::<i64>()];
    vec((seconds, count), 0..40).prop_map(|entries| {
        let mut table = FrequencyTable::default();
        entries.into_iter().for_each(|(seconds, count)| table.insert(Seconds(seconds), count));
        table
    })
}

fn sum(first: &FrequencyTable, second: &FrequencyTable) -> FrequencyTable {
    let mut sum = first.clone();
    sum.add(second, 1);
    sum
}

#[test]
fn a_table_counts_and_adds_up() {
    let table = table(&[60, 0, 60, 3_600]);
    assert_eq!(table.iter().collect::<Vec<_>>(), [(Seconds(0), 1), (Seconds(60), 2), (Seconds(3_600), 1)]);
    assert_eq!((table.count(), table.sum(), table.up_to(Seconds(60)), table.up_to(Seconds(59))), (4, 3_720, 3, 1));
    let rank = |rank| table.at_rank(rank).map(|seconds| seconds.0);
    assert_eq!([0, 1, 2, 3, 4, 5].map(rank), [None, Some(0), Some(60), Some(60), Some(3_600), None]);
}

#[test]
fn a_million_durations_with_a_long_tail_take_about_two_bytes_for_each_that_is_different() {
    // Quantiles of a log-logistic distribution around five minutes: every second up to an hour, and some up to days.
    let mut table = FrequencyTable::default();
    for at in 1..1_000_000u32 {
        let odds = f64::from(at) / f64::from(1_000_000 - at);
        table.insert(Seconds((300.0 * odds.sqrt()) as u64), 1);
    }
    let (different, bytes) = (table.iter().count(), table.encode().len());
    assert!(different > 4_000 && bytes * 10 < different * 23, "{different} durations in {bytes} bytes");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_added_and_taken_away_leaves_no_trace(first in tables(), second in tables(), times in -3..4i64) {
        let mut changed = first.clone();
        changed.add(&second, times);
        changed.add(&second, -times);
        assert_eq!(changed, first);
        assert_eq!(changed.encode(), first.encode());
    }

    #[test]
    fn order_does_not_matter(first in tables(), second in tables(), third in tables()) {
        assert_eq!(sum(&first, &second), sum(&second, &first));
        assert_eq!(sum(&sum(&first, &second), &third), sum(&first, &sum(&second, &third)));
        assert_eq!(sum(&first, &FrequencyTable::zero()), first);
    }

    #[test]
    fn many_are_added_as_one_after_the_other(parts in vec((tables(), -2..3i64), 0..9)) {
        let mut one_by_one = FrequencyTable::zero();
        parts.iter().for_each(|(part, times)| one_by_one.add(part, *times));
        assert_eq!(FrequencyTable::sum_of(parts), one_by_one);
    }

    #[test]
    fn equal_tables_are_equal_bytes_whatever_the_order_of_their_making(mut durations in vec(0..500u64, 0..60), turn in 0..60usize) {
        let before = table(&durations);
        let middle = turn.min(durations.len());
        durations.rotate_left(middle);
        assert_eq!(table(&durations).encode(), before.encode());
        assert_eq!(FrequencyTable::decode(&before.encode()), Ok(before));
    }

    #[test]
    fn a_table_reads_back_from_its_bytes(table in tables()) {
        assert_eq!(FrequencyTable::decode(&table.encode()), Ok(table));
    }
}
