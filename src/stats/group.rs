//! Sums that are added and taken away again: what is taken away leaves no trace, and the order never matters.

use super::bytes::{self, NotFigures, Reader};

/// Version of the bytes of figures; it is the first of them.
const VERSION: u8 = 1;

/// Integers that are added entry by entry: an Abelian group. Sums beyond 64 bits wrap, so that the laws hold without exception.
pub trait Group: Sized + PartialEq {
    /// The sum of nothing.
    fn zero() -> Self;

    /// Adds `other` so many times; −1 takes it away.
    fn add(&mut self, other: &Self, times: i64);

    /// Sum of parts, each added so many times. From pairs, and pairs of these: one after the other, a long table would be written anew for
    /// each part.
    fn sum_of(parts: impl IntoIterator<Item = (Self, i64)>) -> Self {
        let times = |(part, times): (Self, i64)| {
            let mut sum = Self::zero();
            sum.add(&part, times);
            sum
        };
        let mut sums: Vec<Self> = parts.into_iter().map(|part| if part.1 == 1 { part.0 } else { times(part) }).collect();
        while sums.len() > 1 {
            let mut pairs = sums.into_iter();
            sums = std::iter::from_fn(|| {
                let mut one = pairs.next()?;
                if let Some(other) = pairs.next() {
                    one.add(&other, 1);
                }
                Some(one)
            })
            .collect();
        }
        sums.pop().unwrap_or_else(Self::zero)
    }

    /// Appends the bytes, which are equal exactly where the figures are.
    fn write(&self, bytes: &mut Vec<u8>);

    /// Reads what [`Group::write`] appended.
    ///
    /// # Errors
    /// [`NotFigures`] for other bytes.
    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures>;

    /// True if it is the sum of nothing.
    fn is_zero(&self) -> bool {
        *self == Self::zero()
    }

    /// Bytes to be stored, with their version.
    fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        self.write(&mut bytes);
        bytes
    }

    /// Figures from stored bytes.
    ///
    /// # Errors
    /// [`NotFigures`] if [`Group::encode`] does not write such bytes, which another version may have written.
    fn decode(bytes: &[u8]) -> Result<Self, NotFigures> {
        let mut reader = Self::reader(bytes)?;
        let read = Self::read(&mut reader)?;
        reader.end()?;
        Ok(read)
    }

    /// Reader of stored bytes behind their version.
    ///
    /// # Errors
    /// [`NotFigures`] for another version.
    fn reader(bytes: &[u8]) -> Result<Reader<'_>, NotFigures> {
        let mut reader = Reader::new(bytes);
        if reader.byte()? == VERSION { Ok(reader) } else { Err(NotFigures) }
    }
}

impl Group for i64 {
    fn zero() -> Self {
        0
    }

    fn add(&mut self, other: &Self, times: i64) {
        *self = self.wrapping_add(other.wrapping_mul(times));
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes::write_signed(bytes, *self);
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures> {
        bytes.signed()
    }
}

impl<T: Group, const N: usize> Group for [T; N] {
    fn zero() -> Self {
        std::array::from_fn(|_| T::zero())
    }

    fn add(&mut self, other: &Self, times: i64) {
        self.iter_mut().zip(other).for_each(|(mine, other)| mine.add(other, times));
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        self.iter().for_each(|one| one.write(bytes));
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures> {
        let mut read = Self::zero();
        for one in &mut read {
            *one = T::read(bytes)?;
        }
        Ok(read)
    }
}
