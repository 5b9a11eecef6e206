//! Sums of time as people read them, with their minus.

use std::fmt;

/// Sum or difference of times, in seconds. Shown to the minute, away from zero from half a minute on: `3 h 05 min`, `−42 min`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours(pub i64);

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = (self.0.unsigned_abs() + 30) / 60;
        let sign = if self.0 < 0 && minutes > 0 { "−" } else { "" };
        match (minutes / 60, minutes % 60) {
            (0, minutes) => write!(f, "{sign}{minutes} min"),
            (hours, minutes) => write!(f, "{sign}{hours} h {minutes:02} min"),
        }
    }
}
