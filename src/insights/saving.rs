//! Time saved: what the baseline says the solved problems would have taken, less all the time that was spent.

use serde::Serialize;

use super::Baseline;
use crate::outcome::Outcome;
use crate::stats::{COUNTED, SessionFigures};

/// Outcomes for which the baseline's time was not needed.
pub const SOLVED: [Outcome; 2] = [Outcome::Resolved, Outcome::Workaround];

/// Time saved as a range, in seconds. What is below 0 was lost, and keeps its minus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Saved {
    /// By the least minutes of the baseline.
    pub low: i64,
    /// By the most minutes of the baseline.
    pub high: i64,
}

/// What walks took, and what they saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Saving {
    /// All walks.
    pub walks: i64,
    /// Walks that were resolved or worked around.
    pub solved: i64,
    /// Σ active time of all walks, in seconds: what did not work counts fully against us.
    pub spent: i64,
    /// Time saved; none without a baseline.
    pub saved: Option<Saved>,
}

impl Saving {
    /// Saving of some walks. saved = n(resolved + workaround) × baseline − Σ active of all walks, at either end of the baseline.
    pub fn of(figures: &SessionFigures, baseline: Option<Baseline>) -> Self {
        let solved = figures.walks(&SOLVED);
        let spent = figures.active(&COUNTED).sum();
        let less = |minutes: u32| solved.saturating_mul(i64::from(minutes) * 60).saturating_sub(spent);
        let saved = baseline.map(|baseline| Saved { low: less(baseline.low()), high: less(baseline.high()) });
        Self { walks: figures.walks(&COUNTED), solved, spent, saved }
    }
}

impl std::ops::Add for Saved {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }
}

/// Sum of what several trees saved or lost: the losses count in full.
impl std::iter::Sum for Saved {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self { low: 0, high: 0 }, |sum, part| sum + part)
    }
}
