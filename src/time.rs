//! Instants and durations, in UTC and whole seconds, so that durations add up exactly (timing rule 1).

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in UTC, cut to whole seconds. Written as RFC 3339 with `Z`: `2026-02-10T09:15:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Cuts the fraction of a second off.
    pub fn from_utc(instant: DateTime<Utc>) -> Self {
        Self(instant.trunc_subsecs(0))
    }

    /// Seconds since 1970-01-01T00:00:00Z; instants outside chrono's range become the epoch.
    pub fn from_unix(seconds: i64) -> Self {
        Self(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.timestamp()
    }

    /// The same instant as chrono's type.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The time from `earlier` to `self`; 0 where a clock ran backwards, never less (timing rule 2).
    pub fn since(self, earlier: Timestamp) -> Seconds {
        Seconds(u64::try_from(self.unix() - earlier.unix()).unwrap_or(0))
    }

    /// This instant moved later by `seconds` (earlier if negative).
    pub fn plus(self, seconds: i64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text).map(|instant| Self::from_utc(instant.to_utc())).map_err(D::Error::custom)
    }
}

/// A duration in whole seconds. Shown as people say it: `45 s`, `2 min 30 s`, `1 h 05 min`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub u64);

impl Seconds {
    /// This duration without another one; never less than none.
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
            _ => write!(f, "{hours} h {minutes:02} min"),
        }
    }
}

impl Seconds {
    /// The ticking timer's form: `0:42`, `12:07`, `1:05:09`.
    pub fn clock(self) -> String {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        if hours == 0 { format!("{minutes}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
    }

    /// `2 min 30 s (150 s)`: what exports print, because `1 h 05 min` alone would lose seconds.
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
    fn a_clock_that_ran_backwards_yields_nothing() {
        let noon = Timestamp::from_unix(1_000_000);
        assert_eq!(noon.plus(-5).since(noon), Seconds(0));
        assert_eq!(noon.plus(150).since(noon), Seconds(150));
    }

    #[test]
    fn durations_read_as_people_say_them() {
        for (seconds, said, clock) in [
            (0, "0 s", "0:00"),
            (42, "42 s", "0:42"),
            (60, "1 min 00 s", "1:00"),
            (150, "2 min 30 s", "2:30"),
            (3599, "59 min 59 s", "59:59"),
            (3909, "1 h 05 min", "1:05:09"),
        ] {
            assert_eq!((Seconds(seconds).to_string().as_str(), Seconds(seconds).clock().as_str()), (said, clock));
        }
        assert_eq!(Seconds(3909).exact(), "1 h 05 min (3909 s)");
    }
}
