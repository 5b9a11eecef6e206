//! Ranges, ratios and differences as cells have them.

use resolutionflow::insights::{HourlyRate, Saved, count};
use resolutionflow::stats::{Difference, ENOUGH, Interval, Ratio};

use super::{NOT_ENOUGH, range};

/// Time saved, in money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The time.
    pub saved: Saved,
    /// Cost of an hour.
    pub rate: HourlyRate,
    /// Number of walks.
    pub walks: i64,
}

fn is_enough(walks: i64) -> bool {
    walks >= ENOUGH.cast_signed()
}

/// Time saved by so many walks; none without a baseline.
pub(super) fn saved(of: Option<(Saved, i64)>) -> String {
    match of {
        None => "no baseline".to_owned(),
        Some((saved, walks)) if is_enough(walks) => range(saved),
        Some(_) => NOT_ENOUGH.to_owned(),
    }
}

/// Its fields in a file: seconds, with their minus.
pub(super) fn saved_fields(of: Option<(Saved, i64)>) -> Vec<String> {
    match of {
        None => vec![String::new(), String::new()],
        Some((saved, walks)) if is_enough(walks) => vec![saved.low.to_string(), saved.high.to_string()],
        Some(_) => vec![NOT_ENOUGH.to_owned(), String::new()],
    }
}

impl Money {
    fn ends(self) -> [i64; 2] {
        [self.rate.of(self.saved.low), self.rate.of(self.saved.high)]
    }

    pub(super) fn shown(of: Option<Self>) -> String {
        match of {
            None => "no baseline".to_owned(),
            Some(money) if is_enough(money.walks) => {
                let [low, high] = money.ends().map(count);
                if low == high { low } else { format!("{low} to {high}") }
            }
            Some(_) => NOT_ENOUGH.to_owned(),
        }
    }

    pub(super) fn fields(of: Option<Self>) -> Vec<String> {
        match of {
            None => vec![String::new(), String::new()],
            Some(money) if is_enough(money.walks) => money.ends().map(|end| end.to_string()).to_vec(),
            Some(_) => vec![NOT_ENOUGH.to_owned(), String::new()],
        }
    }
}

/// Ratio of times: `0.83 ×`.
pub(super) fn ratio(of: Option<Ratio>) -> String {
    of.map_or(NOT_ENOUGH.to_owned(), |ratio| format!("{:.2} ×", ratio.estimate))
}

pub(super) fn beside_ratio(of: Option<Ratio>) -> String {
    let interval = of.and_then(|ratio| ratio.interval);
    interval.map_or(String::new(), |interval| format!("{:.2} to {:.2}", interval.low, interval.high))
}

/// Difference of rates with its sign: `+4 points`, `−12 points`.
pub(super) fn difference(of: Option<Difference>) -> String {
    of.map_or(NOT_ENOUGH.to_owned(), |difference| signed(difference.estimate))
}

pub(super) fn beside_difference(of: Option<Difference>) -> String {
    of.map_or(String::new(), |difference| signed_interval(difference.interval))
}

/// Interval of a difference of rates: `−2 to +9 points`.
pub(crate) fn signed_interval(of: Interval) -> String {
    format!("{} to {} points", hundredths(of.low), hundredths(of.high))
}

/// Difference of rates in points with its sign.
pub(crate) fn signed(difference: f64) -> String {
    let points = hundredths(difference);
    if points == "+1" || points == "−1" { format!("{points} point") } else { format!("{points} points") }
}

fn hundredths(difference: f64) -> String {
    let points = (difference * 100.0).round();
    match points {
        0.0 => "0".to_owned(),
        points if points < 0.0 => format!("−{}", -points),
        points => format!("+{points}"),
    }
}

/// Fields of an estimate with its interval and p.
pub(super) fn estimate_fields(of: Option<(f64, Option<[f64; 2]>, f64)>) -> Vec<String> {
    let number = |value: f64| format!("{value:.6}");
    match of {
        Some((estimate, interval, p)) => {
            let [low, high] = interval.map_or([String::new(), String::new()], |ends| ends.map(number));
            vec![number(estimate), low, high, number(p)]
        }
        None => vec![NOT_ENOUGH.to_owned(), String::new(), String::new(), String::new()],
    }
}
