//! Nodes and options as numbers.

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::bytes::{self, NotFigures, Reader};
use super::map::Key;
use crate::tree::NodeId;

/// A node as a number: the first 64 bits of SHA-256 of its id. Two of the 10,000 nodes that a tree may have share one with a probability
/// of 3 in a million million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeKey(pub i64);

/// An option as a number, unique in its tree as [`NodeKey`] is: of its node's id, a NUL and its own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionKey(pub i64);

impl NodeKey {
    /// Key of an ad-hoc step that interrupted no node, which only other writers leave.
    pub const NONE: Self = Self(0);

    /// Key of a node.
    pub fn of(id: &NodeId) -> Self {
        Self(hash(&[id.0.as_bytes()]))
    }
}

impl OptionKey {
    /// Key of an option of a node.
    pub fn of(node: &NodeId, option: &str) -> Self {
        Self(hash(&[node.0.as_bytes(), b"\0", option.as_bytes()]))
    }
}

fn hash(parts: &[&[u8]]) -> i64 {
    let hash = parts.iter().fold(Sha256::new(), Digest::chain_update).finalize();
    hash.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte))
}

/// Sixteen hexadecimal digits.
impl fmt::Display for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Sixteen hexadecimal digits.
impl fmt::Display for OptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Keys in bytes and in JSON.
macro_rules! keys {
    ($($type:ident)*) => {$(
        impl Key for $type {
            fn write(&self, bytes: &mut Vec<u8>) {
                bytes::write_fixed(bytes, self.0);
            }

            fn read(bytes: &mut Reader<'_>) -> Result<Self, NotFigures> {
                bytes.fixed().map(Self)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}
keys! { NodeKey OptionKey }
