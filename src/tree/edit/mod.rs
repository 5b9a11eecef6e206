//! Edits of a draft: each is one change, and applying it gives the edits that undo it.
//!
//! A draft is a [`TreeDocument`] in which no two nodes have one id, nor two options of a node, and no id is empty; all else may be broken.
//! [`TreeDocument::into_draft`] makes one of any document.

mod apply;
mod batch;
mod branch;
mod draft;
mod error;
mod links;
mod new;
mod nodes;
mod options;
mod unit;

#[cfg(test)]
pub(super) mod tests;

use serde::{Deserialize, Serialize};

use super::{Command, DocumentNode, NodeId, NodeKind, TreeDocument, TreeOption};
use crate::outcome::Outcome;

pub use apply::apply;
pub use batch::{MAX_EDITS, apply_all};
pub use branch::{Removal, branch, pasted, removal};
pub use draft::NewId;
pub use error::EditError;
pub(super) use links::rewritten;
pub use new::{new_node_id, new_option_id};
pub use unit::{Unit, undo, units};

/// One change of a draft. Ids are those that nodes and options have when it is applied; `after` is what the thing stands behind in its
/// list, none for the first place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Sets the format.
    Format(String),
    /// Sets the key.
    Key(String),
    /// Sets the name.
    Name(String),
    /// Sets the category.
    Category(String),
    /// Sets every tag.
    Tags(Vec<String>),
    /// Sets the description.
    Description(String),
    /// Lets walks begin at a node, which need not be there yet.
    Root(NodeId),
    /// Adds nodes in a row: a step, or a branch.
    Add {
        /// Node that they stand behind.
        after: Option<NodeId>,
        /// The nodes, with ids that no other has.
        nodes: Vec<DocumentNode>,
    },
    /// Takes nodes out.
    Remove {
        /// Their ids.
        nodes: Vec<NodeId>,
        /// Leads the links to them on to where they lead, if that is one node. Otherwise, or without, the links stay and lead nowhere.
        heal: bool,
    },
    /// Gives a node another id, in every link to it, too.
    Rename {
        /// Its id so far.
        node: NodeId,
        /// Its id from now on, which no other node has.
        to: NodeId,
    },
    /// Puts a node elsewhere in the author's order.
    Move {
        /// The node.
        node: NodeId,
        /// Node that it stands behind.
        after: Option<NodeId>,
    },
    /// Sets a node's title.
    Title {
        /// The node.
        node: NodeId,
        /// Its title.
        title: String,
    },
    /// Sets a node's instructions.
    Body {
        /// The node.
        node: NodeId,
        /// Its instructions.
        body: String,
    },
    /// Makes a node one of another type, with all that belongs to it.
    Kind {
        /// The node.
        node: NodeId,
        /// Its type, with options, commands, targets and outcome.
        kind: NodeKind,
    },
    /// Adds an option to a decision.
    AddOption {
        /// The decision.
        node: NodeId,
        /// Id of the option that it stands behind.
        after: Option<String>,
        /// The option, with an id that no other of the decision has.
        option: TreeOption,
    },
    /// Takes an option out.
    RemoveOption {
        /// The decision.
        node: NodeId,
        /// Id of the option.
        option: String,
    },
    /// Sets an option's words.
    Label {
        /// The decision.
        node: NodeId,
        /// Id of the option.
        option: String,
        /// Its words.
        label: String,
    },
    /// Lets an option lead elsewhere.
    Target {
        /// The decision.
        node: NodeId,
        /// Id of the option.
        option: String,
        /// Node that it leads to, which need not be there yet; empty for nowhere.
        target: NodeId,
    },
    /// Puts an option elsewhere among those of its decision.
    MoveOption {
        /// The decision.
        node: NodeId,
        /// Id of the option.
        option: String,
        /// Id of the option that it stands behind.
        after: Option<String>,
    },
    /// Lets an action lead elsewhere.
    Next {
        /// The action.
        node: NodeId,
        /// Node that it leads to, which need not be there yet; empty for nowhere.
        target: NodeId,
    },
    /// Adds a command to an action.
    AddCommand {
        /// The action.
        node: NodeId,
        /// Position that it gets, from 0.
        at: usize,
        /// The command.
        command: Command,
    },
    /// Takes a command out.
    RemoveCommand {
        /// The action.
        node: NodeId,
        /// Position of the command, from 0.
        at: usize,
    },
    /// Changes a command.
    Command {
        /// The action.
        node: NodeId,
        /// Position of the command, from 0.
        at: usize,
        /// The command as it is from now on.
        command: Command,
    },
    /// Puts a command elsewhere among those of its action.
    MoveCommand {
        /// The action.
        node: NodeId,
        /// Position of the command, from 0.
        at: usize,
        /// Position that it gets.
        to: usize,
    },
    /// Sets the outcome that a solution suggests.
    Outcome {
        /// The solution.
        node: NodeId,
        /// Its outcome, if it suggests one.
        outcome: Option<Outcome>,
    },
    /// Puts another document in place of the whole.
    Document(Box<TreeDocument>),
}

impl Edit {
    /// The node that it changes; none if it is about the tree or about several.
    pub fn node(&self) -> Option<&NodeId> {
        match self {
            Self::Format(_) | Self::Key(_) | Self::Name(_) | Self::Category(_) | Self::Tags(_) | Self::Description(_) => None,
            Self::Root(_) | Self::Document(_) => None,
            Self::Add { nodes, .. } => Some(nodes).filter(|nodes| nodes.len() == 1).map(|nodes| &nodes[0].id),
            Self::Remove { nodes, .. } => Some(nodes).filter(|nodes| nodes.len() == 1).map(|nodes| &nodes[0]),
            Self::Rename { node, .. }
            | Self::Move { node, .. }
            | Self::Title { node, .. }
            | Self::Body { node, .. }
            | Self::Kind { node, .. }
            | Self::AddOption { node, .. }
            | Self::RemoveOption { node, .. }
            | Self::Label { node, .. }
            | Self::Target { node, .. }
            | Self::MoveOption { node, .. }
            | Self::Next { node, .. }
            | Self::AddCommand { node, .. }
            | Self::RemoveCommand { node, .. }
            | Self::Command { node, .. }
            | Self::MoveCommand { node, .. }
            | Self::Outcome { node, .. } => Some(node),
        }
    }
}
