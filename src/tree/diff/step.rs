//! Differences of one node, as edits.

use std::collections::{HashMap, HashSet};

use super::{Place, arranged};
use crate::tree::edit::Edit;
use crate::tree::{Command, DocumentNode, NodeId, NodeKind, TreeOption};

/// Edits that make a node of an older one; both have the same id by now, which is the newer one's. `name` gives the id that the nodes to
/// which the older one leads have by now.
pub(in crate::tree) fn node_edits<'n>(old: &'n DocumentNode, new: &DocumentNode, name: impl Fn(&'n NodeId) -> &'n NodeId) -> Vec<Edit> {
    let node = || new.id.clone();
    let mut edits = Vec::new();
    if old.title != new.title {
        edits.push(Edit::Title { node: node(), title: new.title.clone() });
    }
    if old.body != new.body {
        edits.push(Edit::Body { node: node(), body: new.body.clone() });
    }
    match (&old.kind, &new.kind) {
        (NodeKind::Decision { options: old }, NodeKind::Decision { options }) => options_edits(&new.id, old, options, name, &mut edits),
        (NodeKind::Action { commands: old, next_node_id: before }, NodeKind::Action { commands, next_node_id }) => {
            if name(before) != next_node_id {
                edits.push(Edit::Next { node: node(), target: next_node_id.clone() });
            }
            command_edits(&new.id, old, commands, &mut edits);
        }
        (NodeKind::Solution { suggested_outcome: before }, NodeKind::Solution { suggested_outcome: outcome }) => {
            if before != outcome {
                edits.push(Edit::Outcome { node: node(), outcome: *outcome });
            }
        }
        _ => edits.push(Edit::Kind { node: node(), kind: new.kind.clone() }),
    }
    edits
}

fn options_edits<'n>(
    node: &NodeId,
    old: &'n [TreeOption],
    new: &[TreeOption],
    name: impl Fn(&'n NodeId) -> &'n NodeId,
    edits: &mut Vec<Edit>,
) {
    let is_same =
        |old: &'n TreeOption, new: &TreeOption| old.id == new.id && old.label == new.label && *name(&old.next_node_id) == new.next_node_id;
    if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new)) {
        return;
    }
    let there: HashMap<&str, &TreeOption> = old.iter().map(|option| (option.id.as_str(), option)).collect();
    let ids: HashSet<&str> = new.iter().map(|option| option.id.as_str()).collect();
    let gone = old.iter().filter(|option| !ids.contains(option.id.as_str()));
    edits.extend(gone.map(|option| Edit::RemoveOption { node: node.clone(), option: option.id.clone() }));
    let before: Vec<&str> = old.iter().map(|option| option.id.as_str()).collect();
    let after: Vec<&str> = new.iter().map(|option| option.id.as_str()).collect();
    for (at, place) in places(&before, &after).into_iter().enumerate() {
        let option = &new[at];
        let after = at.checked_sub(1).map(|before| new[before].id.clone());
        let (node, id) = (|| node.clone(), || option.id.clone());
        let Some(old) = there.get(option.id.as_str()) else {
            edits.push(Edit::AddOption { node: node(), after, option: option.clone() });
            continue;
        };
        if place == Place::Moved {
            edits.push(Edit::MoveOption { node: node(), option: id(), after });
        }
        if old.label != option.label {
            edits.push(Edit::Label { node: node(), option: id(), label: option.label.clone() });
        }
        if *name(&old.next_node_id) != option.next_node_id {
            edits.push(Edit::Target { node: node(), option: id(), target: option.next_node_id.clone() });
        }
    }
}

fn places(before: &[&str], after: &[&str]) -> Vec<Place> {
    let positions: HashMap<&str, usize> = before.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    arranged(&after.iter().map(|id| positions.get(id).copied()).collect::<Vec<_>>())
}

/// Edits that put the options of a node in another order.
pub(in crate::tree) fn option_order(node: &NodeId, before: &[&str], after: &[&str]) -> Vec<Edit> {
    let places = places(before, after).into_iter().enumerate().filter(|(_, place)| *place == Place::Moved);
    places
        .map(|(at, _)| Edit::MoveOption {
            node: node.clone(),
            option: after[at].to_owned(),
            after: at.checked_sub(1).map(|before| after[before].to_owned()),
        })
        .collect()
}

/// Commands have no ids: those that are the same at both ends stay, one that stands elsewhere has moved, of the others each is another.
fn command_edits(node: &NodeId, old: &[Command], new: &[Command], edits: &mut Vec<Edit>) {
    if old == new {
        return;
    }
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (before, after) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let node = || node.clone();
    if let ([first, rest @ ..], [others @ .., last]) = (before, after)
        && !rest.is_empty()
        && (first, rest) == (last, others)
    {
        return edits.push(Edit::MoveCommand { node: node(), at: start, to: start + rest.len() });
    }
    if let ([rest @ .., last], [first, others @ ..]) = (before, after)
        && !rest.is_empty()
        && (last, rest) == (first, others)
    {
        return edits.push(Edit::MoveCommand { node: node(), at: start + rest.len(), to: start });
    }
    let both = before.len().min(after.len());
    for at in (0..both).filter(|at| before[*at] != after[*at]) {
        edits.push(Edit::Command { node: node(), at: start + at, command: after[at].clone() });
    }
    // Of several that go, each time the last.
    edits.extend((both..before.len()).rev().map(|at| Edit::RemoveCommand { node: node(), at: start + at }));
    edits.extend((both..after.len()).map(|at| Edit::AddCommand { node: node(), at: start + at, command: after[at].clone() }));
}
