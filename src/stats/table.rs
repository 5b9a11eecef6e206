//! Frequency tables: how often each number of seconds occurred. Exact, small, and durations can be taken out again.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::bytes::{self, NotFigures, Reader};
use super::{Group, Quantile};
use crate::time::Seconds;

/// Table of durations: seconds → how often. Entries are never 0; a difference of two tables may have negative ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrequencyTable(BTreeMap<u64, i64>);

impl FrequencyTable {
    /// Adds a duration so many times; −1 takes it out.
    pub fn insert(&mut self, duration: Seconds, times: i64) {
        let count = self.0.entry(duration.0).or_insert(0);
        *count = count.wrapping_add(times);
        if *count == 0 {
            self.0.remove(&duration.0);
        }
    }

    /// The durations in ascending order, each with how often it occurred.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Seconds, i64)> + '_ {
        self.0.iter().map(|(seconds, count)| (Seconds(*seconds), *count))
    }

    /// Number of durations.
    pub fn count(&self) -> i64 {
        self.0.values().fold(0, |sum, count| sum.wrapping_add(*count))
    }

    /// Σ of the durations, in seconds; at its limits it stays there.
    pub fn sum(&self) -> i64 {
        let sum = self.0.iter().fold(0i128, |sum, (seconds, count)| sum.saturating_add(i128::from(*seconds) * i128::from(*count)));
        i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
    }

    /// Number of durations up to `longest`.
    pub fn up_to(&self, longest: Seconds) -> i64 {
        self.0.range(..=longest.0).fold(0, |sum, (_, count)| sum.wrapping_add(*count))
    }

    /// Number of durations, where it is one: no entry is negative, and they add up to at most 2⁶³.
    pub(super) fn cases(&self) -> Option<u64> {
        self.0.values().try_fold(0i64, |sum, count| if *count < 0 { None } else { sum.checked_add(*count) }).map(i64::cast_unsigned)
    }
}

impl Group for FrequencyTable {
    fn zero() -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: i64) {
        for (duration, count) in other.iter() {
            self.insert(duration, count.wrapping_mul(times));
        }
    }

    /// Number of entries, then each as its distance from the one before, less one, and its count.
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes::write_unsigned(bytes, self.0.len() as u64);
        let mut next = 0;
        for (seconds, count) in &self.0 {
            bytes::write_unsigned(bytes, seconds - next);
            bytes::write_signed(bytes, *count);
            next = seconds.saturating_add(1);
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures> {
        let (mut read, mut next) = (Self::default(), 0u64);
        for _ in 0..bytes.unsigned()? {
            let seconds = next.checked_add(bytes.unsigned()?).and_then(|seconds| Seconds::try_from(seconds).ok()).ok_or(NotFigures)?;
            let count = bytes.signed()?;
            if count == 0 {
                return Err(NotFigures);
            }
            read.0.insert(seconds.0, count);
            next = seconds.0 + 1;
        }
        Ok(read)
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
        fields.serialize_field("seconds", &self.0.iter().collect::<Vec<_>>())?;
        fields.end()
    }
}
