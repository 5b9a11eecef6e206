//! A large tree in parts: its structure first, then the content of the nodes around the open step.

use std::collections::{HashSet, VecDeque};

use super::{Node, NodeId, NodeKind, Tree};

/// The most bytes, as JSON, of a tree that is sent as a whole.
pub const WHOLE_BYTES: usize = 1024 * 1024;
/// Distance, in steps, up to which bodies and commands are sent in advance.
pub const STEPS_AHEAD: usize = 10;
/// The most nodes of one part: where every question has many answers, ten steps ahead lies the whole tree.
const PART_NODES: usize = 500;

impl Tree {
    /// The tree without bodies and commands: enough to walk it, not to read it.
    #[must_use]
    pub fn structure(&self) -> Tree {
        let mut structure = self.clone();
        structure.published.is_structure = true;
        for node in &mut structure.published.nodes {
            node.body.clear();
            if let NodeKind::Action { commands, .. } = &mut node.kind {
                commands.clear();
            }
        }
        structure
    }

    /// True if the tree was sent without bodies and commands, to be loaded later; stays so once they are filled in.
    pub fn is_structure(&self) -> bool {
        self.published.is_structure
    }

    /// The nodes that can be reached from one within [`STEPS_AHEAD`] steps, itself first, the nearer ones before those further
    /// off, at most 500; none if there is no such node.
    pub fn ahead(&self, from: &NodeId) -> Vec<&Node> {
        let mut found = Vec::new();
        let mut seen = HashSet::from([from]);
        let mut waiting = VecDeque::from([(from, 0)]);
        while let Some((id, steps)) = waiting.pop_front() {
            let Some(node) = self.node(id).filter(|_| found.len() < PART_NODES) else { continue };
            found.push(node);
            if steps < STEPS_AHEAD {
                waiting.extend(node.kind.targets().filter(|target| seen.insert(target)).map(|target| (target, steps + 1)));
            }
        }
        found
    }

    /// Puts nodes with their bodies and commands in the place of those without; ids that the tree does not have are passed over.
    pub fn fill_in(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            if let Some(position) = self.position(&node.id) {
                self.published.nodes[position] = node;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Action, Command, Session, VersionRef};

    /// Actions in a row that end in a solution.
    fn row(length: usize) -> Tree {
        let mut nodes: Vec<_> = (0..length)
            .map(|number| {
                serde_json::json!({
                    "id": format!("n{number}"), "type": "action", "title": format!("Do {number}"), "body": [{"paragraph": [{"text": "Read me"}]}],
                    "commands": [{"label": "", "shell": "bash", "text": "true"}], "next_node_id": format!("n{}", number + 1),
                })
            })
            .collect();
        nodes.push(serde_json::json!({"id": format!("n{length}"), "type": "solution", "title": "Done", "body": []}));
        let tree =
            serde_json::json!({"key": "k", "name": "N", "category": "C", "tags": [], "description": "", "root": "n0", "nodes": nodes});
        serde_json::from_value(tree).unwrap()
    }

    #[test]
    fn a_structure_is_walked_like_the_tree_and_becomes_it_part_by_part() {
        let tree = row(30);
        let sent = serde_json::to_string(&tree.structure()).unwrap();
        assert!(!sent.contains("Read me") && !sent.contains("true\""));
        let mut structure: Tree = serde_json::from_str(&sent).unwrap();
        assert!(structure.is_structure() && !tree.is_structure());

        let id = |number: u128| uuid::Uuid::from_u128(number);
        let by = crate::access::Actor { user_id: crate::id::UserId(id(1)), role: crate::access::Role::Technician };
        let start = |tree: &Tree| {
            let version = VersionRef { tree_id: crate::id::TreeId(id(2)), number: 1 };
            Session::start(crate::id::SessionId(id(3)), version, tree, &by, Default::default(), None, crate::time::Timestamp::from_unix(0))
        };
        let command = Command { id: crate::id::CommandId(id(4)), base_revision: 0, at: None, draft: None, action: Action::Continue };
        let walked = |tree: &Tree| start(tree).after(tree, &command, &by, crate::time::Timestamp::from_unix(9)).unwrap();
        assert_eq!(walked(&structure), walked(&tree));

        for from in ["n0", "n8", "n19", "n29"] {
            let part: Vec<Node> = serde_json::from_str(&serde_json::to_string(&tree.ahead(&from.into())).unwrap()).unwrap();
            structure.fill_in(part);
        }
        assert_eq!(structure.nodes(), tree.nodes());
    }

    #[test]
    fn ten_steps_ahead_are_sent_and_nothing_twice() {
        let tree = row(30);
        let ahead: Vec<&str> = tree.ahead(&"n5".into()).iter().map(|node| node.id.0.as_str()).collect();
        assert_eq!((ahead.len(), ahead[0], ahead[10]), (11, "n5", "n15"));
        assert!(tree.ahead(&"nowhere".into()).is_empty());
    }
}
