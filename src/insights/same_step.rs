//! Steps of two versions of a tree that are the same step. Ids of nodes survive versions, meanings do not.

use crate::text::Key;
use crate::tree::{Node, NodeId, Tree};

/// Id of a node in the earlier version, and its id in the later one, by the word of the tree's author.
pub type Rename = (NodeId, NodeId);

/// True if a node of the earlier version and one of the later are the same step. The list of renames decides about every node that stands
/// in it. Any other is the same if its id, its type and its title are; case and white space of titles do not count.
pub fn same_step(renames: &[Rename], before: &Node, after: &Node) -> bool {
    let mut listed = renames.iter().filter(|(old, new)| *old == before.id || *new == after.id).peekable();
    if listed.peek().is_some() {
        return listed.any(|(old, new)| *old == before.id && *new == after.id);
    }
    before.id == after.id && before.node_type() == after.node_type() && Key::of(&before.title) == Key::of(&after.title)
}

/// A step of two versions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StepPair<'a> {
    /// The same step in both.
    Same(&'a Node, &'a Node),
    /// Only in the earlier version: it is gone, or its id means something else now.
    Before(&'a Node),
    /// Only in the later version.
    After(&'a Node),
}

/// Every step of two versions, once: those of the later one in its author's order, then those that only the earlier one has.
pub fn step_pairs<'a>(renames: &[Rename], before: &'a Tree, after: &'a Tree) -> Vec<StepPair<'a>> {
    let old_id = |node: &Node| renames.iter().find(|(_, new)| *new == node.id).map_or(&node.id, |(old, _)| old).clone();
    let partner = |node: &Node| before.node(&old_id(node)).filter(|old| same_step(renames, old, node));
    let mut pairs: Vec<StepPair<'a>> = Vec::new();
    let mut taken = std::collections::HashSet::new();
    for node in after.nodes() {
        match partner(node).filter(|old| taken.insert(&old.id)) {
            Some(old) => pairs.push(StepPair::Same(old, node)),
            None => pairs.push(StepPair::After(node)),
        }
    }
    pairs.extend(before.nodes().iter().filter(|node| !taken.contains(&node.id)).map(StepPair::Before));
    pairs
}
