//! Numbers as people read them.

use crate::stats::{Interval, Rate};

/// Number with commas between thousands: `1,204`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let grouped = digits.bytes().enumerate().fold(String::new(), |mut grouped, (at, digit)| {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(char::from(digit));
        grouped
    });
    if number < 0 { format!("−{grouped}") } else { grouped }
}

/// Number of sessions: `1 session`, `1,204 sessions`.
pub fn sessions(number: i64) -> String {
    format!("{} session{}", count(number), if number == 1 { "" } else { "s" })
}

/// Rate in whole percent, `74 %`; what is not all and not none never reads so: `< 1 %`, `> 99 %`.
pub fn percent(rate: Rate) -> String {
    let (part, whole) = (u128::from(rate.part()), u128::from(rate.whole()));
    match (200 * part + whole) / (2 * whole) {
        0 if part > 0 => "< 1 %".to_owned(),
        100 if part < whole => "> 99 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

/// Interval of a rate: `70 to 78 %`.
pub fn interval(interval: Interval) -> String {
    let whole = |value: f64| (value * 100.0).round();
    format!("{} to {} %", whole(interval.low), whole(interval.high))
}

/// Difference of two rates in points, without its sign: `4 points`, `less than a point`.
pub fn points(difference: f64) -> String {
    match (difference.abs() * 100.0).round() {
        0.0 => "less than a point".to_owned(),
        1.0 => "1 point".to_owned(),
        points => format!("{points} points"),
    }
}
