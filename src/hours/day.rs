//! Opening times of a weekday, as people type them: `08:00–12:00, 13:00–17:30`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Opening times of a weekday: stretches in their order, which do not overlap. None is a day on which the account is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayHours(Vec<Stretch>);

/// Stretch of opening times, in minutes since midnight by the clocks of the place. It ends on the day on which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// First minute, 0 to 1439.
    pub opens: u16,
    /// First minute behind it, up to 1440, which is midnight.
    pub closes: u16,
}

/// Error: opening times of a day cannot be read, or contradict themselves. Its text says what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BadOpening {
    /// Something is no stretch of time.
    #[error("must be times such as 09:00–17:00, with commas between several; leave it empty where you are closed")]
    NotATime,
    /// A stretch ends before it begins, as over midnight.
    #[error("has a stretch that ends before it begins. Over midnight, end it at 24:00 and begin the next day at 00:00")]
    Backwards,
    /// Two stretches share some time.
    #[error("has stretches that overlap")]
    Overlap,
    /// More stretches than [`DayHours::MOST`].
    #[error("has too many stretches: {} are the most", DayHours::MOST)]
    TooMany,
}

impl Stretch {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Self = Self { opens: 0, closes: DAY };

    /// Stretch within one day.
    ///
    /// # Errors
    /// [`BadOpening::NotATime`] beyond midnight, [`BadOpening::Backwards`] where nothing lies between its ends.
    pub fn new(opens: u16, closes: u16) -> Result<Self, BadOpening> {
        if opens > DAY || closes > DAY {
            Err(BadOpening::NotATime)
        } else if opens < closes {
            Ok(Self { opens, closes })
        } else {
            Err(BadOpening::Backwards)
        }
    }

    fn parse(text: &str) -> Result<Self, BadOpening> {
        let (opens, closes) = text.split_once(['-', '–', '—']).ok_or(BadOpening::NotATime)?;
        Self::new(minute(opens).ok_or(BadOpening::NotATime)?, minute(closes).ok_or(BadOpening::NotATime)?)
    }
}

/// A time of day in minutes: `9`, `9:30`, `09.30`, `24:00`.
fn minute(text: &str) -> Option<u16> {
    let text = text.trim();
    let (hours, minutes) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let number = |digits: &str, lengths: std::ops::RangeInclusive<usize>| {
        let are_digits = lengths.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| are_digits)
    };
    let (hours, minutes) = (number(hours, 1..=2)?, number(minutes, 2..=2)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY).then_some(minute)
}

impl DayHours {
    /// The most stretches of a day.
    pub const MOST: usize = 6;
    /// The most Unicode scalars of their text.
    pub const LIMIT: usize = 120;

    /// Opening times of some stretches, in any order.
    ///
    /// # Errors
    /// [`BadOpening::Overlap`], and [`BadOpening::TooMany`] beyond [`DayHours::MOST`].
    pub fn new(mut stretches: Vec<Stretch>) -> Result<Self, BadOpening> {
        stretches.sort_unstable();
        if stretches.len() > Self::MOST {
            Err(BadOpening::TooMany)
        } else if stretches.windows(2).any(|pair| pair[1].opens < pair[0].closes) {
            Err(BadOpening::Overlap)
        } else {
            Ok(Self(stretches))
        }
    }

    /// Parses typed opening times. An empty text and `closed` are a day on which the account is closed.
    ///
    /// # Errors
    /// [`BadOpening`].
    pub fn parse(text: &str) -> Result<Self, BadOpening> {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("closed") {
            return Ok(Self::default());
        }
        if text.chars().count() > Self::LIMIT {
            return Err(BadOpening::TooMany);
        }
        Self::new(text.split([',', ';']).map(Stretch::parse).collect::<Result<_, _>>()?)
    }

    /// The stretches, earliest first.
    pub fn stretches(&self) -> &[Stretch] {
        &self.0
    }
}

/// `09:00–17:30`.
impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opens, closes } = self;
        write!(f, "{:02}:{:02}–{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)
    }
}

/// As they are typed; empty for a day on which the account is closed.
impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, stretch) in self.0.iter().enumerate() {
            write!(f, "{}{stretch}", if index > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}
