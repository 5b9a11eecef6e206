//! Difference of two groups' durations: "6 min saved, 2 to 11".

use serde::Serialize;

use super::ratio::same;
use super::{FrequencyTable, Interval, Z};

/// How much longer one group takes than another, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shift {
    /// Typical difference; above 0, the first group takes longer.
    pub estimate: f64,
    /// 95 % interval; none where there are too few durations for one.
    pub interval: Option<Interval>,
    /// Probability, where both groups take the same time, of ranks at least as uneven, 0 to 1.
    pub p: f64,
}

/// Difference of the durations of the first group to those of the second, by Hodges and Lehmann: the median of all n·m differences of one
/// of each, the mean of the middle two where their number is even. Ranks of the interval and p are those of [`ratio`](super::ratio()).
/// Exact from the tables, in time that is linear in their entries. None where a table is empty or a difference with negative entries.
///
/// Source: M. Hollander, D. A. Wolfe, E. Chicken, *Nonparametric Statistical Methods*, 3rd edition (2014), sections 4.1 to 4.3.
pub fn shift(first: &FrequencyTable, second: &FrequencyTable) -> Option<Shift> {
    let (n, m) = (first.cases().filter(|n| *n > 0)?, second.cases().filter(|m| *m > 0)?);
    let (first, second) = (entries(first), entries(second));
    let pairs = u128::from(n) * u128::from(m);
    let at = |rank| nth(&first, &second, rank) as f64;
    let estimate = f64::midpoint(at(pairs.div_ceil(2)), at(pairs / 2 + 1));
    let (n, m) = (n as f64, m as f64);
    let rank = n * m / 2.0 - Z * (n * m * (n + m + 1.0) / 12.0).sqrt();
    let interval = (rank >= 1.0).then(|| {
        let rank = rank as u128;
        Interval::around(estimate, at(rank), at(pairs + 1 - rank), [f64::NEG_INFINITY, f64::INFINITY])
    });
    Some(Shift { estimate, interval, p: same(&first, &second, n, m) })
}

/// Durations in ascending order with their counts.
fn entries(table: &FrequencyTable) -> Vec<(u64, u128)> {
    table.iter().map(|(seconds, count)| (seconds.0, count.cast_unsigned().into())).collect()
}

/// The difference at a rank, from 1 for the smallest: the least number that so many differences do not exceed.
fn nth(first: &[(u64, u128)], second: &[(u64, u128)], rank: u128) -> i64 {
    let last = |entries: &[(u64, u128)]| entries.last().map_or(0, |(seconds, _)| seconds.cast_signed());
    let (mut low, mut high) = (-last(second), last(first));
    while low < high {
        let middle = low + (high - low).div_euclid(2);
        if up_to(first, second, middle) >= rank { high = middle } else { low = middle + 1 }
    }
    low
}

/// Number of differences up to `most`: the longer the first duration, the more of the second ones are too short.
fn up_to(first: &[(u64, u128)], second: &[(u64, u128)], most: i64) -> u128 {
    let mut left: u128 = second.iter().map(|(_, count)| count).sum();
    let mut second = second.iter().peekable();
    let mut sum = 0;
    for (long, count) in first {
        while let Some((_, short)) = second.next_if(|(short, _)| long.cast_signed() - short.cast_signed() > most) {
            left -= short;
        }
        sum += count * left;
    }
    sum
}
