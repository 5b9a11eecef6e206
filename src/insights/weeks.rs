//! Weeks in which two groups of walks ended: figures of different weeks differ by more than what they are compared for.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Calendar weeks of two groups of walks, by ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Weeks {
    /// Both have walks in every week in which either has some.
    Same,
    /// Both have walks in some weeks, and one of them alone in others.
    Partly {
        /// Weeks with walks of both.
        both: usize,
        /// Weeks with walks of either.
        either: usize,
    },
    /// No week has walks of both.
    Apart,
}

impl Weeks {
    /// Weeks of the local days on which walks of two groups ended.
    pub fn of(first: impl IntoIterator<Item = NaiveDate>, second: impl IntoIterator<Item = NaiveDate>) -> Self {
        let week = |day: NaiveDate| (day.iso_week().year(), day.iso_week().week());
        let (first, second): (BTreeSet<_>, BTreeSet<_>) = (first.into_iter().map(week).collect(), second.into_iter().map(week).collect());
        match (first.intersection(&second).count(), first.union(&second).count()) {
            (0, _) => Self::Apart,
            (both, either) if both == either => Self::Same,
            (both, either) => Self::Partly { both, either },
        }
    }
}
