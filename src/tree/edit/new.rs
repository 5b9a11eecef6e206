//! Ids for what is new. They are made once, of the words that a thing begins with, and never change by themselves.

use crate::tree::{NodeId, NodeKind, TreeDocument};

pub(super) use crate::tree::text::Ids as Taken;

/// Id for a new node of this title, which no node of the document has and to which nothing leads yet.
pub fn new_node_id(document: &TreeDocument, title: &str) -> NodeId {
    let targets = document.nodes.iter().flat_map(|node| node.kind.targets()).chain([&document.root]);
    let taken = document.nodes.iter().map(|node| &node.id).chain(targets);
    NodeId(Taken::new(taken.map(|id| id.0.clone())).make(title, "step"))
}

/// Id for a new option of a node, which none of its options has.
pub fn new_option_id(kind: &NodeKind, label: &str) -> String {
    let options = if let NodeKind::Decision { options } = kind { options.as_slice() } else { &[] };
    Taken::new(options.iter().map(|option| option.id.clone())).make(label, "answer")
}
