//! Bytes of figures: every value has one form, so that equal figures are equal bytes, and nothing else is read.
//!
//! Whole numbers are varints (LEB128): seven bits a byte, the lowest first, and a set eighth bit where another byte follows. Signed
//! ones are zigzagged before, 0, −1, 1, −2, 2 …, so that small ones take one byte whatever their sign.

/// Error of reading figures: the bytes are not what this version writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the bytes of figures")]
pub struct NotFigures;

/// Bytes that are being read. Nothing is reserved on the word of a count, so that memory is in proportion to the bytes there are.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reader at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next byte.
    ///
    /// # Errors
    /// [`NotFigures`] at the end.
    pub fn byte(&mut self) -> Result<u8, NotFigures> {
        let (byte, rest) = self.0.split_first().ok_or(NotFigures)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// The next whole number.
    ///
    /// # Errors
    /// [`NotFigures`] at the end, beyond 64 bits, and where fewer bytes would do.
    pub fn unsigned(&mut self) -> Result<u64, NotFigures> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits || (byte == 0 && shift > 0) {
                return Err(NotFigures);
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(NotFigures)
    }

    /// The next whole number with a sign.
    ///
    /// # Errors
    /// As [`Reader::unsigned`].
    pub fn signed(&mut self) -> Result<i64, NotFigures> {
        self.unsigned().map(|bits| (bits >> 1).cast_signed() ^ -(bits & 1).cast_signed())
    }

    /// The next eight bytes as a number, the highest first.
    ///
    /// # Errors
    /// [`NotFigures`] where there are fewer.
    pub fn fixed(&mut self) -> Result<i64, NotFigures> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(NotFigures)?;
        self.0 = rest;
        Ok(i64::from_be_bytes(*bytes))
    }

    /// Ends reading.
    ///
    /// # Errors
    /// [`NotFigures`] if bytes are left.
    pub fn end(self) -> Result<(), NotFigures> {
        if self.0.is_empty() { Ok(()) } else { Err(NotFigures) }
    }
}

/// Appends a whole number.
pub(super) fn write_unsigned(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

/// Appends a whole number with a sign.
pub(super) fn write_signed(bytes: &mut Vec<u8>, value: i64) {
    write_unsigned(bytes, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

/// Appends a number as eight bytes, the highest first.
pub(super) fn write_fixed(bytes: &mut Vec<u8>, value: i64) {
    bytes.extend(value.to_be_bytes());
}
