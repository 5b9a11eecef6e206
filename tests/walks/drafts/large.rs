//! Ten thousand steps in a row, on a stack on which nothing could recurse along them.

use std::collections::HashMap;

use resolutionflow::tree::{
    DocumentNode, Edit, Evidence, MAX_NODES, NodeKind, Replay, Tree, TreeDocument, TreeOption, advise, apply, apply_all, branch,
    check_with_fixes, diff, merge, pasted, patch, removal,
};

use crate::tree_limits::{chain, on_a_small_stack};
use crate::trees::node_id;

/// The chain with every tenth step changed.
fn changed(word: &str, from: usize) -> TreeDocument {
    let mut document = chain(MAX_NODES);
    for node in document.nodes.iter_mut().skip(from).step_by(10) {
        node.title = format!("{word} {}", node.title);
    }
    document
}

#[test]
fn a_chain_of_ten_thousand_is_edited_compared_and_merged_without_recursion() {
    on_a_small_stack(|| {
        let (origin, theirs, mine) = (chain(MAX_NODES), changed("Their", 0), changed("My", 5));
        let changes = diff(&theirs, &mine);
        assert_eq!(changes.len(), 2_000);
        assert_eq!(patch(&theirs, &changes), Ok(mine.clone()));
        let merged = merge(&origin, &theirs, &mine);
        assert_eq!((diff(&origin, &merged.document).len(), merged.conflicts.len()), (2_000, 0));
        let mut document = origin.clone();
        let all = branch(&document, &node_id(1));
        assert_eq!(all.len(), MAX_NODES - 1);
        assert_eq!(removal(&document, &[node_id(5)]).from.len(), 1);
        let undo = apply(&mut document, &Edit::Remove { nodes: all.iter().map(|node| node.id.clone()).collect(), heal: true }).unwrap();
        assert_eq!(document.nodes.len(), 1);
        apply_all(&mut document, &undo).unwrap();
        assert_eq!(document, origin);
        assert!(apply(&mut document, &pasted(&origin, None, &all[..1])).is_err());
        let undo = apply(&mut document, &Edit::Rename { node: node_id(0), to: "first".into() }).unwrap();
        apply_all(&mut document, &undo).unwrap();
        assert_eq!(document, origin);
        assert_eq!(check_with_fixes(&origin).0.count, 0);
        assert_eq!(advise(&origin, &Evidence::default(), &[]).count, 2);
        assert_eq!(Tree::preview(&origin).replay(&[], &HashMap::new()), Replay::Same);
    });
}

#[test]
fn loops_of_ten_thousand_and_nodes_that_lead_everywhere_are_looked_at_without_recursion() {
    on_a_small_stack(|| {
        let mut ring = chain(MAX_NODES);
        ring.nodes[MAX_NODES - 1].kind = NodeKind::Action { commands: Vec::new(), next_node_id: node_id(0) };
        assert_eq!(advise(&ring, &Evidence::default(), &[]).count, 0);
        let option = |to: usize| TreeOption { id: to.to_string(), label: to.to_string(), next_node_id: node_id(to) };
        let everywhere = |at: usize| DocumentNode {
            id: node_id(at),
            kind: NodeKind::Decision { options: (1..20).map(|step| option(at * step % 3_000)).collect() },
            title: format!("Step {at}"),
            body: String::new(),
        };
        let dense = TreeDocument { nodes: (0..3_000).map(everywhere).collect(), ..ring.clone() };
        let dense = dense.into_draft().0;
        assert!(advise(&dense, &Evidence::default(), &[]).count < 10);
        assert_eq!(patch(&ring, &diff(&ring, &dense)), Ok(dense.clone()));
        assert!(merge(&ring, &dense, &chain(MAX_NODES)).document.is_draft());
    });
}
