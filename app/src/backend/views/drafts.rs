//! Drafts of trees, as their pages show them.

use std::sync::Arc;

use import::{Fields, Report};
use resolutionflow::id::DraftId;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Change, Fix, Problems, TreeDocument};

use super::viewer::Person;

/// Drafts of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafts {
    /// Those that are written, last changed first.
    pub open: Vec<DraftCard>,
    /// Those that were discarded in the last 30 days, which can be brought back.
    pub discarded: Vec<DraftCard>,
}

/// Draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCard {
    /// Its id.
    pub id: DraftId,
    /// Name that the tree has in it; may be empty.
    pub name: String,
    /// The tree's key and the version that it is based on; none for a tree that was never published.
    pub base: Option<(String, u32)>,
    /// Number of its steps.
    pub nodes: u32,
    /// Instant of the last change, and who made it.
    pub changed_at: Timestamp,
    /// Who made it.
    pub changed_by: String,
}

/// Draft with everything that its page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftPage {
    /// Its facts.
    pub card: DraftCard,
    /// Number of changes so far: forms say on which they were made.
    pub revision: u32,
    /// The document at that revision.
    pub document: Arc<TreeDocument>,
    /// What keeps it from being published, with what would put each of them right.
    pub problems: Problems,
    /// Fixes of each listed problem; one is enough.
    pub fixes: Vec<Vec<Fix>>,
    /// The latest version of its tree, where that is another one than it is based on.
    pub newer: Option<u32>,
    /// What Undo would undo, in a sentence; none where the reader has nothing to undo.
    pub undo: Option<String>,
    /// What Redo would do again.
    pub redo: Option<String>,
    /// Others who had it open in the last minute.
    pub present: Vec<Person>,
    /// Text that the reader left in the Text tab and that is no tree, with what is wrong with it.
    pub text: Option<(String, String)>,
    /// True if it was made of a file of another program, of which a report is kept.
    pub is_imported: bool,
}

/// File of another program that a draft was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftImport {
    /// Name of the file; empty for a text that was pasted.
    pub file_name: String,
    /// What became of every step, link and line of it.
    pub report: Report,
    /// Of JSON its fields, and what they were taken for; somebody may know better.
    pub fields: Option<Fields>,
}

/// What a draft changes.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftChanges {
    /// Its facts.
    pub card: DraftCard,
    /// Changes against the version that it is based on, or against nothing; by whom is not told.
    pub changes: Vec<Change>,
    /// The same as a unified difference of tree texts.
    pub unified: String,
    /// Changes in their order, the last first, at most a hundred: when, who, and what in a sentence.
    pub history: Vec<(Timestamp, String, String)>,
}
