//! Differences of two trees, as edits that make the one of the other, each with a sentence for people.

mod form;
mod order;
mod pairs;
mod sentence;
mod step;
mod wording;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::edit::{Edit, EditError, apply_all};
use super::{DocumentNode, NodeId, TreeDocument};
use sentence::Telling;

pub use form::{StepForm, form_edits};
pub(super) use order::{Place, arranged};
pub(super) use pairs::pairs;
pub(super) use step::{node_edits, option_order};
pub use wording::{StepWords, word_edits};
pub use words::{Word, unified};

/// One difference: the edit that makes it, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The edit, to be applied after those before it.
    pub edit: Edit,
    /// Node that it is about, by its id in the newer tree, or in the older one if it is gone; none if it is about the tree.
    pub node: Option<NodeId>,
    /// One sentence.
    pub sentence: String,
    /// Text that was there before, where one text takes the place of another.
    pub before: Option<String>,
}

/// Finds what has changed from one tree to another; nothing if they are equal. A node is the same by its id; of the others one is the same
/// as another that has the same content, or the same type and title, or most of its words: it was renamed.
pub fn diff(older: &TreeDocument, newer: &TreeDocument) -> Vec<Change> {
    if older == newer {
        return Vec::new();
    }
    let mut telling = Telling::new(older, newer);
    if !older.is_draft() || !newer.is_draft() {
        telling.tell(Edit::Document(Box::new(newer.clone())), None, None);
        return telling.changes;
    }
    head(older, newer, &mut telling);
    let pairs = pairs(&older.nodes, &newer.nodes);
    let kept: HashSet<usize> = pairs.iter().flatten().copied().collect();
    for (_, node) in older.nodes.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
        telling.tell(Edit::Remove { nodes: vec![node.id.clone()], heal: false }, Some(node), None);
    }
    let mut names: HashMap<&NodeId, &NodeId> = HashMap::new();
    for (new, old) in pairs.iter().enumerate().filter_map(|(new, old)| Some((&newer.nodes[new], &older.nodes[(*old)?]))) {
        if new.id != old.id {
            names.insert(&old.id, &new.id);
            telling.tell(Edit::Rename { node: old.id.clone(), to: new.id.clone() }, Some(old), Some(new));
        }
    }
    let root = names.get(&older.root).copied().unwrap_or(&older.root);
    if *root != newer.root {
        telling.tell(Edit::Root(newer.root.clone()), None, None);
    }
    let mut after = None;
    for (place, (new, old)) in arranged(&pairs).into_iter().zip(newer.nodes.iter().zip(&pairs)) {
        match (old.map(|old| &older.nodes[old]), place) {
            (None, _) => telling.tell(Edit::Add { after, nodes: vec![new.clone()] }, None, Some(new)),
            (Some(old), place) => {
                if place == Place::Moved {
                    telling.tell(Edit::Move { node: new.id.clone(), after }, Some(old), Some(new));
                }
                for edit in node_edits(old, new, |id| names.get(id).copied().unwrap_or(id)) {
                    telling.tell(edit, Some(old), Some(new));
                }
            }
        }
        after = Some(new.id.clone());
    }
    telling.changes
}

/// Makes changes that [`diff`] has found.
///
/// # Errors
/// [`EditError`] if the tree is another than the one that they were found in.
pub fn patch(older: &TreeDocument, changes: &[Change]) -> Result<TreeDocument, EditError> {
    let mut document = older.clone();
    let edits: Vec<Edit> = changes.iter().map(|change| change.edit.clone()).collect();
    apply_all(&mut document, &edits)?;
    Ok(document)
}

fn head(older: &TreeDocument, newer: &TreeDocument, telling: &mut Telling<'_>) {
    let mut text = |old: &str, new: &String, edit: fn(String) -> Edit| {
        if old != new {
            telling.tell(edit(new.clone()), None, None);
        }
    };
    text(&older.format, &newer.format, Edit::Format);
    text(&older.key, &newer.key, Edit::Key);
    text(&older.name, &newer.name, Edit::Name);
    text(&older.category, &newer.category, Edit::Category);
    text(&older.description, &newer.description, Edit::Description);
    if older.tags != newer.tags {
        telling.tell(Edit::Tags(newer.tags.clone()), None, None);
    }
}

/// Nodes of a document by their ids.
pub(super) fn by_id(document: &TreeDocument) -> HashMap<&NodeId, &DocumentNode> {
    document.nodes.iter().map(|node| (&node.id, node)).collect()
}
