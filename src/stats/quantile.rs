//! Quantiles of durations by nearest rank, and how far they are to be trusted.

use serde::Serialize;

use super::{ALPHA, Distribution, FrequencyTable};
use crate::time::Seconds;

/// A quantile as a fraction, in whole numbers, so that ranks are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantile {
    numerator: u64,
    denominator: u64,
}

/// Interval of a quantile: durations that really occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// Lower end; none where there are too few durations for one.
    pub low: Option<Seconds>,
    /// Upper end; none where there are too few, as of a p90 below 36: "at least 21 min".
    pub high: Option<Seconds>,
}

impl Quantile {
    /// Half of the durations are this or less.
    pub const MEDIAN: Self = Self { numerator: 1, denominator: 2 };
    /// Nine in ten durations are this or less.
    pub const P90: Self = Self { numerator: 9, denominator: 10 };

    /// Nearest rank ⌈q·n⌉, from 1 for the shortest; 0 only where n is 0.
    pub fn rank(self, n: u64) -> u64 {
        let product = u128::from(n) * u128::from(self.numerator);
        u64::try_from(product.div_ceil(u128::from(self.denominator))).unwrap_or(n)
    }

    /// Ranks of the order statistics between which the quantile of what was drawn from lies in at least 95 of 100 cases: the number of
    /// `n` durations below the quantile is binomial with probability q. The lower rank is the largest l with P(X ≤ l − 1) ≤ 0.025, the
    /// upper one the smallest u with P(X ≥ u) ≤ 0.025. None where there is no such rank. Durations in whole seconds repeat, which makes
    /// the interval no narrower than it says.
    ///
    /// Source: H. A. David, H. N. Nagaraja, *Order Statistics*, 3rd edition (2003), section 7.1.
    pub fn ranks(self, n: u64) -> [Option<u64>; 2] {
        let Some(below) = Distribution::binomial(n, self.numerator as f64 / self.denominator as f64) else { return [None; 2] };
        let (low, high) = (below.low(ALPHA / 2.0), below.high(ALPHA / 2.0) + 1);
        [(low > 0).then_some(low), (high <= n).then_some(high)]
    }
}

impl FrequencyTable {
    /// The duration at a rank, from 1 for the shortest; none for rank 0 and beyond the last, and of a difference with negative entries.
    pub fn at_rank(&self, rank: u64) -> Option<Seconds> {
        self.cases()?;
        let mut left = rank.checked_sub(1)?;
        for (seconds, count) in self.iter() {
            left = match left.checked_sub(count.cast_unsigned()) {
                Some(left) => left,
                None => return Some(seconds),
            };
        }
        None
    }

    /// A quantile by nearest rank, a duration that really occurred; none of an empty table or a difference with negative entries.
    pub fn quantile(&self, quantile: Quantile) -> Option<Seconds> {
        self.at_rank(quantile.rank(self.cases()?))
    }

    /// Interval of a quantile by [`Quantile::ranks`]; it contains the quantile.
    pub fn bounds(&self, quantile: Quantile) -> Bounds {
        let [low, high] = self.cases().map_or([None; 2], |n| quantile.ranks(n));
        Bounds { low: low.and_then(|rank| self.at_rank(rank)), high: high.and_then(|rank| self.at_rank(rank)) }
    }
}
