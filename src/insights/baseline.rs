//! Baselines: how long a problem takes without the tree, as a manager entered it, with its source. Never derived from walks.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::Source;

/// Time that a problem takes without the tree: a range in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    low: u32,
    high: u32,
}

/// A baseline with what it rests on: "12 tickets timed in March".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineEntry {
    /// The range.
    pub minutes: Baseline,
    /// Where it comes from, in words.
    pub source: Source,
    /// First day on which it was measured.
    pub from: NaiveDate,
    /// Last day on which it was measured.
    pub to: NaiveDate,
}

/// Error of entering a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotABaseline {
    /// The text is no day of the calendar.
    #[error("must be a day such as 2026-03-31")]
    NotADay,
    /// The range ends below its beginning.
    #[error("must not be less than the minutes before it")]
    UpsideDown,
    /// The last day is before the first.
    #[error("must not be before the first day")]
    Backwards,
    /// The last day is still to come.
    #[error("must not be later than today")]
    Future,
}

impl Baseline {
    /// Least and most minutes: one, and those of a week.
    pub const MINUTES: (u64, u64) = (1, 10_080);

    /// A range of minutes; none where it is upside down or an end is outside [`Baseline::MINUTES`].
    pub fn new(low: u32, high: u32) -> Option<Self> {
        let fits = |minutes: u32| (Self::MINUTES.0..=Self::MINUTES.1).contains(&u64::from(minutes));
        (fits(low) && fits(high) && low <= high).then_some(Self { low, high })
    }

    /// Least minutes.
    pub fn low(self) -> u32 {
        self.low
    }

    /// Most minutes.
    pub fn high(self) -> u32 {
        self.high
    }
}

impl std::fmt::Display for Baseline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.low == self.high { write!(f, "{} min", self.low) } else { write!(f, "{} to {} min", self.low, self.high) }
    }
}

impl BaselineEntry {
    /// Checks the days on which it was measured.
    ///
    /// # Errors
    /// [`NotABaseline::Backwards`], [`NotABaseline::Future`].
    pub fn check_days(from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Result<(), NotABaseline> {
        match () {
            () if to < from => Err(NotABaseline::Backwards),
            () if to > today => Err(NotABaseline::Future),
            () => Ok(()),
        }
    }
}
