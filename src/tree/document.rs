//! The tree document: what authors write, stored, imported and exported as JSON. It may be broken; [`super::check`]
//! says where.

use serde::{Deserialize, Serialize};

use super::NodeId;
use super::file::Faults;
use crate::outcome::Outcome;
use crate::text::normalise;

/// Value that `format` must have in a document; there is one format so far. Reading takes any other, too; [`super::check()`] reports it.
pub const FORMAT: &str = "resolutionflow.tree/1";
/// The most bytes of a document as JSON.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The most Unicode scalars of a node's body, of a command, and of a tree's description.
pub const MAX_BODY: usize = 20_000;
/// The most nodes of a tree.
pub const MAX_NODES: usize = 10_000;

/// A tree as its author wrote it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TreeDocument {
    /// Format of the document: [`FORMAT`], or it cannot be published.
    pub format: String,
    /// A slug of lower-case letters, digits and hyphens, unique in the account: `vpn-does-not-connect`.
    pub key: String,
    /// Name shown to people.
    pub name: String,
    /// Category, by which the library groups trees.
    #[serde(default)]
    pub category: String,
    /// Words by which searches find it.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Description: the symptoms that it is for.
    #[serde(default)]
    pub description: String,
    /// Id of the node where every walk begins.
    #[serde(default)]
    pub root: NodeId,
    /// Every node, in the author's order.
    pub nodes: Vec<DocumentNode>,
}

/// A node as its author wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentNode {
    /// Text key that the author chose, unique in the tree.
    pub id: NodeId,
    /// Type of the node, with the nodes that it leads to.
    #[serde(flatten)]
    pub kind: NodeKind,
    /// The question, the instruction or the finding.
    #[serde(default)]
    pub title: String,
    /// Further instructions, in Markdown.
    #[serde(default)]
    pub body: String,
}

impl DocumentNode {
    fn texts(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.id.0, &mut self.title, &mut self.body];
        match &mut self.kind {
            NodeKind::Decision { options } => {
                texts.extend(options.iter_mut().flat_map(|option| [&mut option.id, &mut option.label, &mut option.next_node_id.0]));
            }
            NodeKind::Action { commands, next_node_id } => {
                texts.push(&mut next_node_id.0);
                texts.extend(commands.iter_mut().flat_map(|command| [&mut command.label, &mut command.text]));
            }
            NodeKind::Solution { .. } => {}
        }
        texts
    }
}

/// Type of a node, with the nodes that it leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NodeKind {
    /// A question with options.
    Decision {
        /// The possible answers.
        #[serde(default)]
        options: Vec<TreeOption>,
    },
    /// Something to do before continuing.
    Action {
        /// Commands to copy and run.
        #[serde(default)]
        commands: Vec<Command>,
        /// Id of the node that follows; empty while the author has set none.
        #[serde(default)]
        next_node_id: NodeId,
    },
    /// An end of the walk: the finding.
    Solution {
        /// Outcome marked as suggested; one of the four with which a walk ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suggested_outcome: Option<Outcome>,
    },
}

impl NodeKind {
    /// Ids of the nodes that it leads to: one for each option of a decision, one for an action, none for a solution.
    pub fn targets(&self) -> impl Iterator<Item = &NodeId> {
        let (options, next) = match self {
            Self::Decision { options } => (options.as_slice(), None),
            Self::Action { next_node_id, .. } => (&[][..], Some(next_node_id)),
            Self::Solution { .. } => (&[][..], None),
        };
        options.iter().map(|option| &option.next_node_id).chain(next)
    }
}

/// One answer of a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeOption {
    /// Text key that the author chose, unique in the node.
    pub id: String,
    /// The answer's words.
    #[serde(default)]
    pub label: String,
    /// Id of the node that this answer leads to; empty while the author has set none.
    #[serde(default)]
    pub next_node_id: NodeId,
}

/// A command to run at the customer's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Purpose of the command.
    #[serde(default)]
    pub label: String,
    /// Shell that it is written for.
    pub shell: Shell,
    /// The command, one or more lines.
    #[serde(default)]
    pub text: String,
    /// Letter of the [`Place`](super::Place) of each placeholder in the text, in their order. It belongs to a tree in memory and to what a
    /// browser gets of it: a file that brings one is read without it, and none is stored.
    #[serde(skip_deserializing, skip_serializing_if = "String::is_empty")]
    pub places: String,
}

/// Shell that a command is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shell {
    /// Windows PowerShell or PowerShell 7.
    Powershell,
    /// The Windows command prompt.
    Cmd,
    /// A POSIX shell.
    Bash,
}

impl Shell {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Powershell => "powershell",
            Self::Cmd => "cmd",
            Self::Bash => "bash",
        }
    }

    /// The shell with a name in files; none if there is no such shell.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Powershell, Self::Cmd, Self::Bash].into_iter().find(|shell| shell.name() == name)
    }

    /// Its name as people write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Powershell => "PowerShell",
            Self::Cmd => "Command Prompt",
            Self::Bash => "Bash",
        }
    }
}

/// Error: the bytes are no tree document at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADocument {
    /// Longer than [`MAX_BYTES`]; the field is the number of bytes, in UTF-8 where that is what is too long.
    #[error("The file is {0} bytes long; a tree has at most {MAX_BYTES}.")]
    TooLarge(usize),
    /// No text; the field says so in words.
    #[error("This file cannot be read: {0}.")]
    Malformed(String),
    /// Neither JSON nor tree text as they should be, or a field is missing or of the wrong type; the field has each fault with its place.
    #[error("This file cannot be read: {0}.")]
    Faulty(Faults),
    /// A file of another program; the field names it.
    #[error("This is not a tree file: it is {0}.")]
    Foreign(String),
}

impl TreeDocument {
    /// Gives every text LF as line ends, and takes NUL away.
    pub(super) fn normalise(&mut self) {
        self.texts().for_each(|text| *text = normalise(text));
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.format, &mut self.key, &mut self.name, &mut self.category, &mut self.description, &mut self.root.0]
            .into_iter()
            .chain(&mut self.tags)
            .chain(self.nodes.iter_mut().flat_map(DocumentNode::texts))
    }

    /// JSON as people like to read and compare it: two spaces, a line a field, a newline at the end.
    pub fn to_json(&self) -> String {
        // A struct of strings and lists always serialises.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}
