//! Two versions of a tree against each other.

use resolutionflow::insights::{Comparison, Period};
use resolutionflow::time::Timestamp;

use super::Asked;

/// Comparison of two versions of a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionsPage {
    /// The question: its days.
    pub asked: Asked,
    /// Key of the tree.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its versions, the latest first.
    pub versions: Vec<VersionRow>,
    /// The two that are compared, the earlier first; none for a tree of one version.
    pub compared: Option<Compared>,
}

/// The comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Number of the earlier version.
    pub before: u32,
    /// Number of the later version.
    pub after: u32,
    /// Figures.
    pub comparison: Comparison,
    /// Walks of the earlier and the later version.
    pub walks: [i64; 2],
    /// First and last day on which walks of each ended; none without any.
    pub days: [Option<Period>; 2],
    /// Days that the figures of steps are of, where those are other ones than of the walks: whole months.
    pub steps_of: Option<Period>,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Its number.
    pub number: u32,
    /// Instant of its publication.
    pub published_at: Timestamp,
    /// Number of its walks in the days of the page.
    pub walks: i64,
}
