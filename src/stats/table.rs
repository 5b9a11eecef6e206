//! Frequency tables: how often each number of seconds occurred. Exact, small, and durations can be taken out again.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Quantile;
use super::sums::wrapping_sum;
use crate::time::Seconds;

/// Table of durations: seconds → how often. Entries are never 0; a difference of two tables may have negative ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrequencyTable {
    /// Seconds and their count, in ascending order of the seconds.
    pub(super) entries: Vec<(u64, i64)>,
}

impl FrequencyTable {
    /// Adds a duration so many times; −1 takes it out.
    pub fn insert(&mut self, duration: Seconds, times: i64) {
        match self.entries.binary_search_by_key(&duration.0, |(seconds, _)| *seconds) {
            Ok(at) => {
                let count = &mut self.entries[at].1;
                *count = count.wrapping_add(times);
                if *count == 0 {
                    self.entries.remove(at);
                }
            }
            Err(at) if times != 0 => self.entries.insert(at, (duration.0, times)),
            Err(_) => {}
        }
    }

    /// The durations in ascending order, each with how often it occurred.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Seconds, i64)> + '_ {
        self.entries.iter().map(|(seconds, count)| (Seconds(*seconds), *count))
    }

    /// Number of durations.
    pub fn count(&self) -> i64 {
        wrapping_sum(self.entries.iter().map(|(_, count)| *count))
    }

    /// Σ of the durations, in seconds; at its limits it stays there.
    pub fn sum(&self) -> i64 {
        let sum = self.entries.iter().fold(0i128, |sum, (seconds, count)| sum.saturating_add(i128::from(*seconds) * i128::from(*count)));
        i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
    }

    /// Number of durations up to `longest`.
    pub fn up_to(&self, longest: Seconds) -> i64 {
        wrapping_sum(self.entries.iter().take_while(|(seconds, _)| *seconds <= longest.0).map(|(_, count)| *count))
    }

    /// Number of durations, where it is one: no entry is negative, and they add up to at most 2⁶³.
    pub(super) fn cases(&self) -> Option<u64> {
        self.entries
            .iter()
            .try_fold(0i64, |sum, (_, count)| if *count < 0 { None } else { sum.checked_add(*count) })
            .map(i64::cast_unsigned)
    }
}

impl FromIterator<Seconds> for FrequencyTable {
    fn from_iter<I: IntoIterator<Item = Seconds>>(durations: I) -> Self {
        let mut table = Self::default();
        durations.into_iter().for_each(|duration| table.insert(duration, 1));
        table
    }
}

/// For people who check: number, sum, median, p90 and the whole table as pairs.
impl Serialize for FrequencyTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("FrequencyTable", 5)?;
        fields.serialize_field("n", &self.count())?;
        fields.serialize_field("sum", &self.sum())?;
        fields.serialize_field("median", &self.quantile(Quantile::MEDIAN))?;
        fields.serialize_field("p90", &self.quantile(Quantile::P90))?;
        fields.serialize_field("seconds", &self.entries)?;
        fields.end()
    }
}
