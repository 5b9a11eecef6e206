//! The walk page of a session.

use resolutionflow::session::Session;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Node;
use serde::{Deserialize, Serialize};

use super::pace::Pace;
use super::trees::TreeName;
use super::viewer::Person;

/// A session as its holder walks it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WalkPage {
    /// The session itself.
    pub session: Session,
    /// Its tree.
    pub tree: TreeName,
    /// Node of the tree at which the session stands.
    pub node: Node,
    /// Position of that node in its version.
    pub position: Option<usize>,
    /// Output of the open step's commands, as last saved.
    pub output: String,
    /// Its holder.
    pub holder: Person,
    /// True if the holder is the viewer, who may then walk it.
    pub is_mine: bool,
    /// Time budgets, and what is usual; empty where there is no step to take.
    pub pace: Pace,
    /// Session that this one follows up, as far as it got.
    pub before: Option<Box<Earlier>>,
    /// Server's time at which the answer was made.
    pub now: Timestamp,
}

/// The session that a follow-up follows, as far as it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// The session.
    pub session: Session,
    /// True if the viewer is not to see its times, which are then not here either.
    pub is_untimed: bool,
    /// Its tree's name.
    pub tree: String,
    /// Its holder.
    pub holder: Person,
}
