//! Hours against a clock that is read second by second, days on which clocks are changed, and typed texts.

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{BadHoliday, BadOpening, DayHours, Holidays, Hours, Stretch};
use crate::text::Label;
use crate::time::{Seconds, Timestamp};
use crate::zone::Zone;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

/// The same opening times every day.
fn daily(text: &str) -> Hours {
    Hours { week: std::array::from_fn(|_| DayHours::parse(text).unwrap()), holidays: Holidays::default() }
}

fn holidays(text: &str) -> Holidays {
    Holidays::parse(text).unwrap()
}

fn stretches() -> impl Strategy<Value = DayHours> {
    vec((0..1_440u16, 0..=1_440u16), 0..5).prop_map(|pairs| {
        let mut kept: Vec<Stretch> = Vec::new();
        for (one, other) in pairs {
            let Ok(stretch) = Stretch::new(one.min(other), one.max(other)) else { continue };
            let mut more = kept.clone();
            more.push(stretch);
            if DayHours::new(more.clone()).is_ok() {
                kept = more;
            }
        }
        DayHours::new(kept).unwrap()
    })
}

/// Zones with whole, half and quarter hours, and summer time of an hour and of half an hour, that begins at midnight, and that ends there.
fn zones() -> impl Strategy<Value = Zone> {
    let names = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut"];
    select(names.to_vec()).prop_map(zone)
}

/// Instants near a change of the clocks of one of the zones, in 2026, and anywhere between.
fn instants() -> impl Strategy<Value = Timestamp> {
    let changes = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z", "2026-09-06T04:00:00Z", "2026-10-24T21:00:00Z"];
    let near = (select(changes.to_vec()), -200_000..200_000i64).prop_map(|(change, by)| at(change).plus(by));
    prop_oneof![3 => near, 1 => (1_767_225_600..1_798_761_600i64).prop_map(Timestamp::from_unix)]
}

fn hours() -> impl Strategy<Value = Hours> {
    let days = vec((0..365i64).prop_map(|day| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day.unsigned_abs())), 0..40);
    (proptest::array::uniform7(stretches()), days).prop_map(|(week, days)| {
        let mut holidays = Holidays::default();
        for day in days {
            holidays.insert(day, Label::parse("Closed").unwrap());
        }
        Hours { week, holidays }
    })
}

/// What the clock on the wall says at an instant, looked up on its own.
fn is_open(hours: &Hours, zone: Zone, instant: Timestamp) -> bool {
    let minute = zone.wall_clock(instant).rem_euclid(86_400) / 60;
    hours.of(zone.day(instant)).iter().any(|stretch| (i64::from(stretch.opens)..i64::from(stretch.closes)).contains(&minute))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn business_time_adds_up_and_is_never_more_than_has_elapsed(
        hours in hours(), zone in zones(), from in instants(), first in 0..400_000i64, second in 0..400_000i64,
    ) {
        let (middle, to) = (from.plus(first), from.plus(first + second));
        let whole = hours.between(zone, from, to);
        prop_assert_eq!(hours.between(zone, from, middle) + hours.between(zone, middle, to), whole);
        prop_assert!(whole <= to.since(from));
        prop_assert_eq!(hours.between(zone, to, from), Seconds(0));
    }

    #[test]
    fn business_time_is_the_minutes_at_which_the_clock_on_the_wall_shows_an_open_one(
        hours in hours(), zone in zones(), from in instants(), minutes in 1..3_000i64,
    ) {
        // Clocks are changed and places opened at full minutes, so a minute is open as a whole or not at all.
        let from = Timestamp::from_unix(from.unix().div_euclid(60) * 60);
        let open = (0..minutes).filter(|minute| is_open(&hours, zone, from.plus(minute * 60))).count();
        prop_assert_eq!(hours.between(zone, from, from.plus(minutes * 60)), Seconds(open as u64 * 60));
    }

    #[test]
    fn open_and_closed_time_partition_what_has_elapsed(week in proptest::array::uniform7(stretches()), zone in zones(), from in instants()) {
        let closed = week.clone().map(|day| {
            let ends = day.stretches().iter().map(|stretch| stretch.opens).chain([1_440]);
            let begins = [0].into_iter().chain(day.stretches().iter().map(|stretch| stretch.closes));
            DayHours::new(begins.zip(ends).filter_map(|(opens, closes)| Stretch::new(opens, closes).ok()).collect()).unwrap()
        });
        let [open, closed] = [week, closed].map(|week| Hours { week, holidays: Holidays::default() });
        prop_assume!(open.are_entered() && closed.are_entered());
        let to = from.plus(1_000_000);
        prop_assert_eq!(open.between(zone, from, to) + closed.between(zone, from, to), to.since(from));
    }

    #[test]
    fn a_time_is_reached_at_the_first_instant_by_which_so_much_was_open(
        hours in hours(), zone in zones(), from in instants(), time in 1..200_000u64,
    ) {
        if let Some(reached) = hours.reached(zone, from, Seconds(time)) {
            prop_assert_eq!(hours.between(zone, from, reached), Seconds(time));
            prop_assert_eq!(hours.between(zone, from, reached.plus(-1)), Seconds(time - 1));
        } else {
            prop_assert!(hours.between(zone, from, from.plus(super::time_open::LONGEST)) < Seconds(time));
        }
    }

    #[test]
    fn opening_times_read_back_as_they_are_shown(day in stretches()) {
        prop_assert_eq!(DayHours::parse(&day.to_string()), Ok(day));
    }

    #[test]
    fn no_typed_text_is_a_fault_of_ours(text in ".{0,200}") {
        _ = DayHours::parse(&text);
        _ = Holidays::parse(&text);
    }
}

#[test]
fn days_of_23_and_25_hours_have_as_much_business_time_as_their_clocks_show() {
    let berlin = zone("Europe/Berlin");
    let hours = |hours: &Hours, from: &str, to: &str| hours.between(berlin, at(from), at(to)).0 / 3_600;
    let around = daily("00:00-24:00");
    assert_eq!(hours(&around, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23);
    assert_eq!(hours(&around, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25);
    assert_eq!(hours(&daily("02:00–03:00"), "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 0, "an hour that is skipped");
    assert_eq!(hours(&daily("02:00–03:00"), "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 2, "an hour that comes twice");
    assert_eq!(hours(&daily("08:00–12:00, 13:00–17:00"), "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 8);
}

#[test]
fn clocks_that_are_put_back_by_half_an_hour_open_for_half_an_hour_more() {
    let between = daily("01:00–02:30").between(zone("Australia/Lord_Howe"), at("2026-04-04T13:00:00Z"), at("2026-04-05T13:30:00Z"));
    assert_eq!(between, Seconds(7_200), "from 01:30 to 02:00 twice");
}

#[test]
fn a_session_over_a_weekend_and_a_holiday_counts_the_days_around_them() {
    let mut week = daily("").week;
    week[..5].fill(DayHours::parse("9–17").unwrap());
    let hours = Hours { week, holidays: holidays("2026-12-25 Christmas Day\n\n2026-12-28: Boxing Day (observed)") };
    // Thursday 16:00 to Tuesday 10:00: an hour and an hour.
    let (from, to) = (at("2026-12-24T16:00:00Z"), at("2026-12-29T10:00:00Z"));
    assert_eq!(hours.between(Zone::UTC, from, to), Seconds(7_200));
    assert_eq!(hours.reached(Zone::UTC, from, Seconds(3_601)), Some(at("2026-12-29T09:00:01Z")));
}

#[test]
fn without_opening_times_all_time_counts_but_that_of_holidays() {
    let hours = Hours { holidays: holidays("2026-01-01 New Year"), ..Hours::default() };
    assert!(!hours.are_entered());
    assert_eq!(hours.between(Zone::UTC, at("2025-12-31T12:00:00Z"), at("2026-01-02T12:00:00Z")), Seconds(86_400));
    let mut week = daily("").week;
    week[0] = DayHours::parse("09:00–09:01").unwrap();
    let hours = Hours { week, holidays: Holidays::default() };
    assert_eq!(hours.reached(Zone::UTC, at("2026-01-01T00:00:00Z"), Seconds(3_600_000)), None, "not within twenty years");
}

#[test]
fn opening_times_are_read_as_people_type_them_and_refused_with_a_reason() {
    let shown = |text: &str| DayHours::parse(text).map(|day| day.to_string());
    assert_eq!(shown(" 9-17 ").as_deref(), Ok("09:00–17:00"));
    assert_eq!(shown("13.00 — 17.30; 8:00–12:00").as_deref(), Ok("08:00–12:00, 13:00–17:30"));
    assert_eq!(shown("08:00-12:00,12:00-24:00").as_deref(), Ok("08:00–12:00, 12:00–24:00"));
    assert_eq!((shown("closed"), shown("  ")), (Ok(String::new()), Ok(String::new())));
    for wrong in
        ["9", "9-", "nine-five", "09:60-10:00", "09:00-24:01", "25-26", "9-17,", "9:0-17", "+9-17", "09:00-17:00-18:00", "０９-１７"]
    {
        assert_eq!(shown(wrong), Err(BadOpening::NotATime), "{wrong}");
    }
    assert_eq!(shown("22:00-06:00"), Err(BadOpening::Backwards));
    assert_eq!(shown("09:00-09:00"), Err(BadOpening::Backwards));
    assert_eq!(shown("09:00-12:00, 11:00-17:00"), Err(BadOpening::Overlap));
    assert_eq!(shown("0-1,2-3,4-5,6-7,8-9,10-11,12-13"), Err(BadOpening::TooMany));
}

#[test]
fn holidays_are_a_date_and_a_name_a_line() {
    let text = "2026-12-25 Christmas Day\n2027-01-01 New Year’s Day\n";
    assert_eq!(holidays(&text.replace('\n', "\r\n\r\n")).to_string(), text);
    assert_eq!(Holidays::parse("25.12.2026 Christmas"), Err(BadHoliday::NotADay { line: 1 }));
    assert_eq!(Holidays::parse("\n2026-02-30 None"), Err(BadHoliday::NotADay { line: 2 }));
    assert_eq!(Holidays::parse("2026-12-25"), Err(BadHoliday::Name { line: 1 }));
    assert_eq!(Holidays::parse("2026-12-25 A\n2026-12-25 B"), Err(BadHoliday::Twice { line: 2 }));
    let many: String = (0..=Holidays::MOST as u64)
        .map(|day| format!("{} Day\n", NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day)))
        .collect();
    assert_eq!(Holidays::parse(&many), Err(BadHoliday::TooMany));
}
