//! Trees: the library and the page of one.

use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{NodeId, Tree};
use serde::{Deserialize, Serialize};

use super::viewer::Person;

/// Search of the tree library. All of it lives in the URL.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TreeQuery {
    /// Words in names, titles, bodies and commands; empty for all.
    pub text: String,
    /// One category; empty for all.
    pub category: String,
    /// The archived ones instead.
    pub archived: bool,
    /// Cursor of an earlier page: its [`TreeLibrary::next`].
    pub after: Option<String>,
}

/// A page of the tree library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeLibrary {
    /// The trees, recent first.
    pub trees: Vec<TreeCard>,
    /// Every category that has a tree, by name.
    pub categories: Vec<String>,
    /// Cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// A tree on the shelf: its latest version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeCard {
    /// The slug.
    pub key: String,
    /// The name.
    pub name: String,
    /// The category.
    pub category: String,
    /// The tags.
    pub tags: Vec<String>,
    /// Description: the symptoms that it is for.
    pub description: String,
    /// Number of nodes.
    pub nodes: u32,
    /// The latest version's number.
    pub version: u32,
    /// Instant of that version's publication.
    pub published_at: Timestamp,
    /// True if it is archived: it can be read, not started.
    pub archived: bool,
}

/// A tree with its outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreePage {
    /// The tree as in the library.
    pub card: TreeCard,
    /// Its nodes.
    pub tree: Tree,
    /// Open problem reports about its steps, oldest first; none unless the viewer keeps trees.
    pub reports: Vec<StepReport>,
}

/// A tree's name and key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeName {
    /// The slug.
    pub key: String,
    /// The name, in the version that is walked.
    pub name: String,
}

/// Problem with a step, reported during a walk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    /// The id of the command that reported it.
    pub id: CommandId,
    /// The session in which it was met.
    pub session: SessionId,
    /// The version that was walked.
    pub version: u32,
    /// The step.
    pub node: NodeId,
    /// The problem, in the reporter's words.
    pub problem: String,
    /// The reporter.
    pub by: Person,
    /// Instant of the report.
    pub at: Timestamp,
}

/// Result of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The tree's key.
    pub key: String,
    /// Its latest version's number now.
    pub version: u32,
    /// True if the content was the same, so that nothing was done.
    pub unchanged: bool,
}
