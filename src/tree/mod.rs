//! Troubleshooting trees: the document that authors write, the checker, and the published tree that sessions walk.

mod check;
mod document;
#[cfg(feature = "server")]
mod publish;

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use check::{Problem, check};
pub use document::{Command, DocumentNode, FORMAT, MAX_BYTES, MAX_NODES, NodeKind, NotADocument, Shell, TreeDocument, TreeOption};

use crate::markdown::{self, Block};

/// The author's text key of a node, unique in its tree.
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

/// What a step was about, as records and pages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeType {
    /// A question with options.
    Decision,
    /// Something to do before continuing.
    Action,
    /// An end.
    Solution,
    /// An ad-hoc step that is not in the tree.
    Custom,
}

/// A node of a published tree. Its body is parsed, so that nobody who shows it needs a Markdown parser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The author's key.
    pub id: NodeId,
    /// The question, the instruction or the finding.
    pub title: String,
    /// What else to know here.
    pub body: Vec<Block>,
    /// What it is, and where it leads.
    #[serde(flatten)]
    pub kind: NodeKind,
}

impl Node {
    /// The type that records carry.
    pub fn node_type(&self) -> NodeType {
        match self.kind {
            NodeKind::Decision { .. } => NodeType::Decision,
            NodeKind::Action { .. } => NodeType::Action,
            NodeKind::Solution { .. } => NodeType::Solution,
        }
    }

    /// The option of a decision by its id.
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
    index: HashMap<NodeId, usize>,
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
}

impl From<Published> for Tree {
    fn from(published: Published) -> Self {
        let index = published.nodes.iter().enumerate().map(|(position, node)| (node.id.clone(), position)).collect();
        Self { published, index }
    }
}

impl From<Tree> for Published {
    fn from(tree: Tree) -> Self {
        tree.published
    }
}

impl Tree {
    /// The slug, unique in the account.
    pub fn key(&self) -> &str {
        &self.published.key
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.published.name
    }

    /// The shelf it stands on.
    pub fn category(&self) -> &str {
        &self.published.category
    }

    /// Words to find it by.
    pub fn tags(&self) -> &[String] {
        &self.published.tags
    }

    /// When to use it.
    pub fn description(&self) -> &str {
        &self.published.description
    }

    /// Where every walk begins.
    pub fn root(&self) -> &NodeId {
        &self.published.root
    }

    /// Every node, in the author's order.
    pub fn nodes(&self) -> &[Node] {
        &self.published.nodes
    }

    /// A node by its id.
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.index.get(id).map(|&position| &self.published.nodes[position])
    }

    /// Everything that a search looks at: name, description, tags, titles, bodies, labels and commands, a line each.
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
