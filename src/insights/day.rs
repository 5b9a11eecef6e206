//! Local days, as addresses have them and as people read them.

use chrono::{Datelike, NaiveDate};

/// Parses a day as addresses and browsers have it, `2026-02-10`; none for any other text, and for a day that no calendar has.
pub fn day(text: &str) -> Option<NaiveDate> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| is_plain && day.year() > 0)
}

/// A day in words: `10 Feb 2026`.
pub fn day_words(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}
