//! Sums over the walks of a person, by tree.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::id::{TreeId, UserId};

/// Sums over walks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Number of walks, whatever came of them.
    pub walks: u64,
    /// Those that ended as resolved, workaround, escalated or unresolved.
    pub decided: u64,
    /// Those that were resolved or worked around.
    pub solved: u64,
    /// Σ active time in seconds.
    pub active: u64,
    /// Σ of the squares of active times, from which their variance follows.
    pub squares: f64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.walks += other.walks;
        self.decided += other.decided;
        self.solved += other.solved;
        self.active += other.active;
        self.squares += other.squares;
    }
}

/// A person's walks of one tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreeWork {
    /// The tree.
    pub tree: TreeId,
    /// True if figures of the tree are asked for.
    pub is_asked: bool,
    /// The walks that ended in the days that are asked for.
    pub walks: Tally,
    /// Number of decided walks of the usual days that are not among those asked for ([`Narrowed::Days`](super::Narrowed::Days)).
    pub other_days: u64,
}

/// Walks of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// The person.
    pub person: UserId,
    /// Their walks by tree, each tree once.
    pub trees: Vec<TreeWork>,
}

impl Work {
    /// Sums over the walks that are asked for.
    pub fn asked(&self) -> Tally {
        let mut sum = Tally::default();
        self.trees.iter().filter(|tree| tree.is_asked).for_each(|tree| sum += tree.walks);
        sum
    }
}

/// Sums over everybody's walks of each tree that is asked for: the rates by which expected numbers are reckoned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rates(BTreeMap<TreeId, Tally>);

impl Rates {
    /// Rates of an account, of whose people's walks these are all.
    pub fn of(work: &[Work]) -> Self {
        let mut rates = Self::default();
        for tree in work.iter().flat_map(|work| &work.trees).filter(|tree| tree.is_asked) {
            *rates.0.entry(tree.tree).or_default() += tree.walks;
        }
        rates
    }

    /// Share of the decided walks of a tree that were resolved or worked around, 0 to 1.
    pub(super) fn solved(&self, tree: TreeId) -> f64 {
        self.0.get(&tree).filter(|all| all.decided > 0).map_or(0.0, |all| all.solved as f64 / all.decided as f64)
    }

    /// Arithmetic mean and variance of the active times of a tree, in seconds and their squares.
    pub(super) fn active(&self, tree: TreeId) -> (f64, f64) {
        self.0.get(&tree).filter(|all| all.walks > 0).map_or((0.0, 0.0), |all| {
            let mean = all.active as f64 / all.walks as f64;
            (mean, (all.squares / all.walks as f64 - mean * mean).max(0.0))
        })
    }
}
