//! The most frequent final paths of a version's walks.

use std::collections::BTreeMap;

use crate::stats::{Ending, Endings, Mark, PathStep};

/// Most walks of which the final paths are counted; of more, those of the last days, of which there are no more.
pub const MOST_WALKS_READ: u32 = 10_000;

/// Final paths of some walks: the most frequent ones, and what the others come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// The most frequent paths, first the one that most walks took.
    pub top: Vec<Path>,
    /// Number of other paths.
    pub others: u64,
    /// Number of walks on other paths.
    pub on_others: u64,
    /// Number of walks that were counted.
    pub walks: u64,
}

/// A final path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Its mark, by which its sessions are found.
    pub mark: Mark,
    /// Its steps; empty until they are read.
    pub steps: Vec<PathStep>,
    /// Number of walks that took it.
    pub walks: u64,
    /// How they ended.
    pub endings: Endings,
}

/// Number of walks that took one path and ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The path.
    pub path: Mark,
    /// How they ended.
    pub ending: Ending,
    /// Number of walks.
    pub walks: u64,
}

impl Paths {
    /// Adds up how often paths were taken and keeps the `most` frequent ones, without their steps.
    pub fn of(taken: impl IntoIterator<Item = Taken>, most: usize) -> Self {
        let mut found: BTreeMap<Mark, (u64, Endings)> = BTreeMap::new();
        for one in taken {
            let (walks, endings) = found.entry(one.path).or_default();
            *walks += one.walks;
            let of = match one.ending {
                Ending::End => &mut endings.end,
                Ending::Early => &mut endings.early,
                Ending::Drop => &mut endings.drop,
                Ending::Other => &mut endings.other,
            };
            *of = of.saturating_add_unsigned(one.walks);
        }
        let path = |(mark, (walks, endings))| Path { mark, steps: Vec::new(), walks, endings };
        let mut sorted: Vec<Path> = found.into_iter().map(path).collect();
        sorted.sort_by_key(|path| (std::cmp::Reverse(path.walks), path.mark));
        let walks = sorted.iter().map(|path| path.walks).sum();
        let rest = sorted.split_off(most.min(sorted.len()));
        Self { top: sorted, others: rest.len() as u64, on_others: rest.iter().map(|path| path.walks).sum(), walks }
    }
}
