//! Versions of a tree, as their page lists and compares them.

use resolutionflow::time::Timestamp;
use resolutionflow::tree::Change;

use super::trees::TreeCard;
use crate::compared::Row;

/// Versions of a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionsOfTree {
    /// The tree, as in the library.
    pub card: TreeCard,
    /// Its versions, the latest first, at most 500.
    pub rows: Vec<VersionRow>,
    /// Comparison of two of them, if it was asked for.
    pub compared: Option<Compared>,
}

/// Version in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Its number.
    pub number: u32,
    /// Instant of its publication.
    pub published_at: Timestamp,
    /// Who published it; none on the command line.
    pub published_by: Option<String>,
    /// What changed and why; may be empty.
    pub note: String,
    /// Names of those who wrote the draft that it was; none for one that came as a file.
    pub contributors: Vec<String>,
    /// Number of reported problems that it settled.
    pub settled: u32,
}

/// Two versions beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Number of the version before.
    pub from: u32,
    /// Number of the version after.
    pub to: u32,
    /// What the second changes in the first.
    pub changes: Vec<Change>,
    /// Steps of both, in the order of the second one's outline.
    pub outline: Vec<Row>,
    /// Both as tree text, as a unified difference.
    pub unified: String,
}
