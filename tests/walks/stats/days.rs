//! Local days: every instant is of exactly one, in every zone, whatever its clocks do.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use super::zones;
use crate::cases;

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

/// Seconds that clocks are ahead of UTC at noon of a day.
fn offset(zone: Zone, day: NaiveDate) -> i64 {
    let noon = Timestamp::from_utc(day.and_hms_opt(12, 0, 0).unwrap().and_utc());
    zone.wall_clock(noon) - noon.unix()
}

/// A day begins where the one before ends, and its first and last second are its own.
fn assert_is_a_day(zone: Zone, day: NaiveDate) {
    let name = day.to_string();
    let (begins, ends) = (zone.day_begins(&name).unwrap(), zone.day_ends(&name).unwrap());
    assert_eq!(zone.day_begins(&day.succ_opt().unwrap().to_string()), Some(ends), "{zone} {day}");
    assert_eq!((zone.day(begins), zone.day(ends.plus(-1))), (day, day), "{zone} {day}");
    assert_eq!((zone.day(begins.plus(-1)), zone.day(ends)), (day.pred_opt().unwrap(), day.succ_opt().unwrap()), "{zone} {day}");
    // Clocks are changed by an hour nearly everywhere, at Antarctica's Casey Station by three.
    assert!((21..=27).contains(&(ends.since(begins).0 / 3_600)), "{zone} {day}");
    assert_eq!(zone.date(begins), name);
}

#[test]
fn local_days_partition_the_instants_in_every_zone_from_2020_to_2035() {
    let mut changes = 0;
    for zone in chrono_tz::TZ_VARIANTS {
        let zone: Zone = zone.name().parse().unwrap();
        let mut months = (2020..=2035).flat_map(|year| (1..=12).map(move |month| first_of(year, month))).peekable();
        while let Some(month) = months.next() {
            let next = months.peek().copied().unwrap_or(first_of(2036, 1));
            // Clocks are changed in this month, so each of its days is looked at; otherwise the first is like the others.
            let changes_clocks = offset(zone, month) != offset(zone, next);
            changes += u32::from(changes_clocks);
            let days = month.iter_days().take_while(|day| *day <= next).take(if changes_clocks { 32 } else { 1 });
            days.for_each(|day| assert_is_a_day(zone, day));
        }
    }
    assert!(changes > 1_000, "{changes} months in which clocks are changed");
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_day_has_the_instants_from_its_beginning_to_its_end(zone in zones(), seconds in 1_577_836_800..2_082_758_400i64) {
        let instant = Timestamp::from_unix(seconds);
        let day = zone.day(instant);
        assert!((2019..=2036).contains(&day.year()));
        let name = day.to_string();
        assert!(zone.day_begins(&name).unwrap() <= instant && instant < zone.day_ends(&name).unwrap());
        assert_eq!(zone.date(instant), name);
        assert_is_a_day(zone, day);
    }
}
