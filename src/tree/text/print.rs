//! The printer: a document in its one canonical form.

use std::fmt::Write;

use super::inline::{Spot, written};
use super::{HEAD, body};
use crate::tree::{Command, DocumentNode, NodeKind, TreeDocument};

impl TreeDocument {
    /// The document as tree text, as people like to read and compare it. [`TreeDocument::read`] reads it back equal, broken documents too,
    /// if they have LF for line ends and no NUL, as every document has that was read, at most [`MAX_NODES`](crate::tree::MAX_NODES) nodes,
    /// and no more text than [`MAX_BYTES`](crate::tree::MAX_BYTES). Places of placeholders are no part of it.
    pub fn to_text(&self) -> String {
        let mut document = self.clone();
        document.normalise();
        let mut text = String::new();
        head(&document, &mut text);
        if !document.description.is_empty() {
            text.push('\n');
            body::write(&document.description, &mut text);
        }
        document.nodes.iter().for_each(|node| step(node, &mut text));
        text
    }
}

impl DocumentNode {
    /// The step as tree text has it: its line, instructions, commands and exit.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        step(self, &mut text);
        text.split_off(1)
    }
}

fn head(document: &TreeDocument, text: &mut String) {
    line(text, format_args!("{HEAD}"));
    let mut field = |name: &str, value: &str| line(text, format_args!("{name}: {value}"));
    let first = document.nodes.first().map(|node| node.id.0.as_str()).unwrap_or_default();
    let plain = |value| written(value, Spot::Line);
    let tags: Vec<_> = document.tags.iter().map(|tag| written(tag, Spot::List)).collect();
    field("format", &plain(&document.format));
    field("key", &plain(&document.key));
    field("name", &plain(&document.name));
    if !document.category.is_empty() {
        field("category", &plain(&document.category));
    }
    if !tags.is_empty() {
        field("tags", &tags.join(", "));
    }
    if document.root.0 != first {
        field("root", &plain(&document.root.0));
    }
    line(text, format_args!("{HEAD}"));
}

fn step(node: &DocumentNode, text: &mut String) {
    line(text, format_args!("\n## [{}] {}", written(&node.id.0, Spot::Brackets), written(&node.title, Spot::Line)));
    if !node.body.is_empty() {
        text.push('\n');
        body::write(&node.body, text);
    }
    if let NodeKind::Action { commands, .. } = &node.kind {
        commands.iter().for_each(|each| command(each, text));
    }
    text.push('\n');
    let target = |id: &str| if id.is_empty() { String::new() } else { format!(" {}", written(id, Spot::Arrow)) };
    match &node.kind {
        NodeKind::Decision { options } if options.is_empty() => line(text, format_args!("?")),
        NodeKind::Decision { options } => {
            for option in options {
                let (id, label) = (written(&option.id, Spot::Brackets), written(&option.label, Spot::Arrow));
                line(text, format_args!("+ [{id}] {label} ->{}", target(&option.next_node_id.0)));
            }
        }
        NodeKind::Action { next_node_id, .. } => line(text, format_args!("->{}", target(&next_node_id.0))),
        NodeKind::Solution { suggested_outcome: None } => line(text, format_args!("=>")),
        NodeKind::Solution { suggested_outcome: Some(outcome) } => line(text, format_args!("=> {}", outcome.as_str())),
    }
}

fn command(command: &Command, text: &mut String) {
    let longest = command.text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    line(text, format_args!("\n{fence}{} {}", command.shell.name(), written(&command.label, Spot::Line)));
    if !command.text.is_empty() {
        line(text, format_args!("{}", command.text));
    }
    line(text, format_args!("{fence}"));
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = writeln!(text, "{words}");
}
