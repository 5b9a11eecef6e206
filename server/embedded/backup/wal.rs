//! Names of the files of Postgres's write-ahead log (WAL).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Segments that one number of the middle of a name stands for: segments have 16 MB, which is what `initdb` makes.
const IN_A_ROW: u64 = 0x100;

/// Name of one segment of WAL: 16 MB of what changed, in the order in which it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Wal {
    timeline: u32,
    number: u64,
}

impl Wal {
    /// Reads a name of 24 hexadecimal digits. None for any other file of an archive, such as a timeline's history.
    pub(super) fn parse(name: &str) -> Option<Self> {
        if name.len() != 24 || !name.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte)) {
            return None;
        }
        let part = |at: usize| u32::from_str_radix(name.get(at..at + 8)?, 16).ok();
        let segment = u64::from(part(16)?);
        (segment < IN_A_ROW).then_some(Self { timeline: part(0)?, number: u64::from(part(8)?) * IN_A_ROW + segment })
    }

    /// The segment that follows this one on its timeline.
    pub(super) fn next(self) -> Self {
        Self { number: self.number + 1, ..self }
    }

    /// True where `later` is this segment or comes after it, on the same timeline.
    pub(super) fn leads_to(self, later: Self) -> bool {
        self.timeline == later.timeline && self.number <= later.number
    }
}

impl TryFrom<String> for Wal {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name).ok_or("no name of a segment")
    }
}

impl From<Wal> for String {
    fn from(wal: Wal) -> Self {
        wal.to_string()
    }
}

impl fmt::Display for Wal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X}{:08X}{:08X}", self.timeline, self.number / IN_A_ROW, self.number % IN_A_ROW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_segment_of_a_row_is_followed_by_the_first_of_the_next() {
        let last = Wal::parse("0000000200000001000000FF").unwrap();
        assert_eq!(last.next().to_string(), "000000020000000200000000");
        assert!(last.leads_to(last.next()) && last.leads_to(last) && !last.next().leads_to(last));
        assert!(!last.leads_to(Wal::parse("000000030000000100000000").unwrap()));
    }

    #[test]
    fn other_files_of_an_archive_are_no_segments() {
        for name in
            ["00000002.history", "000000010000000000000003.00000028.backup", "000000010000000000000100", "00000001000000000000000g", ""]
        {
            assert_eq!(Wal::parse(name), None, "{name}");
        }
    }
}
