//! Periods: some local days in a row, both ends included.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::day_words;

/// Local days of the account's zone, from one to another, both included; at most [`Period::LONGEST`] of the years [`Period::YEARS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// Reason for which days are no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotAPeriod {
    /// The text is no day.
    #[error("is not a day of the calendar such as 2026-02-10")]
    NotADay,
    /// The last day is before the first one.
    #[error("ends before it begins: choose a last day that is not before the first")]
    EndsFirst,
    /// The first day is still to come.
    #[error("has not begun yet: choose a first day up to today")]
    NotBegun,
    /// The year is no year of sessions.
    #[error("must be in the years {} to {}", Period::YEARS.0, Period::YEARS.1)]
    Year,
    /// More days than figures are shown of.
    #[error("is longer than five years: choose fewer days")]
    TooLong,
}

impl Period {
    /// First and last year in which a period may lie.
    pub const YEARS: (i32, i32) = (2000, 2099);
    /// Most days: five years with two leap days.
    pub const LONGEST: u64 = 5 * 365 + 2;

    /// The days from one to another.
    ///
    /// # Errors
    /// [`NotAPeriod`] where there are none, too many, or they are out of [`Period::YEARS`].
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, NotAPeriod> {
        let is_year = |day: NaiveDate| (Self::YEARS.0..=Self::YEARS.1).contains(&day.year());
        let period = Self { from, to };
        match period {
            _ if !is_year(from) || !is_year(to) => Err(NotAPeriod::Year),
            _ if to < from => Err(NotAPeriod::EndsFirst),
            _ if period.days() > Self::LONGEST => Err(NotAPeriod::TooLong),
            _ => Ok(period),
        }
    }

    /// From one day to another that is not before it, without a look at the limits, for days that are derived from others.
    pub(super) fn of(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to: to.max(from) }
    }

    /// So many days, at least one, up to a day.
    pub fn ending(to: NaiveDate, days: u64) -> Self {
        Self::of(to - Days::new(days.saturating_sub(1)), to)
    }

    /// First day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// Last day.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// Number of its days, at least 1.
    pub fn days(self) -> u64 {
        (self.to - self.from).num_days().unsigned_abs() + 1
    }

    /// True if a day is one of its days.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Its part in another one; none where they have no day in common.
    pub fn within(self, other: Self) -> Option<Self> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        (from <= to).then_some(Self { from, to })
    }

    /// The period before, which ends on the day before this one: as many whole months where this one is whole months, otherwise as many
    /// days.
    #[must_use]
    pub fn before(self) -> Self {
        let (last, next) = (self.from - Days::new(1), self.to + Days::new(1));
        if self.from.day() == 1 && next.day() == 1 {
            let months = (next.year() - self.from.year()) * 12 + next.month() as i32 - self.from.month() as i32;
            return Self::of(self.from - Months::new(months.unsigned_abs()), last);
        }
        Self::ending(last, self.days())
    }

    /// Its days from one of them on; the last one alone where that is later.
    #[must_use]
    pub fn since(self, day: NaiveDate) -> Self {
        Self { from: day.clamp(self.from, self.to), to: self.to }
    }

    /// The whole months of its first day, of its last one, and of those between: up to 60 days more, which may be more than
    /// [`Period::LONGEST`].
    #[must_use]
    pub fn whole_months(self) -> Self {
        let first = |day: NaiveDate| day - Days::new(u64::from(day.day0()));
        Self::of(first(self.from), first(self.to) + Months::new(1) - Days::new(1))
    }

    /// The period in words: `1 to 29 Nov 2026`, `20 Dec 2025 to 3 Jan 2026`, `5 Nov 2026`.
    pub fn words(self) -> String {
        let to = day_words(self.to);
        let from = match (self.from.year() == self.to.year(), self.from.month() == self.to.month()) {
            _ if self.from == self.to => return to,
            (true, true) => self.from.format("%-d"),
            (true, false) => self.from.format("%-d %b"),
            (false, _) => self.from.format("%-d %b %Y"),
        };
        format!("{from} to {to}")
    }
}
