//! Problems of a tree document, no more and no longer than people read.

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
use super::DocumentNode;
use super::NodeId;
#[cfg(feature = "server")]
use crate::text::brief;

/// The most problems that are listed: a broken file may have tens of thousands.
#[cfg(feature = "server")]
const LISTED: usize = 100;

/// Fault of a document: one that keeps it from being published, or one of which its author is warned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Id of the node it is about, cut where it is too long for an id; none if it is about the tree.
    pub node: Option<NodeId>,
    /// One sentence: what is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Some(node) => write!(f, "Node “{node}”: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything that keeps a document from being published, or everything of which its author is warned: the first hundred, and how many there
/// are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// The first of them, at most a hundred.
    pub first: Vec<Problem>,
    /// Number of all of them.
    pub count: usize,
}

impl Problems {
    /// True if nothing keeps the document from being published.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Number of those beyond the first hundred.
    pub fn unlisted(&self) -> usize {
        self.count - self.first.len()
    }
}

/// For the checker, which is the server's.
#[cfg(feature = "server")]
impl Problems {
    pub(super) fn at(&mut self, node: &DocumentNode, message: impl Into<String>) {
        self.add(Some(&node.id), message);
    }

    pub(super) fn of_node(&mut self, id: &NodeId, message: impl Into<String>) {
        self.add(Some(id), message);
    }

    pub(super) fn of_tree(&mut self, message: impl Into<String>) {
        self.add(None, message);
    }

    fn add(&mut self, node: Option<&NodeId>, message: impl Into<String>) {
        if self.first.len() < LISTED {
            let node = node.map(|id| NodeId(brief(&id.0).into_owned()));
            self.first.push(Problem { node, message: message.into() });
        }
        self.count += 1;
    }
}
