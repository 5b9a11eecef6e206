//! Steps of a draft in the order of its outline, with their numbers.

use std::collections::{HashMap, HashSet};

use resolutionflow::tree::{DocumentNode, NodeId, TreeDocument};

use crate::outline::{Order, Ways};

/// Steps of a draft: first those that a walk meets, in the order of the tree's page, then those that nothing leads to.
pub struct Steps<'d> {
    /// The draft.
    pub document: &'d TreeDocument,
    /// The steps in their order; each once.
    pub rows: Vec<Row<'d>>,
    /// Number of those that a walk meets; the others follow them.
    pub reached: usize,
    at: HashMap<&'d NodeId, usize>,
}

/// Step of the outline. Its number is its position plus one.
pub struct Row<'d> {
    /// Number of decisions above it on its path.
    pub depth: usize,
    /// The answer that leads here from the decision above.
    pub answer: Option<&'d str>,
    /// Number of the step above that it stands below of, and which of that step's ways out leads here; none where a part begins.
    pub from: Option<(usize, usize)>,
    /// The step.
    pub node: &'d DocumentNode,
}

impl<'d> Steps<'d> {
    /// Steps of a draft, all of them.
    pub fn of(document: &'d TreeDocument) -> Self {
        let by_id: HashMap<&NodeId, &DocumentNode> = document.nodes.iter().rev().map(|node| (&node.id, node)).collect();
        let kind = |id: &NodeId| by_id.get(id).map(|node| &node.kind);
        let led_to: HashSet<&NodeId> = document.nodes.iter().flat_map(|node| node.kind.targets()).collect();
        let mut order = Order::default();
        order.walk(&document.root, usize::MAX, kind);
        let reached = order.met.len();
        // A loop that nothing leads into has no first step; its author's order has one.
        let begins = document.nodes.iter().filter(|node| !led_to.contains(&node.id)).chain(&document.nodes);
        begins.for_each(|node| order.walk(&node.id, usize::MAX, kind));
        let rows: Vec<Row<'d>> = order
            .met
            .into_iter()
            .filter_map(|met| Some(Row { depth: met.depth, answer: met.answer, from: met.from, node: by_id.get(met.id)? }))
            .collect();
        let at = rows.iter().enumerate().map(|(at, row)| (&row.node.id, at)).collect();
        Self { document, rows, reached, at }
    }

    /// Position of a step in the outline, from 0; none if there is no such step.
    pub fn position(&self, id: &NodeId) -> Option<usize> {
        self.at.get(id).copied()
    }

    /// What the order of the step at a position in the outline comes from: of one below a decision from that one's answers, by its number;
    /// of one that nothing leads to from the author's order (0). None where it has only one place.
    pub fn group(&self, at: usize) -> Option<usize> {
        match self.rows[at].from {
            Some((from, _)) => self.rows[from - 1].node.kind.is_decision().then_some(from),
            None => (at >= self.reached).then_some(0),
        }
    }

    /// Positions of the steps among which the one at a position is moved, itself among them; of a step that has only one place itself alone.
    pub fn among(&self, at: usize) -> Vec<usize> {
        let group = self.group(at);
        (0..self.rows.len()).filter(|row| *row == at || (group.is_some() && self.group(*row) == group)).collect()
    }

    /// A step by its id; none if there is no such step.
    pub fn node(&self, id: &NodeId) -> Option<&'d DocumentNode> {
        self.position(id).map(|at| self.rows[at].node)
    }

    /// Ways out of a step that do not lead to the row below it by the outline itself: the answer, empty for what follows an action, and the
    /// target.
    pub fn elsewhere(&self, at: usize) -> Vec<(&'d str, &'d NodeId)> {
        let node: &'d DocumentNode = self.rows[at].node;
        let ways = node.kind.ways().into_iter().enumerate();
        let is_below = |way: usize, id: &NodeId| self.position(id).is_some_and(|below| self.rows[below].from == Some((at + 1, way)));
        ways.filter(|(way, (_, id))| !is_below(*way, id)).map(|(_, (answer, id))| (answer.unwrap_or_default(), id)).collect()
    }

    /// Steps that lead to a step, each once, with the answers that do; an answer is empty where an action leads on.
    pub fn parents(&self, id: &NodeId) -> Vec<(&'d DocumentNode, Vec<&'d str>)> {
        let answers = |node: &'d DocumentNode| -> Vec<&'d str> {
            node.kind.ways().into_iter().filter(|(_, target)| *target == id).map(|(answer, _)| answer.unwrap_or_default()).collect()
        };
        let parents = self.rows.iter().map(|row| (row.node, answers(row.node)));
        parents.filter(|(_, answers)| !answers.is_empty()).collect()
    }
}

/// Title of a step; while it has none, its id.
pub fn called(node: &DocumentNode) -> String {
    if node.title.trim().is_empty() { node.id.0.clone() } else { node.title.clone() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A draft with a loop, a step with two parents, a step that nothing leads to, and a loop that nothing leads into.
    pub fn draft() -> TreeDocument {
        let nodes = serde_json::json!([
            {"id": "alone", "type": "solution", "title": "Alone"},
            {"id": "x", "type": "action", "title": "X", "next_node_id": "y"},
            {"id": "y", "type": "action", "title": "Y", "next_node_id": "x"},
            {"id": "end", "type": "solution", "title": "It works"},
            {"id": "do", "type": "action", "title": "Reboot it", "next_node_id": "ask"},
            {"id": "ask", "type": "decision", "title": "Is it on?", "options": [
                {"id": "no", "label": "No", "next_node_id": "do"}, {"id": "yes", "label": "Yes", "next_node_id": "end"},
                {"id": "odd", "label": "Odd", "next_node_id": "Call the ISP"}]},
        ]);
        let file = serde_json::json!({"format": "resolutionflow.tree/1", "key": "k", "name": "VPN", "category": "C", "root": "ask", "nodes": nodes});
        TreeDocument::read(file.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn steps_stand_as_a_walk_meets_them_and_those_that_nothing_leads_to_behind_them() {
        let document = draft();
        let steps = Steps::of(&document);
        let ids: Vec<_> = steps.rows.iter().map(|row| (row.node.id.0.as_str(), row.depth)).collect();
        assert_eq!(ids, [("ask", 0), ("do", 1), ("end", 1), ("alone", 0), ("x", 0), ("y", 0)]);
        assert_eq!((steps.reached, steps.position(&"y".into()), steps.position(&"gone".into())), (3, Some(5), None));
        let parents: Vec<_> = steps.parents(&"ask".into()).into_iter().map(|(node, by)| (node.id.0.as_str(), by)).collect();
        assert_eq!(parents, [("do", vec![""])]);
        assert_eq!((steps.elsewhere(0), steps.elsewhere(1)), (vec![("Odd", &"Call the ISP".into())], vec![("", &"ask".into())]));
        // The answers of a decision, those that nothing leads to; the first step, and one behind an action, have one place.
        assert_eq!([0, 1, 2, 3, 4, 5].map(|at| steps.among(at)), [vec![0], vec![1, 2], vec![1, 2], vec![3, 4], vec![3, 4], vec![5]]);
    }

    #[test]
    fn a_draft_without_steps_or_without_a_beginning_has_an_outline_too() {
        assert!(Steps::of(&TreeDocument::default()).rows.is_empty());
        let mut document = draft();
        document.root = "gone".into();
        let steps = Steps::of(&document);
        assert_eq!((steps.rows.len(), steps.reached), (6, 0));
    }
}
