//! Steps and answers of a version that nobody took.

use std::collections::BTreeMap;

use crate::stats::{NodeFigures, NodeKey, OptionKey};
use crate::tree::{Node, NodeKind, Tree};

/// Days in which a step has to be visited once so that it counts as used.
pub const USED_WITHIN: u64 = 90;

/// Step of a tree, or an answer at one, that no walk took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// Title of the step.
    pub step: String,
    /// Label of the answer; none where the step itself was never visited.
    pub answer: Option<String>,
}

/// Steps that no walk of a version visited, and answers that none chose at a step that was visited: the answers of an unvisited step
/// need not be said apart.
pub fn unused(tree: &Tree, figures: &BTreeMap<NodeKey, NodeFigures>) -> Vec<Unused> {
    tree.nodes().iter().flat_map(|node| of_node(node, figures.get(&NodeKey::of(&node.id)))).collect()
}

fn of_node(node: &Node, figures: Option<&NodeFigures>) -> Vec<Unused> {
    let unused = |answer: Option<&str>| Unused { step: node.title.clone(), answer: answer.map(str::to_owned) };
    let Some(figures) = figures.filter(|figures| figures.sessions > 0) else { return vec![unused(None)] };
    let NodeKind::Decision { options } = &node.kind else { return Vec::new() };
    let is_chosen = |id: &str| figures.options.get(&OptionKey::of(&node.id, id)).is_some_and(|option| option.sessions > 0);
    options.iter().filter(|option| !is_chosen(&option.id)).map(|option| unused(Some(&option.label))).collect()
}
