//! Changes in words.

use std::collections::{HashMap, HashSet};

use super::{Change, by_id};
use crate::text::brief;
use crate::tree::edit::Edit;
use crate::tree::{DocumentNode, NodeId, NodeKind, TreeDocument, TreeOption};

/// The changes so far, and both trees, of which sentences take their words.
pub(super) struct Telling<'d> {
    older: &'d TreeDocument,
    before: HashMap<&'d NodeId, &'d DocumentNode>,
    after: HashMap<&'d NodeId, &'d DocumentNode>,
    pub(super) changes: Vec<Change>,
}

impl<'d> Telling<'d> {
    pub(super) fn new(older: &'d TreeDocument, newer: &'d TreeDocument) -> Self {
        Self { older, before: by_id(older), after: by_id(newer), changes: Vec::new() }
    }

    /// Adds a change of a node, as it was and as it is.
    pub(super) fn tell(&mut self, edit: Edit, old: Option<&DocumentNode>, new: Option<&DocumentNode>) {
        let node = new.or(old).map(|node| node.id.clone());
        let (sentence, before) = match (old, new) {
            (None, None) => self.of_tree(&edit),
            (Some(node), None) => (format!("{} is gone.", step(node)), None),
            (None, Some(node)) => (format!("{} {} is new.", type_name(&node.kind, true), called(node)), None),
            (Some(old), Some(new)) => self.of_node(&edit, old, new),
        };
        self.changes.push(Change { edit, node, sentence, before });
    }

    fn of_tree(&self, edit: &Edit) -> (String, Option<String>) {
        let text = |what: &str, before: &String, now: &String| {
            let words = match (before.as_str(), now.as_str()) {
                ("", now) => format!("The {what} is “{}”; there was none.", brief(now)),
                (before, "") => format!("The {what} “{}” is gone.", brief(before)),
                (before, now) => format!("The {what} is “{}”; it was “{}”.", brief(now), brief(before)),
            };
            (words, Some(before.clone()))
        };
        match edit {
            Edit::Format(now) => text("format", &self.older.format, now),
            Edit::Key(now) => text("key", &self.older.key, now),
            Edit::Name(now) => text("name", &self.older.name, now),
            Edit::Category(now) => text("category", &self.older.category, now),
            Edit::Description(now) => (long("The description", &self.older.description, now), Some(self.older.description.clone())),
            Edit::Tags(now) => (tags(&self.older.tags, now), None),
            Edit::Root(now) => (format!("Walks begin at {}; they began at {}.", self.target(now), self.was_target(&self.older.root)), None),
            _ => ("Ids are empty or stand twice, so that steps cannot be told apart: the whole tree is compared as one.".to_owned(), None),
        }
    }

    fn of_node(&self, edit: &Edit, old: &DocumentNode, new: &DocumentNode) -> (String, Option<String>) {
        let step = step(new);
        let sentence = match edit {
            Edit::Rename { node, to } => format!("{step}: id {} → {}.", brief(&node.0), brief(&to.0)),
            Edit::Move { after: None, .. } => format!("{step} stands first now."),
            Edit::Move { after: Some(after), .. } => format!("{step} stands behind {} now.", self.target(after)),
            Edit::Title { title, .. } => {
                let sentence = match (old.title.as_str(), title.as_str()) {
                    ("", title) => format!("Step “{}” has a title: “{}”.", brief(&new.id.0), brief(title)),
                    (_, "") => format!("Step “{}” has no title any more; it was “{}”.", brief(&new.id.0), brief(&old.title)),
                    (before, now) => format!("Step “{}” is called “{}” now.", brief(before), brief(now)),
                };
                return (sentence, Some(old.title.clone()));
            }
            Edit::Body { body, .. } => return (format!("{step}: {}", long("its text", &old.body, body)), Some(old.body.clone())),
            Edit::Kind { kind, .. } => {
                format!("{step} is {} now; it was {}.", type_name(kind, false), type_name(&old.kind, false))
            }
            Edit::AddOption { option, .. } => {
                format!("{step}: answer {} is new and leads to {}.", answer(option), self.target(&option.next_node_id))
            }
            Edit::RemoveOption { option, .. } => format!("{step}: answer {} is gone.", answered(&old.kind, option)),
            Edit::Label { option, label, .. } => {
                let before = options(&old.kind).iter().find(|other| other.id == *option).map(|option| option.label.clone());
                return (format!("{step}: answer {} reads “{}” now.", answered(&old.kind, option), brief(label)), before);
            }
            Edit::Target { option, target, .. } => {
                let before = options(&old.kind).iter().find(|other| other.id == *option).map(|option| &option.next_node_id);
                let (answer, now) = (answered(&new.kind, option), self.target(target));
                format!("{step}: answer {answer} leads to {now} now; it led to {}.", self.was_target(before.unwrap_or(target)))
            }
            Edit::MoveOption { option, after, .. } => {
                let place = after.as_ref().map_or("first".to_owned(), |after| format!("behind {}", answered(&new.kind, after)));
                format!("{step}: answer {} stands {place} now.", answered(&new.kind, option))
            }
            Edit::Next { target, .. } => {
                let before = if let NodeKind::Action { next_node_id, .. } = &old.kind { next_node_id } else { target };
                format!("{step} leads to {} now; it led to {}.", self.target(target), self.was_target(before))
            }
            Edit::AddCommand { command, .. } => format!("{step}: command “{}” is new.", brief(&command.label)),
            Edit::RemoveCommand { at, .. } => format!("{step}: command “{}” is gone.", brief(command(old, *at).0)),
            Edit::Command { at, command: now, .. } => {
                let (before, text) = command(old, *at);
                let changed = if before == now.label { "is changed".to_owned() } else { format!("is “{}” now", brief(&now.label)) };
                return (format!("{step}: command “{}” {changed}.", brief(before)), Some(text.to_owned()));
            }
            Edit::MoveCommand { at, .. } => format!("{step}: command “{}” stands elsewhere now.", brief(command(old, *at).0)),
            Edit::Outcome { outcome, .. } => {
                let before = if let NodeKind::Solution { suggested_outcome } = &old.kind { *suggested_outcome } else { None };
                let word = |outcome: Option<crate::outcome::Outcome>| outcome.map_or("nothing", crate::outcome::Outcome::as_str);
                format!("{step} suggests {} now; it suggested {}.", word(*outcome), word(before))
            }
            _ => format!("{step} is changed."),
        };
        (sentence, None)
    }

    /// Node of the newer tree to which something leads.
    fn target(&self, id: &NodeId) -> String {
        named(id, self.after.get(id).copied())
    }

    /// Node of the older tree to which something led.
    fn was_target(&self, id: &NodeId) -> String {
        named(id, self.before.get(id).copied())
    }
}

fn named(id: &NodeId, node: Option<&DocumentNode>) -> String {
    match node {
        _ if id.0.is_empty() => "nowhere".to_owned(),
        Some(node) => called(node),
        None => format!("“{}”, which is not there", brief(&id.0)),
    }
}

fn step(node: &DocumentNode) -> String {
    format!("Step {}", called(node))
}

/// Its title, or its id while it has none.
fn called(node: &DocumentNode) -> String {
    format!("“{}”", brief(if node.title.trim().is_empty() { &node.id.0 } else { &node.title }))
}

fn options(kind: &NodeKind) -> &[TreeOption] {
    if let NodeKind::Decision { options } = kind { options } else { &[] }
}

fn answered(kind: &NodeKind, id: &str) -> String {
    options(kind).iter().find(|option| option.id == id).map_or_else(|| format!("“{}”", brief(id)), answer)
}

fn answer(option: &TreeOption) -> String {
    format!("“{}”", brief(if option.label.trim().is_empty() { &option.id } else { &option.label }))
}

/// Label and text of a command.
fn command(node: &DocumentNode, at: usize) -> (&str, &str) {
    let NodeKind::Action { commands, .. } = &node.kind else { return ("", "") };
    commands.get(at).map_or(("", ""), |command| (&command.label, &command.text))
}

fn long(what: &str, before: &str, now: &str) -> String {
    let done = match (before, now) {
        ("", _) => "is new",
        (_, "") => "is gone",
        _ => "is changed",
    };
    format!("{what} {done}.")
}

fn tags(before: &[String], now: &[String]) -> String {
    let (was, is): (HashSet<_>, HashSet<_>) = (before.iter().collect(), now.iter().collect());
    let listed = |tags: Vec<&String>, done: &str| {
        let words: Vec<String> = tags.iter().take(10).map(|tag| format!("“{}”", brief(tag))).collect();
        let more = if tags.len() > 10 { ", …" } else { "" };
        (!tags.is_empty()).then(|| format!("{done} {}{more}", words.join(", ")))
    };
    let new = listed(now.iter().filter(|tag| !was.contains(tag)).collect(), "new:");
    let gone = listed(before.iter().filter(|tag| !is.contains(tag)).collect(), "gone:");
    match (new, gone) {
        (None, None) => "The tags stand in another order.".to_owned(),
        (new, gone) => format!("Tags are {}.", new.into_iter().chain(gone).collect::<Vec<_>>().join("; ")),
    }
}

fn type_name(kind: &NodeKind, begins: bool) -> &'static str {
    match (kind, begins) {
        (NodeKind::Decision { .. }, true) => "Decision",
        (NodeKind::Decision { .. }, false) => "a decision",
        (NodeKind::Action { .. }, true) => "Action",
        (NodeKind::Action { .. }, false) => "an action",
        (NodeKind::Solution { .. }, true) => "Solution",
        (NodeKind::Solution { .. }, false) => "a solution",
    }
}
