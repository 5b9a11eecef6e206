//! Intervals, which say how far a figure is to be trusted.

use serde::Serialize;

/// Share of intervals that miss the truth: 5 %, half of it on either side.
pub const ALPHA: f64 = 0.05;
/// The 0.975 quantile of the standard normal distribution, which 95 % intervals are made of.
pub const Z: f64 = 1.959_963_984_540_054;

/// A 95 % interval around an estimate, which it always contains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end, never below `low`.
    pub high: f64,
}

impl Interval {
    /// Interval with its ends inside `least` to `most`, and moved outward to the estimate where rounding left them short of it.
    pub(super) fn around(estimate: f64, low: f64, high: f64, [least, most]: [f64; 2]) -> Self {
        Self { low: low.max(least).min(estimate), high: high.min(most).max(estimate) }
    }

    /// True if a value lies in it, its ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}
