//! Time zones: how instants are shown. Pages put the form with the offset beside every shorter one.

use std::fmt;

use chrono::{Datelike, LocalResult, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// An IANA time zone: `Europe/Berlin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(chrono_tz::Tz);

/// Error of parsing a zone: the text is no name in the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("is not a time zone such as Europe/Berlin")]
pub struct NotAZone;

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(chrono_tz::Tz::UTC);

    /// An instant with its offset: `2026-02-10 10:15:00 +01:00`.
    pub fn exact(self, instant: Timestamp) -> String {
        instant.utc().with_timezone(&self.0).format("%Y-%m-%d %H:%M:%S %:z").to_string()
    }

    /// An instant to the minute: `10 Feb 2026, 10:15`; pages put [`Zone::exact`] beside it. A time that comes twice has its offset:
    /// `25 Oct 2026, 02:30 +01:00`.
    pub fn short(self, instant: Timestamp) -> String {
        let local = instant.utc().with_timezone(&self.0);
        format!("{} {}", local.day(), local.format(if self.comes_twice(instant) { "%b %Y, %H:%M %:z" } else { "%b %Y, %H:%M" }))
    }

    /// Time of day: `10:15`, for an instant of the next few hours; pages put [`Zone::exact`] beside it. A time that comes twice has its
    /// offset.
    pub fn time(self, instant: Timestamp) -> String {
        let local = instant.utc().with_timezone(&self.0);
        local.format(if self.comes_twice(instant) { "%H:%M %:z" } else { "%H:%M" }).to_string()
    }

    /// What clocks there show at an instant, as seconds since 1970-01-01 00:00:00 by the same clocks.
    pub fn wall_clock(self, instant: Timestamp) -> i64 {
        instant.utc().with_timezone(&self.0).naive_local().and_utc().timestamp()
    }

    /// Offset from UTC at an instant: `+01:00`.
    pub fn offset(self, instant: Timestamp) -> String {
        instant.utc().with_timezone(&self.0).format("%:z").to_string()
    }

    /// True if clocks there show this time once more, since they are put back, as at the end of summer time.
    fn comes_twice(self, instant: Timestamp) -> bool {
        let local = instant.utc().with_timezone(&self.0).naive_local();
        matches!(local.and_local_timezone(self.0), LocalResult::Ambiguous(..))
    }

    /// Date of an instant in this zone: `2026-02-10`.
    pub fn date(self, instant: Timestamp) -> String {
        instant.utc().with_timezone(&self.0).format("%Y-%m-%d").to_string()
    }

    /// Day of an instant in this zone, by its local date.
    pub fn day(self, instant: Timestamp) -> NaiveDate {
        instant.utc().with_timezone(&self.0).date_naive()
    }

    /// First instant of a day given as `2026-02-10`; none for a text that is no day of the years 1 to 9999.
    pub fn day_begins(self, date: &str) -> Option<Timestamp> {
        self.midnight(day(date)?)
    }

    /// End of a day given as `2026-02-10`: the first second of the next one; none for a text that is no such day.
    pub fn day_ends(self, date: &str) -> Option<Timestamp> {
        self.midnight(day(date)?.succ_opt()?)
    }

    /// The first instant of a day, which does not begin at midnight where clocks are put forward then.
    fn midnight(self, day: NaiveDate) -> Option<Timestamp> {
        let hour = |hour| day.and_hms_opt(hour, 0, 0)?.and_local_timezone(self.0).earliest();
        hour(0).or_else(|| hour(1)).map(|instant| Timestamp::from_utc(instant.to_utc()))
    }
}

/// Chrono knows days long before those that Postgres knows.
fn day(date: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().filter(|day| (1..=9999).contains(&day.year()))
}

impl std::str::FromStr for Zone {
    type Err = NotAZone;
    fn from_str(text: &str) -> Result<Self, NotAZone> {
        text.trim().parse().map(Self).map_err(|_| NotAZone)
    }
}

impl TryFrom<String> for Zone {
    type Error = NotAZone;
    fn try_from(text: String) -> Result<Self, NotAZone> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.to_string()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_the_zone_with_its_offset_then() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let winter = serde_json::from_str("\"2026-02-10T09:15:00Z\"").unwrap();
        let summer = serde_json::from_str("\"2026-07-09T23:15:00Z\"").unwrap();
        assert_eq!(zone.exact(winter), "2026-02-10 10:15:00 +01:00");
        assert_eq!(zone.exact(summer), "2026-07-10 01:15:00 +02:00");
        assert_eq!(zone.short(summer), "10 Jul 2026, 01:15");
        assert_eq!(zone.date(summer), "2026-07-10");
        assert_eq!(zone.time(summer), "01:15");
        assert_eq!("Mars/Olympus".parse::<Zone>(), Err(NotAZone));
    }

    #[test]
    fn times_that_look_alike_at_the_end_of_summer_time_show_their_offset() {
        let shown = |zone: &str, at: &str| {
            let (zone, at): (Zone, Timestamp) = (zone.parse().unwrap(), at.parse().unwrap());
            (zone.short(at), zone.time(at))
        };
        let pair = |short: &str, time: &str| (short.to_owned(), time.to_owned());
        assert_eq!(shown("Europe/Berlin", "2026-10-25T00:30:00Z"), pair("25 Oct 2026, 02:30 +02:00", "02:30 +02:00"));
        assert_eq!(shown("Europe/Berlin", "2026-10-25T01:30:00Z"), pair("25 Oct 2026, 02:30 +01:00", "02:30 +01:00"));
        assert_eq!(shown("Europe/Berlin", "2026-10-24T23:59:59Z"), pair("25 Oct 2026, 01:59", "01:59"));
        assert_eq!(shown("Europe/Berlin", "2026-10-25T02:00:00Z"), pair("25 Oct 2026, 03:00", "03:00"));
        assert_eq!(shown("Europe/Berlin", "2026-03-29T01:00:00Z"), pair("29 Mar 2026, 03:00", "03:00"), "skips an hour");
        assert_eq!(shown("America/New_York", "2026-11-01T05:15:00Z"), pair("1 Nov 2026, 01:15 -04:00", "01:15 -04:00"));
        assert_eq!(shown("Australia/Lord_Howe", "2026-04-04T15:15:00Z"), pair("5 Apr 2026, 01:45 +10:30", "01:45 +10:30"), "half an hour");
        assert_eq!(shown("UTC", "2026-10-25T01:30:00Z"), pair("25 Oct 2026, 01:30", "01:30"));
    }

    #[test]
    fn a_day_lasts_as_long_as_it_does_there() {
        let hours = |zone: &str, date: &str| {
            let zone: Zone = zone.parse().unwrap();
            zone.day_ends(date).unwrap().since(zone.day_begins(date).unwrap()).0 / 3600
        };
        assert_eq!(hours("Europe/Berlin", "2026-02-10"), 24);
        assert_eq!(hours("Europe/Berlin", "2026-03-29"), 23);
        assert_eq!(hours("Europe/Berlin", "2026-10-25"), 25);
        assert_eq!(hours("America/Santiago", "2026-09-06"), 23, "begins at one o'clock");
        for no_day in ["", "2026-02-30", "10.2.2026", "+9999999-01-01", "+10000-01-01", "0000-12-31", "-9999-01-01"] {
            assert_eq!(Zone::UTC.day_begins(no_day), None, "{no_day}");
        }
    }
}
