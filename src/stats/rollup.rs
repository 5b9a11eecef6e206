//! Sums of walks by day and month, as they are stored.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::{Figures, Group, NodeFigures, NodeKey, SessionFigures, Walk};
use crate::id::TreeId;
use crate::session::VersionRef;

/// Tree of the sums over all trees of an account, whose version is 0.
pub const ALL_TREES: TreeId = TreeId(Uuid::nil());

/// Key of a sum of walks as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKey {
    /// Tree, or [`ALL_TREES`].
    pub tree: TreeId,
    /// Version of the tree; 0 over all trees.
    pub version: u32,
    /// True for the month that begins on `day`.
    pub is_month: bool,
    /// Day on which the walks ended.
    pub day: NaiveDate,
}

/// Key of a sum of walks at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthKey {
    /// Tree.
    pub tree: TreeId,
    /// Version of the tree.
    pub version: u32,
    /// First day of the month in which the walks ended.
    pub month: NaiveDate,
    /// Node.
    pub node: NodeKey,
}

/// Sums of walks: as a whole by day and by month, of each version and of all trees together; by node and month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rollup {
    /// Of the walks as a whole.
    pub days: BTreeMap<DayKey, SessionFigures>,
    /// Of their nodes.
    pub months: BTreeMap<MonthKey, NodeFigures>,
}

impl DayKey {
    /// The version; none for the sum over all trees.
    pub fn version(&self) -> Option<VersionRef> {
        (self.tree != ALL_TREES).then_some(VersionRef { tree_id: self.tree, number: self.version })
    }
}

impl Rollup {
    /// Adds a walk so many times; −1 takes it away. Sums of nothing stay, so that their keys are known; [`Rollup::tidy`] removes them.
    pub fn add(&mut self, walk: &Walk, times: i64) {
        let (figures, month, version) = (Figures::of(walk), first_of_month(walk.ended_on), walk.version);
        for (tree, version) in [(version.tree_id, version.number), (ALL_TREES, 0)] {
            for (is_month, day) in [(false, walk.ended_on), (true, month)] {
                self.days.entry(DayKey { tree, version, is_month, day }).or_default().add(&figures.sessions, times);
            }
        }
        for (node, figures) in &figures.nodes {
            let key = MonthKey { tree: version.tree_id, version: version.number, month, node: *node };
            self.months.entry(key).or_default().add(figures, times);
        }
    }

    /// Adds other sums.
    pub fn merge(&mut self, other: &Self) {
        other.days.iter().for_each(|(key, figures)| self.days.entry(*key).or_default().add(figures, 1));
        other.months.iter().for_each(|(key, figures)| self.months.entry(*key).or_default().add(figures, 1));
    }

    /// Removes the sums of nothing, which have no rows.
    pub fn tidy(&mut self) {
        self.days.retain(|_, figures| !figures.is_zero());
        self.months.retain(|_, figures| !figures.is_zero());
    }
}

/// First day of the month of a day.
pub fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
