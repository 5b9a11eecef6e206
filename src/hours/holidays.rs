//! Holidays: a day a line, with its name: `2026-12-25 Christmas Day`.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::{Label, TextError};

/// Days on which the account is closed whatever the weekday, with a name each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(BTreeMap<NaiveDate, Label>);

/// Error: a line is no holiday. Lines are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BadHoliday {
    /// The line does not begin with a date of the years 1970 to 9999.
    #[error("must be a date and a name a line, such as 2026-12-25 Christmas Day; line {line} is not")]
    NotADay {
        /// Number of the line.
        line: usize,
    },
    /// The name is missing or does not fit.
    #[error("needs a name for the day in line {line}, of at most {} characters", Label::LIMIT)]
    Name {
        /// Number of the line.
        line: usize,
    },
    /// The day stands in an earlier line, too.
    #[error("has a day twice: see line {line}")]
    Twice {
        /// Number of the second line.
        line: usize,
    },
    /// More days than [`Holidays::MOST`].
    #[error("has too many days: {} are the most. Days that are long past can go", Holidays::MOST)]
    TooMany,
}

impl Holidays {
    /// The most days.
    pub const MOST: usize = 300;
    /// The most Unicode scalars of their text.
    pub const LIMIT: usize = Self::MOST * (Label::LIMIT + 12);

    /// Adds a day; false where it is one already, and beyond [`Holidays::MOST`].
    pub fn insert(&mut self, date: NaiveDate, name: Label) -> bool {
        let fits = self.0.len() < Self::MOST && !self.0.contains_key(&date);
        if fits {
            self.0.insert(date, name);
        }
        fits
    }

    /// Parses typed days, one a line. Empty lines count as lines and say nothing.
    ///
    /// # Errors
    /// [`BadHoliday`], which names the first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, BadHoliday> {
        let mut holidays = Self::default();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let text = text.trim();
            let (date, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            let date = day(date.trim_end_matches([':', ','])).ok_or(BadHoliday::NotADay { line })?;
            let name = Label::parse(name).map_err(|_: TextError| BadHoliday::Name { line })?;
            if holidays.0.len() == Self::MOST {
                return Err(BadHoliday::TooMany);
            }
            if !holidays.insert(date, name) {
                return Err(BadHoliday::Twice { line });
            }
        }
        Ok(holidays)
    }

    /// Name of a day, if it is a holiday.
    pub fn name(&self, date: NaiveDate) -> Option<&Label> {
        self.0.get(&date)
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Days with their names, earliest first.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &Label)> {
        self.0.iter().map(|(date, name)| (*date, name))
    }
}

/// A date in the one form that means the same everywhere.
fn day(text: &str) -> Option<NaiveDate> {
    let is_plain = text.len() == 10 && text.is_ascii() && !text.starts_with(['+', '-']);
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| is_plain && *day >= NaiveDate::default())
}

/// As they are typed, a line each.
impl fmt::Display for Holidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|(date, name)| writeln!(f, "{date} {name}"))
    }
}
