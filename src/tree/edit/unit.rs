//! Units: what an edit changes, so that edits of different units never get into each other's way.

use std::collections::HashSet;
use std::fmt;

use super::{Edit, EditError};
use crate::tree::NodeId;

/// Part of a draft that changes as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// The whole document.
    Document,
    /// A field of the head, by its name in files.
    Head(&'static str),
    /// Order of the nodes.
    Order,
    /// Existence and id of a node.
    Node(NodeId),
    /// A node's title.
    Title(NodeId),
    /// A node's instructions.
    Body(NodeId),
    /// A node's type, with all that belongs to it.
    Kind(NodeId),
    /// Existence of an option.
    Option(NodeId, String),
    /// An option's words.
    Label(NodeId, String),
    /// The node that an option leads to.
    Target(NodeId, String),
    /// Order of a node's options.
    Options(NodeId),
    /// The node that an action leads to.
    Next(NodeId),
    /// An action's commands.
    Commands(NodeId),
    /// The outcome that a solution suggests.
    Outcome(NodeId),
}

impl Unit {
    /// Node that it belongs to; none if it is of the tree.
    pub fn node(&self) -> Option<&NodeId> {
        match self {
            Self::Document | Self::Head(_) | Self::Order => None,
            Self::Node(node)
            | Self::Title(node)
            | Self::Body(node)
            | Self::Kind(node)
            | Self::Option(node, _)
            | Self::Label(node, _)
            | Self::Target(node, _)
            | Self::Options(node)
            | Self::Next(node)
            | Self::Commands(node)
            | Self::Outcome(node) => Some(node),
        }
    }

    /// True if a change of one changes the other: the same, or one is a part of the other.
    pub fn meets(&self, other: &Unit) -> bool {
        let holds = |whole: &Unit, part: &Unit| match whole {
            Self::Document => true,
            Self::Node(node) => part.node() == Some(node),
            Self::Kind(node) => part.node() == Some(node) && !matches!(part, Self::Node(_) | Self::Title(_) | Self::Body(_)),
            Self::Option(node, option) => {
                matches!(part, Self::Label(of, its) | Self::Target(of, its) if (of, its) == (node, option))
            }
            _ => false,
        };
        self == other || holds(self, other) || holds(other, self)
    }
}

/// Noun with a capital letter: `The title of step “vpn-up”`.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("The tree"),
            Self::Head(field) => write!(f, "The {field}"),
            Self::Order => f.write_str("The order of the steps"),
            Self::Node(node) => write!(f, "Step “{node}”"),
            Self::Title(node) => write!(f, "The title of step “{node}”"),
            Self::Body(node) => write!(f, "The instructions of step “{node}”"),
            Self::Kind(node) => write!(f, "The type of step “{node}”"),
            Self::Option(node, option) => write!(f, "The answer “{option}” of step “{node}”"),
            Self::Label(node, option) => write!(f, "The words of answer “{option}” of step “{node}”"),
            Self::Target(node, option) => write!(f, "The next step of answer “{option}” of step “{node}”"),
            Self::Options(node) => write!(f, "The order of the answers of step “{node}”"),
            Self::Next(node) => write!(f, "The next step of step “{node}”"),
            Self::Commands(node) => write!(f, "The commands of step “{node}”"),
            Self::Outcome(node) => write!(f, "The suggested outcome of step “{node}”"),
        }
    }
}

/// Units that an edit changes. What it does beside that, such as leading links on, is in the units of the edits that undo it.
pub fn units(edit: &Edit) -> Vec<Unit> {
    let units = match edit {
        Edit::Format(_) => Unit::Head("format"),
        Edit::Key(_) => Unit::Head("key"),
        Edit::Name(_) => Unit::Head("name"),
        Edit::Category(_) => Unit::Head("category"),
        Edit::Tags(_) => Unit::Head("tags"),
        Edit::Description(_) => Unit::Head("description"),
        Edit::Root(_) => Unit::Head("root"),
        Edit::Document(_) => Unit::Document,
        Edit::Add { nodes, .. } => return nodes.iter().map(|node| Unit::Node(node.id.clone())).collect(),
        Edit::Remove { nodes, .. } => return nodes.iter().cloned().map(Unit::Node).collect(),
        Edit::Rename { node, to } => return vec![Unit::Node(node.clone()), Unit::Node(to.clone())],
        Edit::Move { .. } => Unit::Order,
        Edit::Title { node, .. } => Unit::Title(node.clone()),
        Edit::Body { node, .. } => Unit::Body(node.clone()),
        Edit::Kind { node, .. } => Unit::Kind(node.clone()),
        Edit::AddOption { node, option, .. } => Unit::Option(node.clone(), option.id.clone()),
        Edit::RemoveOption { node, option } => Unit::Option(node.clone(), option.clone()),
        Edit::Label { node, option, .. } => Unit::Label(node.clone(), option.clone()),
        Edit::Target { node, option, .. } => Unit::Target(node.clone(), option.clone()),
        Edit::MoveOption { node, .. } => Unit::Options(node.clone()),
        Edit::Next { node, .. } => Unit::Next(node.clone()),
        Edit::AddCommand { node, .. } | Edit::RemoveCommand { node, .. } | Edit::Command { node, .. } | Edit::MoveCommand { node, .. } => {
            Unit::Commands(node.clone())
        }
        Edit::Outcome { node, .. } => Unit::Outcome(node.clone()),
    };
    vec![units]
}

/// Edits that undo an author's, if nobody else has changed one of their units since. `inverse` undoes them, `since` is what others have
/// done since, with the edits that undo it.
///
/// # Errors
/// [`EditError::ChangedSince`] with the unit that somebody else has changed.
pub fn undo<'e>(inverse: &[Edit], since: impl IntoIterator<Item = &'e Edit>) -> Result<Vec<Edit>, EditError> {
    let changed: HashSet<Unit> = since.into_iter().flat_map(units).collect();
    let is_met = |unit: &Unit| changed.contains(unit) || changed.iter().any(|other| other.meets(unit));
    match inverse.iter().flat_map(units).find(is_met) {
        Some(unit) => Err(EditError::ChangedSince(unit.to_string())),
        None => Ok(inverse.to_vec()),
    }
}
