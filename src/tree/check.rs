//! The checker: whether a document is publishable, with its problems at once.

mod fix;

use std::collections::{HashMap, HashSet};

use super::edit::Edit;
use super::page::{KEY_LIMIT, is_key};
use super::{DocumentNode, FORMAT, MAX_BODY, MAX_BYTES, MAX_NODES, NodeId, NodeKind, Problems, TreeDocument};
use crate::markdown::{MOST_WORK, work};
use crate::text::{Key, Label, Name, TextError, Title, brief, composed, normalise};

pub use fix::Fix;
use fix::Found;

/// The most tags, options of a node and commands of a node.
const LIST_LIMIT: usize = 100;

/// Finds what keeps the document from being published; nothing if it is publishable: one root, every target exists,
/// every node is reachable and can reach a solution, no empty titles or labels, ids and labels unique where they must be, all
/// within the limits.
pub fn check(document: &TreeDocument) -> Problems {
    run(document, false).problems
}

/// Finds the same problems as [`check`], with what would put them right where that is clear: for each that is listed the fixes of which one
/// is enough, perhaps none.
pub fn check_with_fixes(document: &TreeDocument) -> (Problems, Vec<Vec<Fix>>) {
    let found = run(document, true);
    (found.problems, found.fixes.unwrap_or_default())
}

fn run(document: &TreeDocument, with_fixes: bool) -> Found {
    // Edits say by its id which node they mean.
    let mut found = Found::new(with_fixes, with_fixes && document.is_draft());
    check_head(document, &mut found);

    let mut ids: HashSet<&NodeId> = HashSet::new();
    let mut work_left = MOST_WORK;
    // Of the first alone: it mends all, and has the whole document in it.
    let mut own_ids = Some(|| fix::own_ids(document));
    for node in &document.nodes {
        if !ids.insert(&node.id) {
            found.at(node, "Another node has the same id; ids must be unique in the tree.");
            if let Some(own_ids) = own_ids.take() {
                found.fix_all("Give every step an id of its own", own_ids);
            }
        }
        check_node(node, &mut found);
        match work_left.checked_sub(work(&node.body)) {
            Some(left) => work_left = left,
            None => found.at(node, "With its body the tree has too much markup: use fewer marks, and nest fewer quotes and lists."),
        }
    }
    for node in &document.nodes {
        for (position, target) in node.kind.targets().enumerate().filter(|(_, target)| target.0.is_empty() || !ids.contains(target)) {
            match target.0.as_str() {
                "" => found.at(node, "It leads nowhere yet: a next node is missing."),
                id => {
                    found.at(node, format!("It leads to “{}”, but there is no such node.", brief(id)));
                    if let Some(close) = found.wants_fixes().then(|| fix::closest(&ids, target)).flatten() {
                        found.fix(|| format!("Lead to “{}”", brief(&close.0)), || fix::link(node, position, close));
                    }
                    found.fix(|| format!("Create step “{}”", brief(id)), || fix::created(node, target));
                }
            }
        }
    }
    if document.nodes.is_empty() {
        found.of_tree("The tree has no nodes.");
    } else if !ids.contains(&document.root) {
        found.of_tree(format!("The root is “{}”, but there is no such node.", brief(&document.root.0)));
        found.fix_all("Begin at the first step", || document.nodes.first().map(|node| Edit::Root(node.id.clone())));
    }
    check_paths(document, ids.contains(&document.root), &mut found);
    found
}

fn check_head(document: &TreeDocument, found: &mut Found) {
    if document.format != FORMAT {
        found.of_tree(format!("The format is “{}”; it must be “{FORMAT}”.", brief(&document.format)));
        found.fix_all(format!("Make it “{FORMAT}”"), || Some(Edit::Format(FORMAT.to_owned())));
    }
    let key = &document.key;
    if !is_key(key) {
        found.of_tree(format!("The key must be 1 to {KEY_LIMIT} lower-case letters, digits and hyphens, such as “vpn-does-not-connect”."));
        if let Some(key) = found.wants_fixes().then(|| fix::key(document)).flatten() {
            found.fix_all(format!("Make it “{key}”"), || Some(Edit::Key(key.clone())));
        }
    }
    if let Err(error) = Title::parse(&document.name) {
        found.of_tree(format!("The name {error}."));
    }
    if let Err(error) = Name::parse(&document.category) {
        found.of_tree(format!("The category {error}."));
    }
    if let Some(length) = over(&composed(&document.description), MAX_BODY) {
        found.of_tree(format!("The description is {length} characters long; at most {MAX_BODY} fit."));
    }
    if document.tags.len() > LIST_LIMIT {
        found.of_tree(format!("There are {} tags; at most {LIST_LIMIT} fit.", document.tags.len()));
    }
    for tag in &document.tags {
        if let Err(error) = Label::parse(tag) {
            found.of_tree(format!("The tag “{}” {error}.", brief(tag)));
        }
    }
    let bytes = document.to_json().len();
    if bytes > MAX_BYTES {
        found.of_tree(format!("The tree is {bytes} bytes long as a file; at most {MAX_BYTES} fit."));
    }
    if document.nodes.len() > MAX_NODES {
        found.of_tree(format!("The tree has {} nodes; at most {MAX_NODES} fit.", document.nodes.len()));
    }
}

fn check_node(node: &DocumentNode, found: &mut Found) {
    if !is_id(&node.id.0) {
        found.at(node, format!("Its id must be 1 to {KEY_LIMIT} characters on one line."));
    }
    if let Err(error) = Title::parse(&node.title) {
        found.at(node, format!("Its title {error}."));
        if let TextError::TooLong { .. } = error {
            found.fix(|| "Move the rest into its text".to_owned(), || fix::shortened(node));
        }
    }
    if let Some(length) = over(&composed(&node.body), MAX_BODY) {
        found.at(node, format!("Its body is {length} characters long; at most {MAX_BODY} fit."));
    }
    match &node.kind {
        NodeKind::Decision { options } => {
            if options.is_empty() || options.len() > LIST_LIMIT {
                found.at(node, format!("It is a decision with {} options; it needs 1 to {LIST_LIMIT}.", options.len()));
                if options.is_empty() {
                    let kind = || NodeKind::Solution { suggested_outcome: None };
                    found.fix(|| "Make it a solution".to_owned(), || vec![Edit::Kind { node: node.id.clone(), kind: kind() }]);
                }
            }
            let (mut ids, mut labels) = (HashSet::new(), HashSet::new());
            for option in options {
                match Label::parse(&option.label) {
                    Err(TextError::Empty) => {
                        found.at(node, format!("The option “{}” has no label.", brief(&option.id)));
                        let remove = || vec![Edit::RemoveOption { node: node.id.clone(), option: option.id.clone() }];
                        found.fix(|| "Remove the answer".to_owned(), remove);
                    }
                    Err(error) => found.at(node, format!("The label of option “{}” {error}.", brief(&option.id))),
                    Ok(label) if !labels.insert(Key::of(label.as_str())) => {
                        found.at(node, format!("Two options read “{label}”."));
                    }
                    Ok(_) => {}
                }
                if !is_id(&option.id) {
                    found.at(node, format!("The id of an option must be 1 to {KEY_LIMIT} characters on one line."));
                } else if !ids.insert(&option.id) {
                    found.at(node, format!("Two options have the id “{}”.", option.id));
                }
            }
        }
        NodeKind::Action { commands, .. } => {
            if commands.len() > LIST_LIMIT {
                found.at(node, format!("It has {} commands; at most {LIST_LIMIT} fit.", commands.len()));
            }
            for (at, command) in commands.iter().enumerate() {
                if let Err(error) = Label::parse(&command.label) {
                    found.at(node, format!("The label of a command {error}."));
                }
                if normalise(&command.text).trim().is_empty() {
                    found.at(node, format!("The command “{}” is empty.", brief(&command.label)));
                    found.fix(|| "Remove the command".to_owned(), || vec![Edit::RemoveCommand { node: node.id.clone(), at }]);
                }
                if let Some(length) = over(&command.text, MAX_BODY) {
                    found.at(node, format!("The command “{}” is {length} characters long; at most {MAX_BODY} fit.", brief(&command.label)));
                }
            }
        }
        NodeKind::Solution { suggested_outcome } => {
            if let Some(outcome) = suggested_outcome.filter(|outcome| !outcome.ends_a_walk()) {
                found.at(node, format!("It suggests “{}”, with which no walk can end.", outcome.as_str()));
                found.fix(|| "Suggest no outcome".to_owned(), || vec![Edit::Outcome { node: node.id.clone(), outcome: None }]);
            }
        }
    }
}

/// Reachability forwards from the root, if it exists, and backwards from the solutions.
fn check_paths(document: &TreeDocument, has_root: bool, found: &mut Found) {
    // Where two nodes have one id the targets of both count, or one mistake would be reported as many.
    let mut children: HashMap<&NodeId, Vec<&NodeId>> = HashMap::new();
    let mut parents: HashMap<&NodeId, Vec<&NodeId>> = HashMap::new();
    for node in &document.nodes {
        for target in node.kind.targets() {
            children.entry(&node.id).or_default().push(target);
            parents.entry(target).or_default().push(&node.id);
        }
    }
    let reachable = spread([&document.root], &children);
    let solutions = document.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Solution { .. })).map(|node| &node.id);
    let leading = spread(solutions, &parents);
    for node in &document.nodes {
        if has_root && !reachable.contains(&node.id) {
            found.at(node, "No path from the root leads here.");
            found.fix(|| "Remove it".to_owned(), || vec![Edit::Remove { nodes: vec![node.id.clone()], heal: false }]);
        }
        if !leading.contains(&node.id) {
            found.at(node, "No path from here leads to a solution.");
        }
    }
}

/// Everything that can be reached from `start` along `edges`.
fn spread<'a>(start: impl IntoIterator<Item = &'a NodeId>, edges: &HashMap<&'a NodeId, Vec<&'a NodeId>>) -> HashSet<&'a NodeId> {
    let mut seen: HashSet<&NodeId> = HashSet::new();
    let mut waiting: Vec<&NodeId> = start.into_iter().collect();
    while let Some(id) = waiting.pop() {
        if seen.insert(id) {
            waiting.extend(edges.get(id).into_iter().flatten());
        }
    }
    seen
}

fn is_id(text: &str) -> bool {
    !text.trim().is_empty() && over(text, KEY_LIMIT).is_none() && !text.contains(char::is_control)
}

fn over(text: &str, limit: usize) -> Option<usize> {
    Some(normalise(text).chars().count()).filter(|&length| length > limit)
}

#[cfg(test)]
mod tests;
