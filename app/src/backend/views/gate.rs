//! The gate of a draft: what its page shows before it is published.

use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Change, Effect, Warnings};

use super::trees::StepReport;
use super::viewer::Person;
use crate::error::Dispute;

/// What stands between a draft and its publication.
#[derive(Debug, Clone, PartialEq)]
pub struct GatePage {
    /// Note of the version that it becomes: what changed and why. May be empty.
    pub note: String,
    /// Changes against the version that it is based on, or against nothing.
    pub changes: Vec<Change>,
    /// Changes that stand, by whom, the last one first, at most a hundred.
    pub entries: Vec<Entry>,
    /// What is worth a look, and what is silenced.
    pub warnings: Warnings,
    /// Problems that technicians reported and nobody has settled yet, oldest first, at most a hundred.
    pub reports: Vec<Settling>,
    /// Effect on the last walks of the tree; none of fewer than ten.
    pub effect: Option<Effect>,
    /// Sessions of the tree that go on: version and number.
    pub going_on: Vec<(u32, u32)>,
    /// True if the tree is archived.
    pub is_archived: bool,
    /// The version that was published meanwhile; none if the draft stands on the latest.
    pub behind: Option<Behind>,
    /// Approval by a second person; none where the account needs none.
    pub approval: Option<Approval>,
}

/// Reported problem that a draft may settle.
#[derive(Debug, Clone, PartialEq)]
pub struct Settling {
    /// The problem.
    pub report: StepReport,
    /// True if publishing the draft settles it.
    pub is_ticked: bool,
}

/// Change of a draft that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The revision that it made, by which it is named.
    pub revision: u32,
    /// Instant of it.
    pub at: Timestamp,
    /// Who made it.
    pub by: Person,
    /// What it did, in a sentence or more.
    pub sentence: String,
}

/// Version that was published after the one that a draft is based on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Its number: the tree's latest.
    pub version: u32,
    /// Instant of its publication.
    pub at: Timestamp,
    /// Who published it; none on the command line.
    pub by: Option<String>,
    /// Its note; may be empty.
    pub note: String,
    /// What both have changed to something else: theirs is the version's text, mine the draft's.
    pub disputes: Vec<Dispute>,
}

/// Approval of a draft by a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Since when somebody waits for it, and who.
    pub asked: Option<(Timestamp, Person)>,
    /// Those who wrote the draft, by name.
    pub authors: Vec<Person>,
    /// Who approved the document as it is, and when.
    pub given: Vec<(Person, Timestamp)>,
    /// True if that is enough.
    pub is_enough: bool,
}
