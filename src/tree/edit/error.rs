//! Reasons why an edit cannot be made.

use crate::text::brief;
use crate::tree::{MAX_BYTES, MAX_NODES, NodeId};

/// Error of an edit; nothing is changed then. The words are for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no node of this id, perhaps no more.
    #[error("There is no step “{}”.", brief(&.0.0))]
    NoSuchNode(NodeId),
    /// There is no option of this id in the node.
    #[error("Step “{}” has no answer “{}”.", brief(&.0.0), brief(.1))]
    NoSuchOption(NodeId, String),
    /// There is no command at this position of the node.
    #[error("Step “{}” has no command {}.", brief(&.0.0), .1.saturating_add(1))]
    NoSuchCommand(NodeId, usize),
    /// Only a node of another type has such a thing.
    #[error("Step “{}” is of another type: {}.", brief(&.0.0), .1)]
    WrongType(NodeId, &'static str),
    /// The id is that of another node, or of another option of its node.
    #[error("The id “{}” is taken.", brief(.0))]
    TakenId(String),
    /// The id is empty.
    #[error("An id must not be empty.")]
    EmptyId,
    /// A thing would stand behind itself.
    #[error("“{}” cannot stand behind itself.", brief(.0))]
    BehindItself(String),
    /// There would be more nodes than [`MAX_NODES`].
    #[error("A tree has at most {MAX_NODES} steps.")]
    TooManyNodes,
    /// There are more edits at once than [`MAX_EDITS`](super::MAX_EDITS).
    #[error("At most {} changes can be made at once.", super::MAX_EDITS)]
    TooManyEdits,
    /// There would be more text than [`MAX_BYTES`].
    #[error("A tree has at most {MAX_BYTES} bytes of text.")]
    TooLarge,
    /// Somebody else has changed the same thing since.
    #[error("{0} was changed by somebody else since.")]
    ChangedSince(String),
}
