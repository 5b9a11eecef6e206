//! Learning: the last walks of a tree against its first. It stands beside what is saved, and is not called saving.

use crate::stats::{ENOUGH, FrequencyTable, Ratio, ratio};

/// Number of walks that are a tree's first.
pub const FIRST_WALKS: i64 = 30;
/// Days before today whose walks are its last.
pub const LAST_DAYS: u64 = 90;

/// Active times of a tree's first solved walks and of its last ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learning {
    /// The first [`FIRST_WALKS`] that were resolved or worked around.
    pub first: FrequencyTable,
    /// Those of the last [`LAST_DAYS`] that are not among the first.
    pub last: FrequencyTable,
}

impl Learning {
    /// Times of the last walks to those of the first: below 1, they are faster. None while the first ones are not complete, or there are
    /// too few after them.
    pub fn ratio(&self) -> Option<Ratio> {
        let is_enough = self.first.count() >= FIRST_WALKS && self.last.count() >= ENOUGH.cast_signed();
        is_enough.then(|| ratio(&self.last, &self.first)).flatten()
    }
}
