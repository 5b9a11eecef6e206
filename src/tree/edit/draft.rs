//! Drafts: documents whose ids are unique, so that edits say which node they mean.

use std::collections::HashSet;

use super::EditError;
use super::new::Taken;
use crate::tree::{MAX_NODES, NodeId, NodeKind, TreeDocument};

/// Id that a node or an option got because its own was empty or that of another before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewId {
    /// Node that has it, by its id in the draft.
    pub node: NodeId,
    /// Option that has it; none if the node has it.
    pub option: Option<String>,
    /// The id before.
    pub before: String,
}

impl TreeDocument {
    /// Draft of a document: nodes and options with an empty id, or with that of one before them, get another one; all else stays. Links to
    /// an id that was there twice lead to the first that has it. Also gives every new id, to be told.
    #[must_use]
    pub fn into_draft(mut self) -> (Self, Vec<NewId>) {
        let mut new = Vec::new();
        let mut taken = Taken::new(self.nodes.iter().map(|node| node.id.0.clone()));
        let mut seen = HashSet::new();
        for node in &mut self.nodes {
            if node.id.0.is_empty() || !seen.insert(node.id.0.clone()) {
                let id = taken.make(if node.id.0.is_empty() { &node.title } else { &node.id.0 }, "step");
                let before = std::mem::replace(&mut node.id.0, id);
                seen.insert(node.id.0.clone());
                new.push(NewId { node: node.id.clone(), option: None, before });
            }
            let NodeKind::Decision { options } = &mut node.kind else { continue };
            let mut taken = Taken::new(options.iter().map(|option| option.id.clone()));
            let mut seen = HashSet::new();
            for option in options {
                if option.id.is_empty() || !seen.insert(option.id.clone()) {
                    let id = taken.make(if option.id.is_empty() { &option.label } else { &option.id }, "answer");
                    let before = std::mem::replace(&mut option.id, id);
                    seen.insert(option.id.clone());
                    new.push(NewId { node: node.id.clone(), option: Some(option.id.clone()), before });
                }
            }
        }
        (self, new)
    }

    /// True if its ids are unique and none is empty.
    pub fn is_draft(&self) -> bool {
        whole(self).is_ok()
    }

    /// Bytes of its texts, without what a file has around them.
    pub fn text_bytes(&self) -> usize {
        let head = [&self.format, &self.key, &self.name, &self.category, &self.description, &self.root.0];
        let head = head.iter().map(|text| text.len()).sum::<usize>() + self.tags.iter().map(String::len).sum::<usize>();
        head + self.nodes.iter().map(|node| node.id.0.len() + node.title.len() + node.body.len() + of_kind(&node.kind)).sum::<usize>()
    }
}

fn of_kind(kind: &NodeKind) -> usize {
    match kind {
        NodeKind::Decision { options } => {
            options.iter().map(|option| option.id.len() + option.label.len() + option.next_node_id.0.len()).sum()
        }
        NodeKind::Action { commands, next_node_id } => {
            next_node_id.0.len() + commands.iter().map(|command| command.label.len() + command.text.len()).sum::<usize>()
        }
        NodeKind::Solution { .. } => 0,
    }
}

/// Fails unless a document is a draft within the limits.
pub(super) fn fits(document: &TreeDocument) -> Result<(), EditError> {
    if document.nodes.len() > MAX_NODES {
        return Err(EditError::TooManyNodes);
    }
    whole(document)
}

fn whole(document: &TreeDocument) -> Result<(), EditError> {
    unique(document.nodes.iter().map(|node| node.id.0.as_str()))?;
    document.nodes.iter().try_for_each(|node| whole_options(&node.kind))
}

/// Fails unless the options of a node have ids of their own.
pub(super) fn whole_options(kind: &NodeKind) -> Result<(), EditError> {
    match kind {
        NodeKind::Decision { options } => unique(options.iter().map(|option| option.id.as_str())),
        NodeKind::Action { .. } | NodeKind::Solution { .. } => Ok(()),
    }
}

fn unique<'i>(ids: impl Iterator<Item = &'i str>) -> Result<(), EditError> {
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() {
            return Err(EditError::EmptyId);
        }
        if !seen.insert(id) {
            return Err(EditError::TakenId(id.to_owned()));
        }
    }
    Ok(())
}

/// Position of a node.
pub(super) fn position(document: &TreeDocument, id: &NodeId) -> Result<usize, EditError> {
    document.nodes.iter().position(|node| node.id == *id).ok_or_else(|| EditError::NoSuchNode(id.clone()))
}

/// Position behind a node, or the first.
pub(super) fn behind(document: &TreeDocument, after: Option<&NodeId>) -> Result<usize, EditError> {
    after.map_or(Ok(0), |after| Ok(position(document, after)? + 1))
}
