//! Marks: numbers by which the sessions of a figure are found again, as addresses have them.

use sha2::{Digest, Sha256};

use super::bytes::write_fixed;
use super::moves::path;
use super::{NodeKey, OptionKey, WalkStep, Way};

/// Node, option or final path as a number: the first 64 bits of a SHA-256, as [`NodeKey`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub i64);

impl Mark {
    /// Mark of a final path: its nodes, and the options between them.
    pub fn of_path(path: &[PathStep]) -> Self {
        let mut bytes = b"path".to_vec();
        path.iter().flat_map(|step| [step.node.0, step.chosen]).for_each(|key| write_fixed(&mut bytes, key));
        Self(Sha256::digest(&bytes).iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte)))
    }
}

/// Step of a final path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathStep {
    /// Node.
    pub node: NodeKey,
    /// Key of the option by which it was left; 0 for any other way.
    chosen: i64,
}

impl PathStep {
    /// Option by which it was left, if by one.
    pub fn option(self) -> Option<OptionKey> {
        (self.chosen != 0).then_some(OptionKey(self.chosen))
    }
}

/// Final path of the steps of a walk, without times.
pub fn final_path(steps: &[WalkStep]) -> Vec<PathStep> {
    let chosen = |way| if let Some(Way::Option(option)) = way { option.0 } else { 0 };
    path(steps).map(|one| PathStep { node: one.step.node, chosen: chosen(one.left_by) }).collect()
}

impl From<NodeKey> for Mark {
    fn from(node: NodeKey) -> Self {
        Self(node.0)
    }
}

impl From<OptionKey> for Mark {
    fn from(option: OptionKey) -> Self {
        Self(option.0)
    }
}

/// Sixteen hexadecimal digits, as addresses have it.
impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Error of reading a mark: not sixteen hexadecimal digits in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mark of sixteen hexadecimal digits")]
pub struct NotAMark;

impl std::str::FromStr for Mark {
    type Err = NotAMark;

    fn from_str(text: &str) -> Result<Self, NotAMark> {
        let is_mark = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let bits = is_mark.then(|| u64::from_str_radix(text, 16).ok()).flatten().ok_or(NotAMark)?;
        Ok(Self(bits.cast_signed()))
    }
}
