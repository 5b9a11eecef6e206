//! Instants as clocks give them, which are compared before they are cut and stored.

use std::fmt;

use super::{NotAnInstant, Timestamp, read};

/// An instant by a clock, in UTC and milliseconds, of the years 0 to 9999. Written as RFC 3339 with three digits of the second:
/// `2026-02-10T09:15:00.250Z`. One that is read without a fraction counts as the last of its second, and so does a [`Timestamp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(i64);

impl ClockTime {
    /// From milliseconds since 1970-01-01T00:00:00Z, clamped to the years 0 to 9999.
    pub fn from_unix_ms(ms: i64) -> Self {
        Self(ms.clamp(Timestamp::FIRST * 1000, Timestamp::LAST * 1000 + 999))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_ms(self) -> i64 {
        self.0
    }

    /// The instant as it is stored, cut to its whole second.
    pub fn cut(self) -> Timestamp {
        Timestamp::from_unix(self.0.div_euclid(1000))
    }

    /// This instant moved later by `ms` milliseconds (earlier if negative), but not out of the years 0 to 9999.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::from_unix_ms(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to `self`, negative where that is later.
    pub fn ms_since(self, earlier: ClockTime) -> i64 {
        self.0 - earlier.0
    }
}

impl From<Timestamp> for ClockTime {
    fn from(instant: Timestamp) -> Self {
        Self::from_unix_ms(instant.unix() * 1000 + 999)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}Z", self.cut().to_string().trim_end_matches('Z'), self.0.rem_euclid(1000))
    }
}

impl std::str::FromStr for ClockTime {
    type Err = NotAnInstant;
    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        let (seconds, millis) = read(text.as_bytes()).ok_or(NotAnInstant)?;
        Ok(Self::from_unix_ms(seconds * 1000 + millis.unwrap_or(999)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_kept_and_a_time_without_them_is_the_last_of_its_second() {
        let read = |text: &str| serde_json::from_str::<ClockTime>(&format!("{text:?}")).unwrap();
        assert_eq!(read("2026-02-10T10:15:00.9876+01:00").to_string(), "2026-02-10T09:15:00.987Z");
        assert_eq!(read("2026-02-10T09:15:00.5Z").to_string(), "2026-02-10T09:15:00.500Z");
        let whole = read("2026-02-10T09:15:00Z");
        assert_eq!((whole.to_string().as_str(), whole.cut().to_string().as_str()), ("2026-02-10T09:15:00.999Z", "2026-02-10T09:15:00Z"));
        assert_eq!(ClockTime::from(whole.cut()), whole);
        assert_eq!(ClockTime::from_unix_ms(-1).cut(), Timestamp::from_unix(-1));
    }

    #[test]
    fn a_time_beyond_what_can_be_written_is_the_nearest_that_can() {
        let (first, last) = (ClockTime::from_unix_ms(i64::MIN), ClockTime::from_unix_ms(i64::MAX));
        assert_eq!([first.to_string(), last.to_string()], ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"]);
        assert_eq!((last.plus_ms(i64::MAX), first.plus_ms(-1)), (last, first));
        assert_eq!(ClockTime::from(Timestamp::from_unix(i64::MAX)), last);
    }
}
