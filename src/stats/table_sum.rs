//! Frequency tables as sums, and their bytes.

use super::bytes::{self, NotFigures, Reader};
use super::{FrequencyTable, Group};
use crate::time::Seconds;

/// Entries up to which a table is added one by one; more are merged in one pass.
const FEW: usize = 8;

impl FrequencyTable {
    /// Reads how many durations a table has that [`Group::write`] appended, and nothing else of it.
    pub(super) fn read_count(bytes: &mut Reader<'_>) -> Result<i64, NotFigures> {
        let mut count = 0i64;
        for _ in 0..bytes.unsigned()? {
            bytes.unsigned()?;
            count = count.wrapping_add(bytes.signed()?);
        }
        Ok(count)
    }
}

impl Group for FrequencyTable {
    fn zero() -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: i64) {
        if other.entries.len() <= FEW {
            other.iter().for_each(|(duration, count)| self.insert(duration, count.wrapping_mul(times)));
            return;
        }
        let (mine, theirs) = (&self.entries, &other.entries);
        // Every entry is written where the next one belongs, and stays there unless it is 0: without a branch on which of two durations is
        // the shorter one, which no processor foresees.
        let mut merged = vec![(0, 0); mine.len() + theirs.len()];
        let (mut at, mut of_mine, mut of_theirs) = (0, 0, 0);
        while let (Some((one, count)), Some((other, added))) = (mine.get(of_mine), theirs.get(of_theirs)) {
            let (is_mine, is_theirs) = (one <= other, other <= one);
            let added = added.wrapping_mul(times) * i64::from(is_theirs);
            let sum = (count * i64::from(is_mine)).wrapping_add(added);
            merged[at] = (*one.min(other), sum);
            at += usize::from(sum != 0);
            of_mine += usize::from(is_mine);
            of_theirs += usize::from(is_theirs);
        }
        merged.truncate(at);
        merged.extend_from_slice(&mine[of_mine..]);
        merged.extend(
            theirs[of_theirs..].iter().map(|(seconds, count)| (*seconds, count.wrapping_mul(times))).filter(|(_, count)| *count != 0),
        );
        self.entries = merged;
    }

    /// Number of entries, then each as its distance from the one before, less one, and its count.
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes::write_unsigned(bytes, self.entries.len() as u64);
        let mut next = 0;
        for (seconds, count) in &self.entries {
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
            read.entries.push((seconds.0, count));
            next = seconds.0 + 1;
        }
        Ok(read)
    }
}
