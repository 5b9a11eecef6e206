//! Figures of A tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use resolutionflow::insights::{Detours, Effectiveness, NaiveDate, Paths, Period};
use resolutionflow::stats::{NodeFigures, NodeKey};
use resolutionflow::tree::Tree;

use super::Asked;
use crate::query::Query;

/// Question of the page: a tree, its days, and the version whose steps are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeAsked {
    /// Days and tree.
    pub asked: Asked,
    /// Number of the version; none for the one with most walks.
    pub version: Option<u32>,
}

impl TreeAsked {
    /// Adds what the page's address has beside days. A version that is no number counts as missing.
    pub fn read(asked: Asked, key: &str, query: &Query) -> Self {
        Self { asked: Asked { tree: key.to_owned(), category: String::new(), ..asked }, version: query.get("version").parse().ok() }
    }

    /// The known part of the page's address.
    pub fn known(query: &Query) -> Query {
        Asked::known(query)
            .without("tree")
            .without("category")
            .with("version", query.get("version"))
            .with("view", query.get("view"))
            .with("zoom", query.get("zoom"))
            .with("step", query.get("step"))
    }
}

/// Figures of a tree in a period: of each version as a whole, and of the steps of one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeReport {
    /// The question.
    pub question: TreeAsked,
    /// Its name in the latest version.
    pub name: String,
    /// True if it is archived.
    pub archived: bool,
    /// Versions with walks in the period, the latest one and the one that is shown; the newest first.
    pub versions: Vec<TreeVersion>,
    /// Number of the version that is shown.
    pub version: u32,
    /// That version.
    pub tree: Arc<Tree>,
    /// Days that the figures of steps are of: those of the period, or whole months where it has too many walks to read each.
    pub days: Period,
    /// Figures of its steps.
    pub nodes: BTreeMap<NodeKey, NodeFigures>,
    /// Number of problems that were reported with each step in these days.
    pub reports: BTreeMap<NodeKey, i64>,
    /// Final paths of its walks.
    pub paths: Paths,
    /// Days that these are of: the last of `days`, where those have too many walks to look at each.
    pub paths_of: Period,
    /// Ad-hoc steps by the step that they interrupted.
    pub detours: BTreeMap<NodeKey, Detours>,
    /// Number of sessions whose ad-hoc steps were read.
    pub detours_read: u64,
    /// Days that these are of: the last of `days`, where those have too many sessions to read each.
    pub detours_of: Period,
}

/// A version with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeVersion {
    /// Its number.
    pub number: u32,
    /// Local day of its publication.
    pub published: NaiveDate,
    /// Its figures.
    pub figures: Effectiveness,
}

impl TreeReport {
    /// Figures of the version that is shown.
    pub fn figures(&self) -> Effectiveness {
        self.versions.iter().find(|version| version.number == self.version).map(|version| version.figures.clone()).unwrap_or_default()
    }

    /// Figures of a step; those of nothing where no walk visited it.
    pub fn node(&self, key: NodeKey) -> NodeFigures {
        self.nodes.get(&key).cloned().unwrap_or_default()
    }

    /// Σ active time at all steps, in seconds.
    pub fn seconds(&self) -> i64 {
        self.nodes.values().map(seconds).sum()
    }
}

/// Σ active time of the steps at a node and of the ad-hoc steps that interrupted it, in seconds.
pub(crate) fn seconds(node: &NodeFigures) -> i64 {
    node.active.sum().saturating_add(node.ad_hoc.active.sum())
}
