mod changes;
mod draw;
mod experiment;
mod periods;
mod saving;
mod scopes;
mod step_times;
mod steps;
mod trees;
mod versions;
mod walks;
mod words;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Period, WeekBegins};

fn at(text: &str) -> NaiveDate {
    super::day(text).unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(at(from), at(to)).unwrap()
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0u64..36_000).prop_map(|days| at("2000-06-01") + chrono::Days::new(days))
}

fn periods() -> impl Strategy<Value = Period> {
    (days(), 1..=Period::LONGEST).prop_map(|(to, days)| Period::ending(to, days))
}

fn weeks() -> impl Strategy<Value = WeekBegins> {
    prop::sample::select(&WeekBegins::ALL[..])
}
