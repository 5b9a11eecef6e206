//! Frequency tables as sums, and their bytes.

use super::bytes::{self, NotFigures, Reader};
use super::{FrequencyTable, Group};
use crate::time::Seconds;

/// Entries up to which a table is added one by one; more are merged in one pass.
const FEW: usize = 8;

impl Group for FrequencyTable {
    fn zero() -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: i64) {
        if other.entries.len() <= FEW {
            other.iter().for_each(|(duration, count)| self.insert(duration, count.wrapping_mul(times)));
            return;
        }
        let mut merged = Vec::with_capacity(self.entries.len() + other.entries.len());
        let mut mine = self.entries.iter().copied().peekable();
        for (seconds, count) in &other.entries {
            while let Some(entry) = mine.next_if(|(before, _)| before < seconds) {
                merged.push(entry);
            }
            let before = mine.next_if(|(same, _)| same == seconds).map_or(0, |(_, count)| count);
            let sum = before.wrapping_add(count.wrapping_mul(times));
            if sum != 0 {
                merged.push((*seconds, sum));
            }
        }
        merged.extend(mine);
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
