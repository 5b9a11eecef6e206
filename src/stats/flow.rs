//! Arrivals and departures.

use std::collections::BTreeMap;

use super::sums::{group, wrapping_sum};
use super::{Move, Way};

group! {
    /// Arrivals at a node and departures from it: starts + arrivals = departures + exits.
    pub struct Flow {
        /// Walks that began here.
        pub starts: i64,
        /// Arrivals, by their way.
        pub arrivals: BTreeMap<Way, i64>,
        /// Departures, by their way.
        pub departures: BTreeMap<Way, i64>,
        /// Walks that ended here.
        pub exits: i64,
    }
}

impl Flow {
    /// Takes a step in, with the ways to it and from it.
    pub(super) fn take(&mut self, one: &Move<'_>) {
        match one.arrived_by {
            Some(way) => *self.arrivals.entry(way).or_default() += 1,
            None => self.starts += 1,
        }
        match one.left_by {
            Some(way) => *self.departures.entry(way).or_default() += 1,
            None => self.exits += 1,
        }
    }
}

impl Flow {
    /// Number of arrivals, starts among them: how often the node was come to.
    pub fn arrived(&self) -> i64 {
        wrapping_sum(self.arrivals.values().copied().chain([self.starts]))
    }

    /// Number of departures, exits among them; as many as arrivals.
    pub fn left(&self) -> i64 {
        wrapping_sum(self.departures.values().copied().chain([self.exits]))
    }
}
