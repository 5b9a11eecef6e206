//! Weeks, which begin on another day elsewhere.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// Day with which an account's weeks begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WeekBegins {
    /// As ISO 8601 has it, and most of Europe.
    #[default]
    Monday,
    /// As in North America.
    Sunday,
    /// As in much of the Middle East.
    Saturday,
}

impl WeekBegins {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Monday, Self::Sunday, Self::Saturday];

    /// Name in the database and in forms, in snake case: `monday`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Name as people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Sunday => "Sunday",
            Self::Saturday => "Saturday",
        }
    }

    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Mon,
            Self::Sunday => Weekday::Sun,
            Self::Saturday => Weekday::Sat,
        }
    }

    /// First day of the week of a day.
    pub fn first_of(self, day: NaiveDate) -> NaiveDate {
        day - Days::new(u64::from(day.weekday().days_since(self.weekday())))
    }
}
