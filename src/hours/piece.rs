//! Pieces of time in which the clocks of a place go evenly.

use chrono::{DateTime, NaiveDate};

use crate::time::Timestamp;
use crate::zone::Zone;

const DAY: i64 = 86_400;

/// Piece of one local day in which the offset from UTC stays the same. In seconds since 1970-01-01T00:00:00Z.
pub(super) struct Piece {
    /// First second.
    pub(super) from: i64,
    /// First second behind it.
    pub(super) to: i64,
    /// Second at which the clocks would have shown midnight.
    pub(super) midnight: i64,
    /// The local date.
    pub(super) date: NaiveDate,
}

impl Piece {
    /// Piece that begins at an instant and goes on to local midnight, or to the next change of the clocks before that: the first one,
    /// unless they are changed and back within one day.
    pub(super) fn at(zone: Zone, from: i64) -> Self {
        let offset = offset(zone, from);
        let midnight = (from + offset).div_euclid(DAY) * DAY - offset;
        let (mut same, mut to) = (from, midnight + DAY);
        if self::offset(zone, to - 1) != offset {
            to -= 1;
            while to - same > 1 {
                let middle = same.midpoint(to);
                if self::offset(zone, middle) == offset { same = middle } else { to = middle }
            }
        }
        let date = DateTime::from_timestamp(midnight + offset, 0).unwrap_or_default().date_naive();
        Self { from, to, midnight, date }
    }
}

fn offset(zone: Zone, instant: i64) -> i64 {
    zone.wall_clock(Timestamp::from_unix(instant)) - Timestamp::from_unix(instant).unix()
}
