//! Adding, removing and moving nodes.

use std::collections::{HashMap, HashSet};

use super::draft::{behind, position, whole_options};
use super::{Edit, EditError, links};
use crate::tree::{DocumentNode, MAX_NODES, NodeId, TreeDocument};

pub(super) fn add(document: &mut TreeDocument, after: Option<&NodeId>, nodes: &[DocumentNode]) -> Result<Edit, EditError> {
    let at = behind(document, after)?;
    if document.nodes.len() + nodes.len() > MAX_NODES {
        return Err(EditError::TooManyNodes);
    }
    let mut new = HashSet::new();
    for node in nodes {
        if node.id.0.is_empty() {
            return Err(EditError::EmptyId);
        }
        if !new.insert(&node.id) {
            return Err(EditError::TakenId(node.id.0.clone()));
        }
        whole_options(&node.kind)?;
    }
    let is_new = |id: &NodeId| if let [one] = nodes { one.id == *id } else { new.contains(id) };
    if let Some(taken) = document.nodes.iter().find(|node| is_new(&node.id)) {
        return Err(EditError::TakenId(taken.id.0.clone()));
    }
    document.nodes.splice(at..at, nodes.iter().cloned());
    Ok(Edit::Remove { nodes: nodes.iter().map(|node| node.id.clone()).collect(), heal: false })
}

/// Removes nodes. Undone they are added where they stood, and the links that were led on lead to them again.
pub(super) fn remove(document: &mut TreeDocument, ids: &[NodeId], heal: bool) -> Result<Vec<Edit>, EditError> {
    let gone: HashSet<&NodeId> = ids.iter().collect();
    if let ([one], false) = (ids, heal) {
        let at = position(document, one)?;
        let after = at.checked_sub(1).map(|before| document.nodes[before].id.clone());
        return Ok(vec![Edit::Add { after, nodes: vec![document.nodes.remove(at)] }]);
    }
    let there: HashSet<&NodeId> = document.nodes.iter().map(|node| &node.id).filter(|id| gone.contains(id)).collect();
    if let Some(missing) = ids.iter().find(|id| !there.contains(id)) {
        return Err(EditError::NoSuchNode(missing.clone()));
    }
    let onward = if heal { links::onward(document, &gone) } else { None };
    let (mut undo, mut kept, mut before) = (Vec::new(), Vec::with_capacity(document.nodes.len()), None::<NodeId>);
    for node in std::mem::take(&mut document.nodes) {
        let is_gone = gone.contains(&node.id);
        let id = node.id.clone();
        match undo.last_mut() {
            // A run goes back in one edit.
            Some(Edit::Add { nodes, .. }) if is_gone && nodes.last().map(|last: &DocumentNode| &last.id) == before.as_ref() => {
                nodes.push(node);
            }
            _ if is_gone => undo.push(Edit::Add { after: before, nodes: vec![node] }),
            _ => kept.push(node),
        }
        before = Some(id);
    }
    document.nodes = kept;
    if let Some(onward) = onward {
        let to: HashMap<&NodeId, &NodeId> = ids.iter().map(|id| (id, &onward)).collect();
        undo.extend(links::led(document, &to));
    }
    Ok(undo)
}

pub(super) fn put(document: &mut TreeDocument, id: &NodeId, after: Option<&NodeId>) -> Result<Edit, EditError> {
    if after == Some(id) {
        return Err(EditError::BehindItself(id.0.clone()));
    }
    let (from, behind) = (position(document, id)?, behind(document, after)?);
    let before = from.checked_sub(1).map(|before| document.nodes[before].id.clone());
    if behind > from {
        document.nodes[from..behind].rotate_left(1);
    } else {
        document.nodes[behind..=from].rotate_right(1);
    }
    Ok(Edit::Move { node: id.clone(), after: before })
}
