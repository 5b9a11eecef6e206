//! Figures by key.

use std::collections::BTreeMap;

use super::Group;
use super::bytes::{self, NotFigures, Reader};

/// Key of a map of figures.
pub(super) trait Key: Ord + Clone {
    fn write(&self, bytes: &mut Vec<u8>);
    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures>;
}

/// Figures by key. What is zero has no entry.
impl<K: Key, V: Group> Group for BTreeMap<K, V> {
    fn zero() -> Self {
        Self::new()
    }

    fn add(&mut self, other: &Self, times: i64) {
        for (key, value) in other {
            let mine = self.entry(key.clone()).or_insert_with(V::zero);
            mine.add(value, times);
            if mine.is_zero() {
                self.remove(key);
            }
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes::write_unsigned(bytes, self.len() as u64);
        for (key, value) in self {
            key.write(bytes);
            value.write(bytes);
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures> {
        let mut read = Self::new();
        for _ in 0..bytes.unsigned()? {
            let (key, value) = (K::read(bytes)?, V::read(bytes)?);
            if value.is_zero() || read.last_key_value().is_some_and(|(last, _)| *last >= key) {
                return Err(NotFigures);
            }
            read.insert(key, value);
        }
        Ok(read)
    }
}
