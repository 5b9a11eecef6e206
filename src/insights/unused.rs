//! Steps and answers of a version that nobody took.

use std::collections::HashSet;

use crate::stats::{NodeFigures, NodeKey, OptionKey};
use crate::tree::{Node, NodeId, NodeKind, Tree};

/// Days in which a step has to be visited once so that it counts as used.
pub const USED_WITHIN: u64 = 90;

/// Fewest walks of a version of whose unvisited steps an author is warned.
pub const WALKED: i64 = 30;

/// Steps of a version that nobody visited, to be warned of; none where the version was walked fewer than [`WALKED`] times. `visited` are the
/// steps that walks of any version visited: one that people came past a moment ago is not unvisited because its version is new.
pub fn unvisited<'n>(nodes: impl IntoIterator<Item = &'n NodeId>, walks: i64, visited: &HashSet<NodeKey>) -> HashSet<NodeId> {
    if walks < WALKED {
        return HashSet::new();
    }
    nodes.into_iter().filter(|id| !visited.contains(&NodeKey::of(id))).cloned().collect()
}

/// Step of a tree, or an answer at one, that no walk took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// Title of the step.
    pub step: String,
    /// Label of the answer; none where the step itself was never visited.
    pub answer: Option<String>,
}

/// Steps that walks visited, and answers that they chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Used {
    /// Steps.
    pub nodes: HashSet<NodeKey>,
    /// Answers.
    pub options: HashSet<OptionKey>,
}

impl Used {
    /// Those of a node's figures.
    pub fn add(&mut self, node: NodeKey, figures: &NodeFigures) {
        self.nodes.extend((figures.sessions > 0).then_some(node));
        self.options.extend(figures.options.iter().filter(|(_, option)| option.sessions > 0).map(|(key, _)| *key));
    }

    /// Those that are not among others.
    pub fn without(&self, others: &Self) -> Self {
        Self { nodes: &self.nodes - &others.nodes, options: &self.options - &others.options }
    }
}

/// Steps that no walk of a version visited, and answers that none chose at a step that was visited: the answers of an unvisited step
/// need not be said apart.
pub fn unused(tree: &Tree, used: &Used) -> Vec<Unused> {
    tree.nodes().iter().flat_map(|node| of_node(node, used)).collect()
}

fn of_node(node: &Node, used: &Used) -> Vec<Unused> {
    let unused = |answer: Option<&str>| Unused { step: node.title.clone(), answer: answer.map(str::to_owned) };
    if !used.nodes.contains(&NodeKey::of(&node.id)) {
        return vec![unused(None)];
    }
    let NodeKind::Decision { options } = &node.kind else { return Vec::new() };
    let is_chosen = |id: &str| used.options.contains(&OptionKey::of(&node.id, id));
    options.iter().filter(|option| !is_chosen(&option.id)).map(|option| unused(Some(&option.label))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_steps_of_a_version_that_was_walked_often_are_warned_of() {
        let nodes: [NodeId; 3] = ["a".into(), "b".into(), "c".into()];
        let visited = HashSet::from([NodeKey::of(&nodes[0]), NodeKey::of(&"gone".into())]);
        assert_eq!(unvisited(&nodes, WALKED, &visited), HashSet::from([nodes[1].clone(), nodes[2].clone()]));
        assert_eq!(unvisited(&nodes, WALKED - 1, &visited), HashSet::new());
    }
}
