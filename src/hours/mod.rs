//! Business hours: when an account is open, by its own clocks, and how much of a time that is.
//!
//! Open is an instant at which the clocks of the account's zone show a time within a stretch of that weekday, unless the day is a holiday.
//! So an hour that comes twice counts twice, and one that is skipped does not count.

mod day;
mod holidays;
mod piece;
mod time_open;

#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};
use serde::ser::{Serialize, SerializeMap, Serializer};

pub use day::{BadOpening, DayHours, Stretch};
pub use holidays::{BadHoliday, Holidays};

/// Names of the days, in the order of [`Hours::week`].
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Business hours of an account: a week's opening times, and the days on which it is closed all the same. Without opening times it is open
/// around the clock, but on holidays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// Opening times, Monday first.
    pub week: [DayHours; 7],
    /// Days without opening times, with a name each.
    pub holidays: Holidays,
}

impl Hours {
    /// True if opening times were entered for some day.
    pub fn are_entered(&self) -> bool {
        self.week.iter().any(|day| !day.stretches().is_empty())
    }

    /// Stretches of a day, in minutes of its clocks.
    fn of(&self, date: NaiveDate) -> &[Stretch] {
        if self.holidays.name(date).is_some() {
            &[]
        } else if self.are_entered() {
            self.week[date.weekday().num_days_from_monday() as usize].stretches()
        } else {
            &[Stretch::WHOLE_DAY]
        }
    }
}

/// For the audit trail: a text for each day that is open, and the holidays as they are typed.
impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut days = serializer.serialize_map(None)?;
        for (name, day) in WEEKDAYS.iter().zip(&self.week).filter(|(_, day)| !day.stretches().is_empty()) {
            days.serialize_entry(name, &day.to_string())?;
        }
        if !self.holidays.is_empty() {
            days.serialize_entry("holidays", &self.holidays.to_string())?;
        }
        days.end()
    }
}
