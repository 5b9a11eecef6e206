//! Instants as text, beside chrono's reading and writing of RFC 3339.

use chrono::{DateTime, SecondsFormat};
use proptest::prelude::*;
use proptest::sample::select;
use resolutionflow::time::{ClockTime, Timestamp};

use crate::cases;

/// Texts that are instants, or nearly.
fn instants() -> impl Strategy<Value = String> {
    let date = (select(vec![0, 1, 4, 99, 100, 1900, 1969, 1970, 2000, 2024, 2026, 2100, 9999]), 0..14, 0..33)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let time = (0..26, select(vec![0, 1, 30, 59, 60]), select(vec![0, 1, 30, 59, 60, 61]));
    let time = time.prop_map(|(hour, minute, second)| format!("{hour:02}:{minute:02}:{second:02}"));
    let offset = select(vec![
        "Z", "z", "+00:00", "-00:00", "+01:00", "-11:30", "+23:59", "-23:59", "+24:00", "+01:60", "+0100", "+01", "+1:00", "", "ZZ",
        "+01:000",
    ]);
    let fraction = select(vec!["", ".0", ".987", ".123456789", ".1234567890123", ".", ".x"]);
    (date, select(vec!["T", "t", " ", "_", ""]), time, fraction, offset)
        .prop_map(|(date, mark, time, fraction, offset)| [&date, mark, &time, fraction, offset].concat())
}

/// An instant as chrono reads it, in seconds since 1970.
fn by_chrono(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.timestamp())
}

fn read(text: &str) -> Option<i64> {
    text.parse().ok().map(Timestamp::unix)
}

/// An instant as it is kept: one before the year 0 or after the year 9999 is the nearest that can be written.
fn kept(seconds: i64) -> i64 {
    Timestamp::from_unix(seconds).unix()
}

proptest! {
    #![proptest_config(cases(16_384))]

    #[test]
    fn an_instant_is_read_as_chrono_reads_it(text in instants()) {
        prop_assert_eq!(read(&text), by_chrono(&text).map(kept), "{}", text);
    }

    #[test]
    fn milliseconds_are_read_as_chrono_reads_them_and_without_them_it_is_the_last_of_the_second(text in instants()) {
        // Of a leap second chrono says that it has up to 1999.
        let millis = |instant: DateTime<_>| if text.contains('.') { i64::from(instant.timestamp_subsec_millis() % 1000) } else { 999 };
        let expected = DateTime::parse_from_rfc3339(&text).ok();
        let expected = expected.map(|instant| ClockTime::from_unix_ms(instant.timestamp() * 1000 + millis(instant)));
        prop_assert_eq!(text.parse::<ClockTime>().ok(), expected, "{}", text);
        if let Some(instant) = expected {
            prop_assert_eq!(instant.to_string().parse(), Ok(instant));
        }
    }

    #[test]
    fn no_text_is_read_that_chrono_does_not_read(text in "[0-9TZ:+. -]{15,30}") {
        prop_assert_eq!(read(&text), by_chrono(&text).map(kept), "{}", text);
    }

    #[test]
    fn an_instant_is_written_as_chrono_writes_it_and_reads_back(seconds in -62_167_219_200..=253_402_300_799_i64) {
        let instant = Timestamp::from_unix(seconds);
        prop_assert_eq!(instant.to_string(), instant.utc().to_rfc3339_opts(SecondsFormat::Secs, true));
        prop_assert_eq!(instant.utc().timestamp(), seconds);
        prop_assert_eq!(instant.to_string().parse(), Ok(instant));
    }
}

#[test]
fn every_day_of_four_hundred_years_is_written_as_chrono_writes_it() {
    for day in 0..146_097 {
        let instant = Timestamp::from_unix(951_782_400 + day * 86_400);
        assert_eq!(instant.to_string(), instant.utc().to_rfc3339_opts(SecondsFormat::Secs, true));
        assert_eq!(instant.to_string().parse(), Ok(instant));
    }
}
