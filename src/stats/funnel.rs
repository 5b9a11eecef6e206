//! Funnel limits: counts that chance explains where everybody is alike.

use serde::Serialize;

use super::{ALPHA, Distribution};

/// Cases that are alike: somebody's walks of one tree, and the rate of everybody's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Number of cases.
    pub cases: u64,
    /// Probability of each of them, 0 to 1.
    pub rate: f64,
}

/// Count that is expected of some cases, and the counts that chance explains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Funnel {
    /// Expected count, Σ cases · rate.
    pub expected: f64,
    /// Least and largest count of the inner limits: a smaller one has a probability of at most 2.5 %, and so has a larger one.
    pub inner: [u64; 2],
    /// Least and largest count of the outer limits, with at most 0.1 % on either side.
    pub outer: [u64; 2],
}

/// Exact limits of a count over several strata: the distribution is that of a sum of binomial counts, worked out by adding one stratum
/// to the next, without an approximation. None for more cases than can be worked out ([`super::MOST_CASES`]).
///
/// Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005), 1185–1202,
/// whose limits are those of one binomial count.
pub fn funnel(strata: &[Stratum]) -> Option<Funnel> {
    let counts = strata
        .iter()
        .try_fold(Distribution::binomial(0, 0.0)?, |sum, stratum| sum.plus(&Distribution::binomial(stratum.cases, stratum.rate)?))?;
    let limits = |share: f64| [counts.low(share), counts.high(share)];
    let expected = strata.iter().map(|stratum| stratum.cases as f64 * stratum.rate.clamp(0.0, 1.0)).sum();
    Some(Funnel { expected, inner: limits(ALPHA / 2.0), outer: limits(0.001) })
}
