//! Merging a node that is in all three.

use std::collections::{HashMap, HashSet};

use super::unit::{Merging, Sides};
use super::{Conflict, order};
use crate::outcome::Outcome;
use crate::tree::diff::{node_edits, option_order};
use crate::tree::edit::{Edit, Unit};
use crate::tree::{Command, DocumentNode, NodeId, NodeKind, TreeOption};

pub(super) fn node(sides: Sides<'_, DocumentNode>, merging: &mut Merging) -> DocumentNode {
    if let Some(node) = sides.undisputed() {
        return node.clone();
    }
    let id = &sides.theirs.id;
    let title = merging.text(sides.map(|side| &side.title), Unit::Title(id.clone()), |title| Edit::Title { node: id.clone(), title });
    let body = merging.lines(sides.map(|side| &side.body), Unit::Body(id.clone()), |body| Edit::Body { node: id.clone(), body });
    DocumentNode { id: id.clone(), kind: kind(id, sides.map(|side| &side.kind), merging), title, body }
}

fn kind(id: &NodeId, sides: Sides<'_, NodeKind>, merging: &mut Merging) -> NodeKind {
    use NodeKind::{Action, Decision, Solution};
    let node = || id.clone();
    match (sides.origin, sides.theirs, sides.mine) {
        (Decision { options: origin }, Decision { options: theirs }, Decision { options: mine }) => {
            Decision { options: options(id, Sides { origin, theirs, mine }, merging) }
        }
        (
            Action { commands: origin, next_node_id: was },
            Action { commands: theirs, next_node_id: their_next },
            Action { commands: mine, next_node_id: my_next },
        ) => {
            let next = Sides { origin: was, theirs: their_next, mine: my_next };
            let set = |target| vec![Edit::Next { node: node(), target }];
            let next_node_id = merging.value(next, Unit::Next(node()), |next| next.0.clone(), set);
            let sides = Sides { origin, theirs, mine };
            let keep = |mine: Vec<Command>| commands(id, theirs, mine);
            Action { commands: merging.value(sides, Unit::Commands(node()), |commands| listed(commands), keep), next_node_id }
        }
        (Solution { suggested_outcome: origin }, Solution { suggested_outcome: theirs }, Solution { suggested_outcome: mine }) => {
            let word = |outcome: &Option<Outcome>| outcome.map_or(String::new(), |outcome| outcome.as_str().to_owned());
            let set = |outcome| vec![Edit::Outcome { node: node(), outcome }];
            let suggested_outcome = merging.value(Sides { origin, theirs, mine }, Unit::Outcome(node()), word, set);
            Solution { suggested_outcome }
        }
        // One of them is of another type.
        _ => merging.value(sides, Unit::Kind(node()), shown, |kind| vec![Edit::Kind { node: node(), kind }]),
    }
}

/// A type with all that belongs to it, as tree text has it.
fn shown(kind: &NodeKind) -> String {
    let node = DocumentNode { id: NodeId::default(), kind: kind.clone(), title: String::new(), body: String::new() };
    node.to_text().split_once("\n\n").map(|(_, text)| text.trim_end().to_owned()).unwrap_or_default()
}

fn listed(commands: &[Command]) -> String {
    let text = shown(&NodeKind::Action { commands: commands.to_vec(), next_node_id: NodeId::default() });
    text.trim_end_matches("->").trim_end().to_owned()
}

/// Edits that put commands in place of others.
fn commands(id: &NodeId, before: &[Command], after: Vec<Command>) -> Vec<Edit> {
    let node = |commands: Vec<Command>| {
        let kind = NodeKind::Action { commands, next_node_id: NodeId::default() };
        DocumentNode { id: id.clone(), kind, title: String::new(), body: String::new() }
    };
    node_edits(&node(before.to_vec()), &node(after), |id| id)
}

fn options(id: &NodeId, sides: Sides<'_, Vec<TreeOption>>, merging: &mut Merging) -> Vec<TreeOption> {
    let at = sides.each(|options| options.iter().map(|option| (option.id.as_str(), option)).collect::<HashMap<_, _>>());
    let mut merged: HashMap<&str, TreeOption> = HashMap::new();
    let only_mine = sides.mine.iter().filter(|option| !at.theirs.contains_key(option.id.as_str()));
    for option in sides.theirs.iter().chain(only_mine) {
        let found = at.map_ref(|options| options.get(option.id.as_str()).copied());
        merged.extend(one(id, found.origin, found.theirs, found.mine, merging).map(|one| (option.id.as_str(), one)));
    }
    let ids = sides.each(|options| options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>());
    let kept: HashSet<&str> = merged.keys().copied().collect();
    let (order, is_disputed) = order::merged(&ids, &kept);
    if is_disputed {
        let text = |ids: &[&str]| Some(ids.join(", "));
        let mine: Vec<&str> = ids.mine.iter().copied().filter(|id| kept.contains(id)).collect();
        let keep_mine = option_order(id, &order, &mine);
        merging.conflicts.push(Conflict { unit: Unit::Options(id.clone()), theirs: text(&ids.theirs), mine: text(&ids.mine), keep_mine });
    }
    order.into_iter().filter_map(|id| merged.remove(id)).collect()
}

/// Merges an option that is in one of them at least; none if it is gone.
fn one(
    id: &NodeId,
    origin: Option<&TreeOption>,
    theirs: Option<&TreeOption>,
    mine: Option<&TreeOption>,
    merging: &mut Merging,
) -> Option<TreeOption> {
    let node = || id.clone();
    let label = |option: &TreeOption, label| Edit::Label { node: id.clone(), option: option.id.clone(), label };
    let target = |option: &TreeOption, target| Edit::Target { node: id.clone(), option: option.id.clone(), target };
    let conflict = |option: &TreeOption, theirs: Option<&TreeOption>, mine: Option<&TreeOption>, keep_mine| {
        let text = |option: Option<&TreeOption>| option.map(|option| format!("{} → {}", option.label, option.next_node_id));
        Conflict { unit: Unit::Option(id.clone(), option.id.clone()), theirs: text(theirs), mine: text(mine), keep_mine }
    };
    match (origin, theirs, mine) {
        (Some(origin), Some(theirs), Some(mine)) => {
            let (sides, option) = (Sides { origin, theirs, mine }, theirs.id.clone());
            let labels = sides.map(|side| &side.label);
            let text = merging.text(labels, Unit::Label(node(), option.clone()), |text| label(theirs, text));
            let set = |next| vec![target(theirs, next)];
            let targets = sides.map(|side| &side.next_node_id);
            let next_node_id = merging.value(targets, Unit::Target(node(), option.clone()), |next| next.0.clone(), set);
            Some(TreeOption { id: option, label: text, next_node_id })
        }
        (None, Some(theirs), Some(mine)) => {
            if theirs != mine {
                let keep_mine = vec![label(mine, mine.label.clone()), target(mine, mine.next_node_id.clone())];
                merging.conflicts.push(conflict(theirs, Some(theirs), Some(mine), keep_mine));
            }
            Some(theirs.clone())
        }
        (Some(origin), Some(theirs), None) => {
            if theirs == origin {
                return None;
            }
            let keep_mine = vec![Edit::RemoveOption { node: node(), option: theirs.id.clone() }];
            merging.conflicts.push(conflict(theirs, Some(theirs), None, keep_mine));
            Some(theirs.clone())
        }
        (Some(origin), None, Some(mine)) => {
            if mine == origin {
                return None;
            }
            merging.conflicts.push(conflict(mine, None, Some(mine), Vec::new()));
            Some(mine.clone())
        }
        (None, Some(option), None) | (None, None, Some(option)) => Some(option.clone()),
        (_, None, None) => None,
    }
}
