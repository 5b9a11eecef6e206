//! Troubleshooting trees: the document that authors write, the checker, and the published tree that sessions walk.

#[cfg(feature = "server")]
mod advice;
#[cfg(feature = "server")]
mod approval;
#[cfg(feature = "server")]
mod check;
#[cfg(feature = "server")]
mod diff;
mod document;
#[cfg(feature = "server")]
mod edit;
mod file;
mod fill;
#[cfg(feature = "server")]
mod merge;
mod page;
mod part;
#[cfg(feature = "server")]
mod place;
#[cfg(feature = "server")]
mod preview;
mod problem;
#[cfg(feature = "server")]
mod publish;
#[cfg(feature = "server")]
mod replay;
#[cfg(feature = "server")]
mod substitute;
#[cfg(feature = "server")]
mod text;
#[cfg(feature = "server")]
mod walk_test;
mod wire;

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
pub use advice::{Evidence, Silence, Warning, WarningKind, Warnings, advise};
#[cfg(feature = "server")]
pub use approval::is_approved;
#[cfg(feature = "server")]
pub use check::{Fix, check, check_with_fixes};
#[cfg(feature = "server")]
pub use diff::{Change, StepForm, StepWords, Word, diff, form_edits, patch, unified, word_edits};
pub use document::{
    Command, DocumentNode, FORMAT, MAX_BODY, MAX_BYTES, MAX_NODES, NodeKind, NotADocument, Shell, TreeDocument, TreeOption,
};
#[cfg(feature = "server")]
pub use edit::{
    Edit, EditError, MAX_EDITS, NewId, Removal, Unit, apply, apply_all, branch, new_node_id, new_option_id, pasted, removal, undo, units,
};
pub use file::{Fault, Faults, TreeFile, file_text, foreign_file};
pub use fill::{CommandValues, Filled, PLACE_RULES, Place, Placeholder, Refused, fill, placeholders, typographic};
#[cfg(feature = "server")]
pub use merge::{Conflict, Merged, merge, rebase};
pub use page::{is_key, key_of_page};
pub use part::{STEPS_AHEAD, WHOLE_BYTES};
#[cfg(feature = "server")]
pub use place::warnings;
#[cfg(feature = "server")]
pub use preview::{DeadEnd, dead_end};
pub use problem::{Problem, Problems};
#[cfg(feature = "server")]
pub use publish::{Difference, Words};
#[cfg(feature = "server")]
pub use replay::{Effect, Met, Obstacle, Replay};
#[cfg(feature = "server")]
pub use substitute::{Hit, Hits, Part, Substitute, Wanted, substitute};
#[cfg(feature = "server")]
pub use text::{Ids, is_text as is_tree_text};
#[cfg(feature = "server")]
pub use walk_test::{Given, MAX_ANSWERS, Stop, TestEnd, TestStep, WalkTest};

use crate::markdown::{self, Block};
use crate::outcome::Outcome;

/// Text key of a node that the author chose, unique in its tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub String);

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for NodeId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Type of a step, as records and pages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeType {
    /// A question with options.
    Decision,
    /// Something to do before continuing.
    Action,
    /// An end of the walk: the finding.
    Solution,
    /// An ad-hoc step that is not in the tree.
    Custom,
}

/// Node of a published tree. Its body is parsed, so that renderers need no Markdown parser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "NodeFields")]
pub struct Node {
    /// Text key that the author chose, unique in the tree.
    pub id: NodeId,
    /// The question, the instruction or the finding.
    pub title: String,
    /// Further instructions, as parsed Markdown.
    pub body: Vec<Block>,
    /// Type of the node, with the nodes that it leads to.
    #[serde(flatten)]
    pub kind: NodeKind,
}

/// A published node as its JSON has it. Reading `kind` out of the middle of it would take serde twice the code, all of which
/// a browser would have to load.
#[derive(Deserialize)]
struct NodeFields {
    id: NodeId,
    title: String,
    body: Vec<Block>,
    #[serde(rename = "type")]
    node_type: NodeType,
    #[serde(default)]
    options: Vec<TreeOption>,
    #[serde(default)]
    commands: Vec<Command>,
    #[serde(default)]
    next_node_id: NodeId,
    #[serde(default)]
    suggested_outcome: Option<Outcome>,
}

impl TryFrom<NodeFields> for Node {
    type Error = &'static str;

    fn try_from(fields: NodeFields) -> Result<Self, Self::Error> {
        let NodeFields { id, title, body, node_type, options, commands, next_node_id, suggested_outcome } = fields;
        let kind = match node_type {
            NodeType::Decision => NodeKind::Decision { options },
            NodeType::Action => NodeKind::Action { commands, next_node_id },
            NodeType::Solution => NodeKind::Solution { suggested_outcome },
            NodeType::Custom => return Err("no tree has an ad-hoc step"),
        };
        Ok(Self { id, title, body, kind })
    }
}

impl Node {
    /// Type of the node, as decision records carry it.
    pub fn node_type(&self) -> NodeType {
        match self.kind {
            NodeKind::Decision { .. } => NodeType::Decision,
            NodeKind::Action { .. } => NodeType::Action,
            NodeKind::Solution { .. } => NodeType::Solution,
        }
    }

    /// Outcome that a solution suggests; none for other nodes.
    pub fn suggested_outcome(&self) -> Option<Outcome> {
        match self.kind {
            NodeKind::Solution { suggested_outcome } => suggested_outcome,
            NodeKind::Decision { .. } | NodeKind::Action { .. } => None,
        }
    }

    /// Option of a decision by its id; none if the decision has no such option or the node is no decision.
    pub fn option(&self, id: &str) -> Option<&TreeOption> {
        match &self.kind {
            NodeKind::Decision { options } => options.iter().find(|option| option.id == id),
            NodeKind::Action { .. } | NodeKind::Solution { .. } => None,
        }
    }
}

/// A published tree: the checker found nothing, so every target exists and every node leads to a solution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Published", into = "Published")]
pub struct Tree {
    published: Published,
    /// Positions of the nodes, in the order of their ids.
    index: Vec<usize>,
}

/// The tree's name and shelf marks, and its nodes in the author's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Published {
    key: String,
    name: String,
    category: String,
    tags: Vec<String>,
    description: String,
    root: NodeId,
    nodes: Vec<Node>,
    /// True if bodies and commands are left out, to be loaded later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_structure: bool,
}

impl From<Published> for Tree {
    fn from(published: Published) -> Self {
        let mut index: Vec<usize> = (0..published.nodes.len()).collect();
        index.sort_unstable_by(|one, other| published.nodes[*one].id.cmp(&published.nodes[*other].id));
        Self { published, index }
    }
}

impl From<Tree> for Published {
    fn from(tree: Tree) -> Self {
        tree.published
    }
}

impl Tree {
    /// Slug in addresses, unique in the account: `vpn-does-not-connect`.
    pub fn key(&self) -> &str {
        &self.published.key
    }

    /// Name shown to people.
    pub fn name(&self) -> &str {
        &self.published.name
    }

    /// Category that the document names, on one line and never empty. The library groups by the account's name for it, which may differ:
    /// in case, or because the category was renamed or merged.
    pub fn category(&self) -> &str {
        &self.published.category
    }

    /// Tags in the author's order, each on one line: words by which searches find the tree.
    pub fn tags(&self) -> &[String] {
        &self.published.tags
    }

    /// Description for people: the symptoms that the tree is for. May be empty.
    pub fn description(&self) -> &str {
        &self.published.description
    }

    /// Id of the node at which every walk begins.
    pub fn root(&self) -> &NodeId {
        &self.published.root
    }

    /// Every node, in the author's order.
    pub fn nodes(&self) -> &[Node] {
        &self.published.nodes
    }

    /// A node by its id; none if the tree has no such node.
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.position(id).map(|position| &self.published.nodes[position])
    }

    /// Position of a node in the author's order; none if the tree has no such node.
    pub fn position(&self, id: &NodeId) -> Option<usize> {
        let place = self.index.binary_search_by(|position| self.published.nodes[*position].id.cmp(id)).ok()?;
        Some(self.index[place])
    }

    /// Everything that a search looks at: name, category, description, tags, titles, bodies, labels and commands, from a new line
    /// each.
    pub fn search_text(&self) -> String {
        let mut lines = vec![self.name().to_owned(), self.category().to_owned(), self.description().to_owned(), self.tags().join(" ")];
        for node in self.nodes() {
            lines.push(node.title.clone());
            lines.push(markdown::plain_text(&node.body));
            match &node.kind {
                NodeKind::Decision { options } => lines.extend(options.iter().map(|option| option.label.clone())),
                NodeKind::Action { commands, .. } => {
                    lines.extend(commands.iter().map(|command| format!("{} {}", command.label, command.text)));
                }
                NodeKind::Solution { .. } => {}
            }
        }
        lines.join("\n")
    }
}
