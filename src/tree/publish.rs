//! From a document to a published tree: the one place where Markdown is parsed.

use super::{DocumentNode, Node, NodeKind, Problems, Published, Tree, TreeDocument, check};
use crate::markdown;
use crate::text::{composed, normalise, one_line};

impl Tree {
    /// Published tree of a document, not stored yet. Name, category, tags, titles and labels are one-line texts as people type
    /// them, bodies are parsed Markdown. Description and commands have LF as line ends, and no white space at the end. Key and ids stay,
    /// and so does every character of a command.
    ///
    /// # Errors
    /// The [`Problems`] that the checker finds.
    pub fn publish(document: &TreeDocument) -> Result<Tree, Problems> {
        let problems = check(document);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Published {
            key: document.key.clone(),
            name: one_line(&document.name),
            category: one_line(&document.category),
            tags: document.tags.iter().map(|tag| one_line(tag)).collect(),
            description: composed(normalise(&document.description).trim()).into_owned(),
            root: document.root.clone(),
            nodes: document.nodes.iter().map(publish_node).collect(),
            is_structure: false,
        }
        .into())
    }
}

fn publish_node(node: &DocumentNode) -> Node {
    let mut kind = node.kind.clone();
    match &mut kind {
        NodeKind::Decision { options } => options.iter_mut().for_each(|option| option.label = one_line(&option.label)),
        NodeKind::Action { commands, .. } => commands.iter_mut().for_each(|command| {
            command.label = one_line(&command.label);
            command.text = normalise(&command.text).trim_end().to_owned();
        }),
        NodeKind::Solution { .. } => {}
    }
    Node { id: node.id.clone(), title: one_line(&node.title), body: markdown::parse(&composed(&node.body)), kind }
}
