//! How often a budget was kept, and how much of it is left.

use serde::Serialize;

use super::{Target, Verdict};
use crate::stats::{FrequencyTable, Rate};
use crate::time::Seconds;

/// Number of sessions or steps that were within a budget, and of those that missed it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Ended within it.
    pub within: u64,
    /// Ended past it, or going on past it.
    pub missed: u64,
}

impl Kept {
    /// Of durations of what has ended.
    pub fn of(ended: &FrequencyTable, budget: Seconds) -> Self {
        let (within, all) = (ended.up_to(budget).max(0).cast_unsigned(), ended.count().max(0).cast_unsigned());
        Self { within, missed: all.saturating_sub(within) }
    }

    /// Counts one more.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Within => self.within += 1,
            Verdict::Missed => self.missed += 1,
            Verdict::Undecided => {}
        }
    }

    /// Number of those that were judged.
    pub fn judged(self) -> u64 {
        self.within.saturating_add(self.missed)
    }

    /// Share within the budget; none where nothing was judged.
    pub fn rate(self) -> Option<Rate> {
        Rate::new(i64::try_from(self.within).ok()?, i64::try_from(self.judged()).ok()?)
    }

    /// Budget left, in sessions or steps: how many of the next `next` may miss, so that all together keep the target. None where even
    /// none of them missing would not do.
    pub fn left(self, target: Target, next: u64) -> Option<u64> {
        let allowed = target.allows(self.judged().saturating_add(next));
        allowed.checked_sub(self.missed).map(|left| left.min(next))
    }
}

impl std::ops::Add for Kept {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { within: self.within.saturating_add(other.within), missed: self.missed.saturating_add(other.missed) }
    }
}
