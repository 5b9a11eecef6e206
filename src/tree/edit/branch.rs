//! Branches: a node with all that is reached through it alone. They are copied, pasted and removed as one.

use std::collections::{HashMap, HashSet};

use super::new::Taken;
use super::{Edit, links};
use crate::tree::{DocumentNode, NodeId, TreeDocument};

/// Nodes of a branch, in the author's order: the node, and those that no walk reaches without it. Steps that others lead to, too, are no
/// part of it. Empty if there is no such node.
pub fn branch(document: &TreeDocument, id: &NodeId) -> Vec<DocumentNode> {
    let below = reached(document, id, None);
    let elsewhere = reached(document, &document.root, Some(id));
    document.nodes.iter().filter(|node| below.contains(&node.id) && !elsewhere.contains(&node.id)).cloned().collect()
}

/// Ids that are reached from a node, itself included, without passing another.
fn reached<'d>(document: &'d TreeDocument, from: &'d NodeId, without: Option<&NodeId>) -> HashSet<&'d NodeId> {
    let nodes: HashMap<&NodeId, &DocumentNode> = document.nodes.iter().map(|node| (&node.id, node)).collect();
    let (mut seen, mut waiting) = (HashSet::new(), vec![from]);
    while let Some(id) = waiting.pop() {
        if Some(id) != without && seen.insert(id) {
            waiting.extend(nodes.get(id).into_iter().flat_map(|node| node.kind.targets()));
        }
    }
    seen
}

/// Nodes of a branch as they are added to a draft, the same or another one: an id that a node has there already becomes a new one, in the
/// links of the branch, too. Links out of the branch stay.
pub fn pasted(document: &TreeDocument, after: Option<&NodeId>, nodes: &[DocumentNode]) -> Edit {
    let there: HashSet<&str> = document.nodes.iter().map(|node| node.id.0.as_str()).collect();
    let (copy, _) = TreeDocument { nodes: nodes.to_vec(), ..TreeDocument::default() }.into_draft();
    let mut taken = Taken::new(document.nodes.iter().chain(&copy.nodes).map(|node| node.id.0.clone()));
    let new = |id: &NodeId, taken: &mut Taken| NodeId(taken.make(&id.0, "step"));
    let ids: HashMap<NodeId, NodeId> = copy
        .nodes
        .iter()
        .filter(|node| there.contains(node.id.0.as_str()))
        .map(|node| (node.id.clone(), new(&node.id, &mut taken)))
        .collect();
    let copy = links::rewritten(&copy, &ids.iter().collect());
    Edit::Add { after: after.cloned(), nodes: copy.nodes }
}

/// Consequence of removing nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Removal {
    /// Links to them from elsewhere, each as the edit that makes it: an answer, an action, the root.
    pub from: Vec<Edit>,
    /// Node that those links are led on to, if they are healed; none if they become problems, because there is no exit or more than one.
    pub onward: Option<NodeId>,
}

/// Tells what removing nodes does to the links to them.
pub fn removal(document: &TreeDocument, ids: &[NodeId]) -> Removal {
    let gone: HashSet<&NodeId> = ids.iter().collect();
    let is_inside = |edit: &Edit| edit.node().is_some_and(|node| gone.contains(node));
    let from = ids.iter().flat_map(|id| links::links(document, id)).filter(|edit| !is_inside(edit)).collect();
    Removal { from, onward: links::onward(document, &gone) }
}
