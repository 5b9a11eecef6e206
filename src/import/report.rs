//! What became of a file, piece by piece.

use resolutionflow::text::{brief, one_line};
use resolutionflow::tree::NodeId;
use serde::{Deserialize, Serialize};

/// The most entries that are kept: a broken file may have a million lines that are left out.
const LISTED: usize = 40_000;

/// What became of a piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is in the draft as it was.
    Taken,
    /// It is in the draft in another form, or something was added.
    Changed,
    /// It is not in the draft.
    LeftOut,
}

/// Piece of a file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands: `line 3`, `cell B7`, `nodes[2].options[0]`. Empty for what the file does not have.
    pub place: String,
    /// Its words, cut where they are long.
    pub what: String,
    /// What was done and why, as a sentence; empty for a step that was taken.
    pub why: String,
    /// The step of the draft that has it, if one has.
    pub step: Option<NodeId>,
}

/// What became of every step, link and line of a file, in the order in which they were met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Kind of the file: `a Mermaid flowchart`.
    pub kind: String,
    /// The first of them.
    pub entries: Vec<Entry>,
    /// How many there are of each fate, in the order of [`Fate`]'s variants.
    pub counts: [usize; 3],
}

impl Report {
    pub(crate) fn of(kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..Self::default() }
    }

    pub(crate) fn add(&mut self, fate: Fate, place: &str, what: &str, why: impl Into<String>, step: Option<NodeId>) {
        self.counts[fate as usize] += 1;
        if self.entries.len() < LISTED {
            let head: String = what.chars().take(1_000).collect();
            let what = brief(&one_line(&head)).into_owned();
            self.entries.push(Entry { fate, place: place.to_owned(), what, why: why.into(), step });
        }
    }

    pub(crate) fn left_out(&mut self, place: &str, what: &str, why: &str) {
        self.add(Fate::LeftOut, place, what, why, None);
    }

    pub(crate) fn changed(&mut self, place: &str, what: &str, why: impl Into<String>) {
        self.add(Fate::Changed, place, what, why, None);
    }

    /// Number of entries of a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.counts[fate as usize]
    }

    /// Number of entries that are counted and not listed.
    pub fn unlisted(&self) -> usize {
        self.counts.iter().sum::<usize>() - self.entries.len()
    }
}
