//! Why a file is no draft.

use resolutionflow::tree::MAX_NODES;

use crate::{MAX_BYTES, MAX_LINKS, MAX_UNPACKED};

/// Error: nothing can be made of a file. Never in the words of a parser.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Longer than [`MAX_BYTES`](crate::MAX_BYTES).
    #[error("The file is too large; at most {} MB can be read.", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Packed, and longer than 64 MB once it is unpacked.
    #[error("Unpacked, the file is too large; at most {} MB can be read.", MAX_UNPACKED / 1024 / 1024)]
    TooLargeUnpacked,
    /// More steps than a tree has; the field is their number, or more than that.
    #[error("A tree has at most {MAX_NODES} steps; this file has {0}.")]
    TooManySteps(usize),
    /// More links than are followed.
    #[error("This file has more than {MAX_LINKS} links between steps.")]
    TooManyLinks,
    /// A file of ours with faults, in its reader's words.
    #[error("{0}")]
    Faulty(String),
    /// A kind of file that is not read; the field names it, with what would help: `a PDF; save it as a Word document`.
    #[error("This cannot be brought in: it is {0}.")]
    Foreign(String),
    /// Of a kind that is read, but broken or without steps; the fields are the kind, and what is wrong.
    #[error("This is {0}, but {1}.")]
    Broken(String, String),
}

impl Refusal {
    pub(crate) fn broken(kind: &str, words: impl Into<String>) -> Self {
        Self::Broken(kind.to_owned(), words.into())
    }
}
