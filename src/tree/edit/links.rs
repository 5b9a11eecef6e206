//! Links to nodes: of options, of actions, and the root.

use std::collections::{HashMap, HashSet};

use super::draft::position;
use super::{Edit, EditError};
use crate::tree::{NodeId, NodeKind, TreeDocument};

/// Gives a node another id, in every link, too.
pub(super) fn rename(document: &mut TreeDocument, from: &NodeId, to: &NodeId) -> Result<Vec<Edit>, EditError> {
    let at = position(document, from)?;
    if to.0.is_empty() {
        return Err(EditError::EmptyId);
    }
    if to != from && document.nodes.iter().any(|node| node.id == *to) {
        return Err(EditError::TakenId(to.0.clone()));
    }
    // Links to the new id before it was there: undone they must not follow the node.
    let ahead: Vec<Edit> = if to == from { Vec::new() } else { links(document, to).collect() };
    document.nodes[at].id = to.clone();
    led(document, &HashMap::from([(from, to)]));
    let mut undo = vec![Edit::Rename { node: to.clone(), to: from.clone() }];
    undo.extend(ahead);
    Ok(undo)
}

/// Every link to an id, as the edit that makes it.
pub(super) fn links(document: &TreeDocument, id: &NodeId) -> impl Iterator<Item = Edit> {
    let root = (document.root == *id).then(|| Edit::Root(id.clone()));
    let of_nodes = document.nodes.iter().flat_map(move |node| {
        let (options, next) = match &node.kind {
            NodeKind::Decision { options } => (options.as_slice(), None),
            NodeKind::Action { next_node_id, .. } => (&[][..], Some(next_node_id)),
            NodeKind::Solution { .. } => (&[][..], None),
        };
        let options = options.iter().filter(|option| option.next_node_id == *id).map(|option| Edit::Target {
            node: node.id.clone(),
            option: option.id.clone(),
            target: id.clone(),
        });
        options.chain(next.filter(|next| *next == id).map(|next| Edit::Next { node: node.id.clone(), target: next.clone() }))
    });
    root.into_iter().chain(of_nodes)
}

/// Leads links elsewhere; gives the edits that lead them back.
pub(super) fn led(document: &mut TreeDocument, to: &HashMap<&NodeId, &NodeId>) -> Vec<Edit> {
    let mut undo = Vec::new();
    let lead = |target: &mut NodeId| Some(std::mem::replace(target, (*to.get(target)?).clone()));
    if let Some(before) = lead(&mut document.root) {
        undo.push(Edit::Root(before));
    }
    for node in &mut document.nodes {
        let id = &node.id;
        match &mut node.kind {
            NodeKind::Decision { options } => undo.extend(options.iter_mut().filter_map(|option| {
                let target = lead(&mut option.next_node_id)?;
                Some(Edit::Target { node: id.clone(), option: option.id.clone(), target })
            })),
            NodeKind::Action { next_node_id, .. } => {
                undo.extend(lead(next_node_id).map(|target| Edit::Next { node: id.clone(), target }));
            }
            NodeKind::Solution { .. } => {}
        }
    }
    undo
}

/// The one node that some nodes lead to outside of themselves; none if they lead to none or to several.
pub(super) fn onward(document: &TreeDocument, inside: &HashSet<&NodeId>) -> Option<NodeId> {
    let nodes = document.nodes.iter().filter(|node| inside.contains(&node.id));
    let mut exits = nodes.flat_map(|node| node.kind.targets()).filter(|target| !target.0.is_empty() && !inside.contains(target));
    let first = exits.next()?;
    exits.all(|other| other == first).then(|| first.clone())
}

/// A document with other ids, in links, too.
pub(in crate::tree) fn rewritten(document: &TreeDocument, to: &HashMap<&NodeId, &NodeId>) -> TreeDocument {
    let mut document = document.clone();
    if !to.is_empty() {
        for node in &mut document.nodes {
            if let Some(id) = to.get(&node.id) {
                node.id = (*id).clone();
            }
        }
        led(&mut document, to);
    }
    document
}
