//! Reading a large tree bit by bit: it comes as a structure, and the texts of its steps follow before somebody gets there.

use std::cell::RefCell;

use litemap::LiteMap;
use resolutionflow::markdown::RULES;
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Node, NodeId, PLACE_RULES, STEPS_AHEAD, Tree};
use resolutionflow::wire::from_json;

use super::browser;

/// Download of a version of a tree: its address, and the ids of the steps whose bodies and commands have come. The texts themselves stand
/// in the [`Tree`]. A tree too large to send at once comes as a structure first, so that the walk need not wait for the rest.
pub(super) struct Reading {
    address: String,
    /// None for a tree that came as a whole.
    read: RefCell<Option<LiteMap<NodeId, ()>>>,
}

impl Reading {
    /// Asks the server for a version of a tree, which comes as a whole or as a structure; none where the server does not answer.
    pub(super) async fn begin(version: VersionRef) -> Option<(Self, Tree)> {
        let address = format!("/api/trees/{}/readings/{}", version.tree_id, version.number);
        let tree: Tree = from_json(&browser::exchange(&format!("{address}?rules={RULES}.{PLACE_RULES}"), None).await.ok()?)?;
        let read = RefCell::new(tree.is_structure().then(LiteMap::default));
        Some((Self { address, read }, tree))
    }

    /// True if body and commands of a step have come.
    pub(super) fn has(&self, id: &NodeId) -> bool {
        self.read.borrow().as_ref().is_none_or(|read| read.contains_key(id))
    }

    /// Asks the server for the step `from` and those soon after it, with bodies and commands; none where the server does not answer.
    pub(super) async fn ask(&self, from: &NodeId) -> Option<Vec<Node>> {
        let from = js_sys::encode_uri_component(&from.0);
        let nodes = browser::exchange(&format!("{}/nodes?rules={RULES}.{PLACE_RULES}&from={from}", self.address), None).await.ok()?;
        from_json(&nodes)
    }

    /// Fills bodies and commands that have come into the tree.
    pub(super) fn take_in(&self, tree: &mut Tree, nodes: Vec<Node>) {
        if let Some(read) = &mut *self.read.borrow_mut() {
            for node in &nodes {
                read.insert(node.id.clone(), ());
            }
            tree.fill_in(nodes);
        }
    }

    /// Nearest step, `from` or one ahead of it, whose body and commands have not come. It looks half as far ahead as one answer reaches, so
    /// that the next one is asked for in time.
    pub(super) fn lacks(&self, tree: &Tree, from: &NodeId) -> Option<NodeId> {
        let read = self.read.borrow();
        let read = read.as_ref()?;
        let (mut seen, mut near) = (LiteMap::<_, _>::from_iter([(from, ())]), vec![from]);
        for _ in 0..STEPS_AHEAD / 2 {
            if let Some(lacks) = near.iter().find(|id| !read.contains_key(**id)) {
                return Some((*lacks).clone());
            }
            let targets = near.iter().filter_map(|id| tree.node(id)).flat_map(|node| node.kind.targets());
            near = targets.filter(|target| seen.insert(target, ()).is_none()).collect();
        }
        None
    }
}
