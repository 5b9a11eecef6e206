//! Instants and durations, in UTC and whole seconds, so that durations add up exactly (timing rule 1); and what clocks say, in milliseconds.

mod clock_time;

use std::fmt;

#[cfg(feature = "server")]
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use clock_time::ClockTime;

/// An instant in UTC, cut to whole seconds, of the years 0 to 9999. Written as RFC 3339 with `Z`: `2026-02-10T09:15:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Error of parsing an instant: the text is not in the form of RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an instant such as 2026-02-10T09:15:00Z")]
pub struct NotAnInstant;

impl Timestamp {
    /// 0000-01-01T00:00:00Z, the first instant that RFC 3339 can write.
    const FIRST: i64 = -62_167_219_200;
    /// 9999-12-31T23:59:59Z, the last one.
    const LAST: i64 = 253_402_300_799;

    /// From an instant of chrono; the fraction of a second is cut off.
    #[cfg(feature = "server")]
    pub fn from_utc(instant: DateTime<Utc>) -> Self {
        Self::from_unix(instant.timestamp())
    }

    /// From seconds since 1970-01-01T00:00:00Z, clamped to the years 0 to 9999.
    pub fn from_unix(seconds: i64) -> Self {
        Self(seconds.clamp(Self::FIRST, Self::LAST))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// The same instant as chrono's type.
    #[cfg(feature = "server")]
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }

    /// The time from `earlier` to `self`; 0 where a clock ran backwards, never less (timing rule 2).
    pub fn since(self, earlier: Timestamp) -> Seconds {
        Seconds(u64::try_from(self.unix() - earlier.unix()).unwrap_or(0))
    }

    /// This instant moved later by `seconds` (earlier if negative), but not out of the years 0 to 9999.
    pub fn plus(self, seconds: i64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds))
    }
}

/// Reads RFC 3339: seconds since 1970-01-01T00:00:00Z, and the milliseconds of the fraction where there is one. Its leap second is the
/// second before it, as in Unix time.
fn read(text: &[u8]) -> Option<(i64, Option<i64>)> {
    let number = |from: usize, to: usize| number(text.get(from..to)?);
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let marks = [4, 7, 10, 13, 16].map(|at| text[at]);
    let is_marked = matches!(marks, [b'-', b'-', b'T' | b't' | b' ', b':', b':']);
    let is_day = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
    let (mut rest, mut millis) = (&text[19..], None);
    if let [b'.', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest = fraction.get(digits..).filter(|_| digits > 0)?;
        let three = fraction[..digits].iter().chain(b"00").take(3);
        millis = Some(three.fold(0, |millis, digit| millis * 10 + i64::from(digit - b'0')));
    }
    let offset = match rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), offset @ ..] if offset.len() == 5 && offset[2] == b':' => {
            let (hours, minutes) = (self::number(&offset[..2])?, self::number(&offset[3..])?);
            let offset = (hours * 60 + minutes) * 60;
            if hours > 23 || minutes > 59 {
                return None;
            } else if *sign == b'+' {
                offset
            } else {
                -offset
            }
        }
        _ => return None,
    };
    let seconds = days_before(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second.min(59) - offset;
    (is_marked && is_day && hour < 24 && minute < 60 && second <= 60).then_some((seconds, millis))
}

/// Some digits and nothing else.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// From 0000-03-01 to 1970-01-01. Years are counted from March here, so that a leap day is the last of its year.
const DAYS_TO_1970: i64 = 719_468;

/// The days from 1970-01-01 to a day of the Gregorian calendar.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 153 days in every five months from March on.
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - DAYS_TO_1970
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.0.div_euclid(86_400) + DAYS_TO_1970, self.0.rem_euclid(86_400));
        // 146,097 days in 400 years; the day of 400, 100, 4 and 1 years, each without its leap day at the end.
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", era * 400 + year)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = NotAnInstant;
    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        read(text.as_bytes()).map(|(seconds, _)| Self::from_unix(seconds)).ok_or(NotAnInstant)
    }
}

/// Serde's JSON of an instant: a text, by `Display` and `FromStr`.
macro_rules! as_text {
    ($($type:ident)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    )*};
}
as_text! { Timestamp ClockTime }

/// A duration in whole seconds. Shown as people say it, with its seconds, so that a column adds up to the total below it: `45 s`,
/// `2 min 30 s`, `1 h 05 min 31 s`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct Seconds(pub u64);

/// Error of reading a duration: it is longer than from the first instant to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longer than ten thousand years")]
pub struct TooLong;

impl TryFrom<u64> for Seconds {
    type Error = TooLong;
    fn try_from(seconds: u64) -> Result<Self, TooLong> {
        if seconds <= Timestamp::LAST.abs_diff(Timestamp::FIRST) { Ok(Self(seconds)) } else { Err(TooLong) }
    }
}

impl Seconds {
    /// Difference of two durations, 0 if the other one is longer.
    pub fn less(self, other: Seconds) -> Seconds {
        Seconds(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Add for Seconds {
    type Output = Seconds;
    fn add(self, other: Seconds) -> Seconds {
        Seconds(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Seconds {
    fn sum<I: Iterator<Item = Seconds>>(parts: I) -> Seconds {
        parts.fold(Seconds(0), |sum, part| sum + part)
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        match (hours, minutes) {
            (0, 0) => write!(f, "{seconds} s"),
            (0, _) => write!(f, "{minutes} min {seconds:02} s"),
            _ => write!(f, "{hours} h {minutes:02} min {seconds:02} s"),
        }
    }
}

impl Seconds {
    /// Form of a running timer: `0:42`, `12:07`, `1:05:09`.
    pub fn clock(self) -> String {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        if hours == 0 { format!("{minutes}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
    }

    /// Form of exports: `2 min 30 s (150 s)`, since bare seconds are what others reckon with.
    pub fn exact(self) -> String {
        if self.0 < 60 { self.to_string() } else { format!("{self} ({} s)", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_a_second_are_cut_off_and_zulu_is_written() {
        let read: Timestamp = serde_json::from_str("\"2026-02-10T10:15:00.987+01:00\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"2026-02-10T09:15:00Z\"");
    }

    #[test]
    fn an_instant_beyond_what_can_be_written_is_the_nearest_that_can() {
        let (first, last) = (Timestamp::from_unix(i64::MIN), Timestamp::from_unix(i64::MAX));
        assert_eq!([first.to_string(), last.to_string()], ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]);
        assert_eq!("9999-12-31T23:59:59-00:01".parse(), Ok(last));
        assert_eq!((last.plus(1), last.plus(i64::MAX), first.plus(-1)), (last, last, first));
        assert_eq!(Timestamp::from_utc(chrono::DateTime::<chrono::Utc>::MAX_UTC), last);
    }

    #[test]
    fn a_clock_that_ran_backwards_yields_nothing() {
        let noon = Timestamp::from_unix(1_000_000);
        assert_eq!(noon.plus(-5).since(noon), Seconds(0));
        assert_eq!(noon.plus(150).since(noon), Seconds(150));
    }

    #[test]
    fn no_duration_is_longer_than_from_the_first_instant_to_the_last() {
        let longest = Timestamp::from_unix(i64::MAX).since(Timestamp::from_unix(i64::MIN));
        let read = |seconds: u64| serde_json::from_str(&seconds.to_string()).ok();
        assert_eq!((read(longest.0), read(longest.0 + 1), read(u64::MAX)), (Some(longest), None, None));
    }

    #[test]
    fn durations_read_as_people_say_them() {
        for (seconds, said, clock) in [
            (0, "0 s", "0:00"),
            (42, "42 s", "0:42"),
            (60, "1 min 00 s", "1:00"),
            (150, "2 min 30 s", "2:30"),
            (3599, "59 min 59 s", "59:59"),
            (3600, "1 h 00 min 00 s", "1:00:00"),
            (3909, "1 h 05 min 09 s", "1:05:09"),
            (360_000, "100 h 00 min 00 s", "100:00:00"),
        ] {
            assert_eq!((Seconds(seconds).to_string().as_str(), Seconds(seconds).clock().as_str()), (said, clock));
        }
        assert_eq!(Seconds(3909).exact(), "1 h 05 min 09 s (3909 s)");
    }
}
