//! Ratio of two groups' durations: "0.83 ×, 0.74 to 0.95".

use serde::Serialize;

use super::rate::two_sided;
use super::{FrequencyTable, Interval, Z};

/// How many times as long one group takes as another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// Typical ratio; below 1, the first group is faster.
    pub estimate: f64,
    /// 95 % interval; none where there are too few durations for one.
    pub interval: Option<Interval>,
    /// Probability, where both groups take the same time, of ranks at least as uneven, 0 to 1.
    pub p: f64,
}

/// Durations in ascending order with their counts. 0 s counts as 1 s, the least that a ratio can be made of.
fn positive(table: &FrequencyTable) -> Vec<(u64, u128)> {
    let mut entries: Vec<(u64, u128)> = Vec::new();
    for (seconds, count) in table.iter() {
        let (seconds, count) = (seconds.0.max(1), count.cast_unsigned().into());
        match entries.last_mut() {
            Some((last, sum)) if *last == seconds => *sum += count,
            _ => entries.push((seconds, count)),
        }
    }
    entries
}

/// Ratio of the durations of the first group to those of the second, by Hodges and Lehmann on logarithms: the median of all n·m ratios
/// of one of each, which is the geometric mean of the middle two where their number is even. The interval runs from the C-th smallest
/// ratio to the C-th largest, C = ⌊nm ÷ 2 − z √(nm (n + m + 1) ÷ 12)⌋, which ties only make wider than need be; p is of the test of Mann
/// and Whitney with the corrections for ties and continuity. Exact from the tables, in time that is linear in their entries. None where
/// a table is empty or a difference with negative entries.
///
/// Source: M. Hollander, D. A. Wolfe, E. Chicken, *Nonparametric Statistical Methods*, 3rd edition (2014), sections 4.1 to 4.3.
pub fn ratio(first: &FrequencyTable, second: &FrequencyTable) -> Option<Ratio> {
    let (n, m) = (first.cases().filter(|n| *n > 0)?, second.cases().filter(|m| *m > 0)?);
    let (first, second) = (positive(first), positive(second));
    let pairs = u128::from(n) * u128::from(m);
    let at = |rank| nth(&first, &second, rank);
    let estimate = (at(pairs.div_ceil(2)) * at(pairs / 2 + 1)).sqrt();
    let (n, m) = (n as f64, m as f64);
    let rank = n * m / 2.0 - Z * (n * m * (n + m + 1.0) / 12.0).sqrt();
    let interval = (rank >= 1.0).then(|| {
        let rank = rank as u128;
        Interval::around(estimate, at(rank), at(pairs + 1 - rank), [0.0, f64::INFINITY])
    });
    Some(Ratio { estimate, interval, p: same(&first, &second, n, m) })
}

/// The ratio at a rank, from 1 for the smallest: the least number that so many ratios do not exceed, found by halving the range of
/// 64-bit numbers, whose bits are in the order of their values.
fn nth(first: &[(u64, u128)], second: &[(u64, u128)], rank: u128) -> f64 {
    let (mut low, mut high) = (0f64.to_bits(), f64::MAX.to_bits());
    while low < high {
        let middle = low + (high - low) / 2;
        if up_to(first, second, f64::from_bits(middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    f64::from_bits(low)
}

/// Number of ratios up to `most`: the longer the first duration, the more of the second ones are too short.
fn up_to(first: &[(u64, u128)], second: &[(u64, u128)], most: f64) -> u128 {
    let mut left: u128 = second.iter().map(|(_, count)| count).sum();
    let mut second = second.iter().peekable();
    let mut sum = 0;
    for (long, count) in first {
        while let Some((_, short)) = second.next_if(|(short, _)| *long as f64 / *short as f64 > most) {
            left -= short;
        }
        sum += count * left;
    }
    sum
}

/// The test of Mann and Whitney, by its normal approximation. `n` and `m` are the numbers of durations.
pub(super) fn same(first: &[(u64, u128)], second: &[(u64, u128)], n: f64, m: f64) -> f64 {
    let (mut wins, mut ties, mut below) = (0.0, 0.0, 0.0);
    let mut all: Vec<(u64, f64, f64)> = first.iter().map(|(seconds, count)| (*seconds, *count as f64, 0.0)).collect();
    all.extend(second.iter().map(|(seconds, count)| (*seconds, 0.0, *count as f64)));
    all.sort_by_key(|(seconds, ..)| *seconds);
    for same in all.chunk_by(|one, next| one.0 == next.0) {
        let (mine, theirs) = same.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.1, sum.1 + one.2));
        wins += mine * (below + theirs / 2.0);
        below += theirs;
        let both: f64 = mine + theirs;
        ties += both * both * both - both;
    }
    let all = n + m;
    let variance = n * m / 12.0 * ((all + 1.0) - ties / (all * (all - 1.0)));
    let distance = (wins - n * m / 2.0).abs() - 0.5;
    if variance > 0.0 { two_sided(distance.max(0.0) / variance.sqrt()) } else { 1.0 }
}
