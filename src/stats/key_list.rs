//! Keys that stand in bytes once, and are named by their number from then on.

use super::bytes::{self, NotFigures, Reader};

/// Keys in the order in which they came.
#[derive(Default)]
pub(super) struct KeyList(Vec<i64>);

impl KeyList {
    /// Appends 0 and a new key, or the number of one that came before, from 1.
    pub(super) fn write(&mut self, bytes: &mut Vec<u8>, key: i64) {
        let before = self.0.iter().position(|known| *known == key);
        bytes::write_unsigned(bytes, before.map_or(0, |before| before as u64 + 1));
        if before.is_none() {
            self.0.push(key);
            bytes::write_fixed(bytes, key);
        }
    }

    /// Reads the next key.
    ///
    /// # Errors
    /// [`NotFigures`] for a number that no key has, and for a new key that is none.
    pub(super) fn read(&mut self, bytes: &mut Reader<'_>) -> Result<i64, NotFigures> {
        let before = usize::try_from(bytes.unsigned()?).map_err(|_| NotFigures)?;
        if before > 0 {
            return self.0.get(before - 1).copied().ok_or(NotFigures);
        }
        let key = bytes.fixed()?;
        if self.0.contains(&key) {
            return Err(NotFigures);
        }
        self.0.push(key);
        Ok(key)
    }
}
