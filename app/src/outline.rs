//! A tree's nodes in the order in which a walk that always takes the first answer, and then the next, meets them.

use std::collections::{HashMap, HashSet};

use resolutionflow::tree::{Node, NodeId, NodeKind, Tree};

/// Outline of a tree: its nodes in order. A node with several parents, or in a loop, stands where it is met first; elsewhere it is linked
/// to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Entries in order; a node stands below the one that leads to it first.
    pub entries: Vec<Entry>,
}

/// A node of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number in the outline, from 1.
    pub number: usize,
    /// Number of decisions above it on its path.
    pub depth: usize,
    /// The answer that leads here from the decision above.
    pub answer: Option<String>,
    /// The node itself.
    pub node: Node,
    /// Targets of its options, or of its continuation.
    pub exits: Vec<Exit>,
}

/// Way out of a node, to another node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// The option's label; none for what follows an action.
    pub label: Option<String>,
    /// The target's title.
    pub title: String,
    /// The target's number in the outline; none beyond the cap.
    pub number: Option<usize>,
    /// True if the target stands in another place of the outline, not right below.
    pub elsewhere: bool,
}

/// A node where a walk meets it first.
pub(crate) struct Met<'a> {
    /// Its id.
    pub id: &'a NodeId,
    /// Number of decisions above it on its path.
    pub depth: usize,
    /// The number of the node above, and which of its ways out leads here.
    pub from: Option<(usize, usize)>,
    /// The answer that leads here.
    pub answer: Option<&'a str>,
}

/// Nodes in the order in which walks from several beginnings meet them, each once.
#[derive(Default)]
pub(crate) struct Order<'a> {
    /// The nodes so far.
    pub met: Vec<Met<'a>>,
    seen: HashSet<&'a NodeId>,
}

impl<'a> Order<'a> {
    /// Adds what is met from a node on, up to `cap` nodes in all; nothing if it was met before or is not there. Iterative: a tree may be ten
    /// thousand nodes deep.
    pub fn walk(&mut self, start: &'a NodeId, cap: usize, kind: impl Fn(&NodeId) -> Option<&'a NodeKind>) {
        let mut stack = vec![Met { id: start, depth: 0, from: None, answer: None }];
        while let Some(waiting) = stack.pop() {
            let Some(kind) = kind(waiting.id).filter(|_| self.met.len() < cap && !self.seen.contains(waiting.id)) else { continue };
            self.seen.insert(waiting.id);
            let number = self.met.len() + 1;
            // The successor of an action stays at its depth: only decisions branch.
            let depth = waiting.depth + usize::from(kind.is_decision());
            let ways = kind.ways().into_iter().enumerate();
            let from = stack.len();
            stack.extend(ways.map(|(way, (answer, id))| Met { id, depth, from: Some((number, way)), answer }));
            stack[from..].reverse();
            self.met.push(waiting);
        }
    }
}

/// Outline of a tree, up to its first `cap` nodes.
pub fn outline(tree: &Tree, cap: usize) -> Outline {
    let mut order = Order::default();
    order.walk(tree.root(), cap, |id| tree.node(id).map(|node| &node.kind));
    let met: Vec<(&Node, Met<'_>)> = order.met.into_iter().filter_map(|met| Some((tree.node(met.id)?, met))).collect();
    let numbers: HashMap<&NodeId, usize> = met.iter().enumerate().map(|(index, (node, _))| (&node.id, index + 1)).collect();
    let below: HashSet<(usize, usize)> = met.iter().filter_map(|(_, met)| met.from).collect();
    let entries = met.iter().enumerate().map(|(index, (node, met))| Entry {
        number: index + 1,
        depth: met.depth,
        answer: met.answer.map(str::to_owned),
        node: (*node).clone(),
        exits: exits(tree, node, index + 1, &numbers, &below),
    });
    Outline { entries: entries.collect() }
}

fn exits(tree: &Tree, node: &Node, number: usize, numbers: &HashMap<&NodeId, usize>, below: &HashSet<(usize, usize)>) -> Vec<Exit> {
    let ways = node.kind.ways().into_iter().enumerate();
    ways.map(|(way, (label, target))| Exit {
        label: label.map(str::to_owned),
        title: tree.node(target).map_or_else(|| target.0.clone(), |node| node.title.clone()),
        number: numbers.get(target).copied(),
        elsewhere: !below.contains(&(number, way)),
    })
    .collect()
}

/// The ways out of a node, with the label of an option.
pub(crate) trait Ways {
    /// True for a decision.
    fn is_decision(&self) -> bool;
    /// The ways out, in their order.
    fn ways(&self) -> Vec<(Option<&str>, &NodeId)>;
}

impl Ways for NodeKind {
    fn is_decision(&self) -> bool {
        matches!(self, Self::Decision { .. })
    }

    fn ways(&self) -> Vec<(Option<&str>, &NodeId)> {
        match self {
            Self::Decision { options } => options.iter().map(|option| (Some(option.label.as_str()), &option.next_node_id)).collect(),
            Self::Action { next_node_id, .. } => vec![(None, next_node_id)],
            Self::Solution { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(nodes: serde_json::Value) -> Tree {
        let published = json!({"key": "k", "name": "N", "category": "C", "tags": [], "description": "", "root": "a", "nodes": nodes});
        serde_json::from_value(published).unwrap()
    }

    fn action(id: usize, next: usize) -> serde_json::Value {
        json!({"id": format!("n{id}"), "type": "action", "title": format!("T{id}"), "body": [], "next_node_id": format!("n{next}")})
    }

    #[test]
    fn a_node_with_two_parents_and_a_loop_stand_once_and_are_linked_to() {
        let tree = tree(json!([
            {"id": "a", "type": "decision", "title": "A", "body": [], "options": [
                {"id": "1", "label": "One", "next_node_id": "b"}, {"id": "2", "label": "Two", "next_node_id": "c"}]},
            {"id": "b", "type": "action", "title": "B", "body": [], "next_node_id": "c"},
            {"id": "c", "type": "decision", "title": "C", "body": [], "options": [
                {"id": "1", "label": "Again", "next_node_id": "a"}, {"id": "2", "label": "Done", "next_node_id": "d"}]},
            {"id": "d", "type": "solution", "title": "D", "body": []},
        ]));
        let outline = outline(&tree, 500);
        let told: Vec<_> = outline.entries.iter().map(|e| (e.node.title.as_str(), e.depth, e.answer.as_deref())).collect();
        assert_eq!(told, [("A", 0, None), ("B", 1, Some("One")), ("C", 1, None), ("D", 2, Some("Done"))]);
        let elsewhere: Vec<_> =
            outline.entries.iter().flat_map(|e| &e.exits).filter(|exit| exit.elsewhere).map(|e| (e.label.as_deref(), e.number)).collect();
        assert_eq!(elsewhere, [(Some("Two"), Some(3)), (Some("Again"), Some(1))]);
    }

    #[test]
    fn ten_thousand_nodes_in_a_row_are_cut_and_the_last_exit_leads_nowhere() {
        let mut nodes: Vec<_> = (1..9_999).map(|id| action(id, id + 1)).collect();
        nodes.insert(0, json!({"id": "a", "type": "action", "title": "A", "body": [], "next_node_id": "n1"}));
        nodes.push(json!({"id": "n9999", "type": "solution", "title": "End", "body": []}));
        let outline = outline(&tree(json!(nodes)), 500);
        assert_eq!(outline.entries.len(), 500);
        assert_eq!(outline.entries[499].exits[0].number, None);
        assert!(outline.entries.iter().all(|entry| entry.depth == 0));
    }
}
