//! Trees: the library and the page of one.

use resolutionflow::budget::Budget;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{NodeId, Tree};
use serde::{Deserialize, Serialize};

use super::pace::StepPace;
use super::reviews::TreeCare;
use super::viewer::Person;

/// Search of the tree library, as the address has it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TreeQuery {
    /// Words in names, titles, bodies and commands; empty for all.
    pub text: String,
    /// One category; empty for all.
    pub category: String,
    /// True for the archived trees in place of the others.
    pub archived: bool,
    /// Cursor of an earlier page, at which this one begins: its [`TreeLibrary::next`].
    pub after: Option<String>,
}

/// A page of the tree library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeLibrary {
    /// Trees of the page, last published first.
    pub trees: Vec<TreeCard>,
    /// Every category that has a tree, by name.
    pub categories: Vec<String>,
    /// Cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// Tree as the library shows it, in its latest version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeCard {
    /// Its key, the slug in addresses.
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

/// Tree with its nodes, as its own page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreePage {
    /// The tree as in the library.
    pub card: TreeCard,
    /// The latest version with its nodes.
    pub tree: Tree,
    /// Its owner and its review.
    pub care: TreeCare,
    /// Users who may own it, by name; none unless the viewer may write trees.
    pub owners: Vec<Person>,
    /// Open problem reports about its steps, oldest first; none unless the viewer may write trees.
    pub reports: Vec<StepReport>,
    /// Budget of its sessions, if it has one.
    pub budget: Option<Budget>,
    /// Budgets of its steps and what is usual there, in the order of the nodes.
    pub pace: Vec<StepPace>,
}

/// A tree's name and key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeName {
    /// Its key, the slug in addresses.
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
    /// User who reported it.
    pub by: Person,
    /// Instant of the report.
    pub at: Timestamp,
}

/// Result of importing a tree document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The tree's key.
    pub key: String,
    /// Its latest version's number now.
    pub version: u32,
    /// True if the content was the same, so that nothing was done.
    pub unchanged: bool,
}
