use serde_json::json;

use crate::insights::{Rename, StepPair, step_pairs};
use crate::tree::{NodeId, Tree, TreeDocument};

fn tree(nodes: &[(&str, &str, &str)]) -> Tree {
    let last = nodes.len() - 1;
    let node = |(at, (id, kind, title)): (usize, &(&str, &str, &str))| match *kind {
        "solution" => json!({"id": id, "type": kind, "title": title}),
        "action" => json!({"id": id, "type": kind, "title": title, "next_node_id": nodes[(at + 1).min(last)].0}),
        _ => json!({"id": id, "type": kind, "title": title, "options": [
            {"id": "a", "label": "On", "next_node_id": nodes[(at + 1).min(last)].0},
            {"id": "b", "label": "End", "next_node_id": nodes[last].0},
        ]}),
    };
    let document = json!({
        "format": "resolutionflow.tree/1", "key": "k", "name": "N", "category": "C", "root": nodes[0].0,
        "nodes": nodes.iter().enumerate().map(node).collect::<Vec<_>>(),
    });
    let document: TreeDocument = serde_json::from_value(document).unwrap();
    Tree::publish(&document).unwrap()
}

fn said(renames: &[Rename], before: &Tree, after: &Tree) -> Vec<String> {
    step_pairs(renames, before, after)
        .iter()
        .map(|pair| match pair {
            StepPair::Same(old, new) if old.id == new.id => old.id.0.clone(),
            StepPair::Same(old, new) => format!("{}={}", old.id, new.id),
            StepPair::Before(node) => format!("-{}", node.id),
            StepPair::After(node) => format!("+{}", node.id),
        })
        .collect()
}

#[test]
fn a_step_is_the_same_by_id_type_and_title_or_by_the_word_of_its_author() {
    let before =
        tree(&[("q1", "decision", "Is it plugged in?"), ("a1", "action", "Ping"), ("a2", "action", "Wait"), ("end", "solution", "Done")]);
    let after = tree(&[
        ("q1", "decision", "Is it  PLUGGED in?"),
        ("a1", "decision", "Ping"),
        ("a2", "action", "Restart"),
        ("a3", "action", "Wait"),
        ("end", "solution", "Done"),
    ]);
    assert_eq!(said(&[], &before, &after), ["q1", "+a1", "+a2", "+a3", "end", "-a1", "-a2"]);
    let renamed = |old: &str, new: &str| (NodeId::from(old), NodeId::from(new));
    assert_eq!(said(&[renamed("a2", "a3")], &before, &after), ["q1", "+a1", "+a2", "a2=a3", "end", "-a1"]);
    assert_eq!(said(&[renamed("a2", "a2")], &before, &after), ["q1", "+a1", "a2", "+a3", "end", "-a1"], "the author says so");
    assert_eq!(said(&[renamed("q1", "gone")], &before, &after), ["+q1", "+a1", "+a2", "+a3", "end", "-q1", "-a1", "-a2"]);
}

#[test]
fn every_step_of_a_version_is_the_same_as_itself() {
    let one = tree(&[("q1", "decision", "Q"), ("end", "solution", "Done")]);
    assert_eq!(said(&[], &one, &one), ["q1", "end"]);
}
