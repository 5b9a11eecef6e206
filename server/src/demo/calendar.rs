//! Working days.

use anyhow::Context;
use chrono::{Datelike, Days, NaiveTime, TimeZone, Weekday};
use chrono_tz::Tz;
use resolutionflow::time::Timestamp;

/// Working hours of one day, from 8:05 to 16:45 in the company's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

/// The shifts of the weekdays among the last `days` days before today, oldest first; without Saturdays and Sundays, holidays included.
/// `zone` is an IANA name such as `Europe/Berlin`, and `now` tells which day is today there.
///
/// # Errors
/// An error where the zone is unknown, or its clocks skip an hour that a shift begins or ends in.
pub(crate) fn shifts(zone: &str, now: Timestamp, days: u64) -> anyhow::Result<Vec<Shift>> {
    let zone: Tz = zone.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let today = now.utc().with_timezone(&zone).date_naive();
    let dates = (1..=days).rev().filter_map(|ago| today.checked_sub_days(Days::new(ago)));
    let working = dates.filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun));
    let at = |date: chrono::NaiveDate, hour, minute| -> anyhow::Result<Timestamp> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).context("a time of day")?;
        // Clocks change at night.
        let local = zone.from_local_datetime(&date.and_time(time)).earliest().context("an hour that the clocks skip")?;
        Ok(Timestamp::from_utc(local.to_utc()))
    };
    working.map(|date| Ok(Shift { from: at(date, 8, 5)?, to: at(date, 16, 45)? })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_are_free_and_clocks_that_change_are_followed() {
        // Monday 2026-03-30 12:00 in Berlin, the day after summer time began.
        let now: Timestamp = serde_json::from_str("\"2026-03-30T10:00:00Z\"").unwrap();
        let friday: Timestamp = serde_json::from_str("\"2026-03-27T07:05:00Z\"").unwrap();
        assert_eq!(shifts("Europe/Berlin", now, 3).unwrap(), [Shift { from: friday, to: friday.plus(8 * 3600 + 40 * 60) }]);
        let tuesday = shifts("Europe/Berlin", now.plus(2 * 24 * 3600), 1).unwrap();
        assert_eq!(tuesday[0].from, friday.plus(4 * 24 * 3600 - 3600));
    }
}
