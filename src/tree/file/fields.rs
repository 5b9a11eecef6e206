//! The fields of a tree file, as far as they are there.

use super::reader::{Read, Reader, Unreadable};
use crate::text::brief;
use crate::tree::{Command, DocumentNode, NodeId, NodeKind, Shell, TreeDocument, TreeOption};

/// What was read of a document.
#[derive(Default)]
pub(super) struct Parts {
    format: Option<String>,
    key: Option<String>,
    name: Option<String>,
    category: Option<String>,
    tags: Vec<String>,
    description: Option<String>,
    root: Option<String>,
    nodes: Option<Vec<DocumentNode>>,
    /// Names of all its fields, with their positions in bytes.
    pub(super) names: Vec<(String, usize)>,
}

impl Parts {
    /// The document; none, with a fault, where a field is missing that it must have.
    pub(super) fn whole(self, reader: &mut Reader<'_>) -> Option<TreeDocument> {
        let mut need = |name: &str, is_there: bool| {
            if !is_there && !self.names.iter().any(|(there, _)| there == name) {
                reader.fault(0, format!("“{name}” is missing"));
            }
        };
        need("format", self.format.is_some());
        need("key", self.key.is_some());
        need("name", self.name.is_some());
        need("nodes", self.nodes.is_some());
        Some(TreeDocument {
            format: self.format?,
            key: self.key?,
            name: self.name?,
            category: self.category.unwrap_or_default(),
            tags: self.tags,
            description: self.description.unwrap_or_default(),
            root: NodeId(self.root.unwrap_or_default()),
            nodes: self.nodes?,
        })
    }

    /// True if the file says that it is a tree file, of whatever version.
    pub(super) fn has_format(&self) -> bool {
        self.format.is_some()
    }
}

pub(super) fn document(reader: &mut Reader<'_>) -> Result<Parts, Unreadable> {
    let mut parts = Parts::default();
    let read = reader.object("a tree file", |reader, name, at| {
        match &*name {
            "format" => parts.format = reader.string("“format”")?,
            "key" => parts.key = reader.string("“key”")?,
            "name" => parts.name = reader.string("“name”")?,
            "category" => parts.category = reader.string("“category”")?,
            "tags" => {
                reader.list("“tags”", |reader| {
                    parts.tags.extend(reader.string("a tag")?);
                    Ok(())
                })?;
            }
            "description" => parts.description = reader.string("“description”")?,
            "root" => parts.root = reader.id("“root”")?,
            "nodes" => parts.nodes = list(reader, "“nodes”", node)?,
            _ => reader.skip()?,
        }
        parts.names.push((name, at));
        Ok(())
    })?;
    reader.end();
    read.map(|()| parts).ok_or(Unreadable)
}

/// Reads a list of objects, less those that could not be read.
fn list<T>(reader: &mut Reader<'_>, what: &str, item: fn(&mut Reader<'_>) -> Read<T>) -> Read<Vec<T>> {
    let mut items = Vec::new();
    let read = reader.list(what, |reader| {
        items.extend(item(reader)?);
        Ok(())
    })?;
    Ok(read.map(|()| items))
}

/// What was read of a node.
#[derive(Default)]
struct NodeParts {
    id: Option<String>,
    kind: Option<(usize, String)>,
    title: String,
    body: String,
    options: Vec<TreeOption>,
    commands: Vec<Command>,
    next: String,
    outcome: Option<(usize, String)>,
}

fn node(reader: &mut Reader<'_>) -> Read<DocumentNode> {
    let start = reader.position();
    let mut parts = NodeParts::default();
    let read = reader.object("a node", |reader, name, _| {
        let at = reader.position();
        match &*name {
            "id" => parts.id = reader.id("“id”")?,
            "type" => parts.kind = reader.string("“type”")?.map(|kind| (at, kind)),
            "title" => parts.title = reader.string("“title”")?.unwrap_or_default(),
            "body" => parts.body = reader.string("“body”")?.unwrap_or_default(),
            "options" => parts.options = list(reader, "“options”", option)?.unwrap_or_default(),
            "commands" => parts.commands = list(reader, "“commands”", command)?.unwrap_or_default(),
            "next_node_id" => parts.next = reader.id("“next_node_id”")?.unwrap_or_default(),
            "suggested_outcome" if reader.null() => {}
            "suggested_outcome" => parts.outcome = reader.string("“suggested_outcome”")?.map(|outcome| (at, outcome)),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    if read.is_none() {
        return Ok(None);
    }
    let named = parts.id.as_ref().map_or("a node".to_owned(), |id| format!("node “{}”", brief(id)));
    if parts.id.is_none() {
        reader.fault(start, "a node without “id”");
    }
    let kind = kind(reader, start, &named, &mut parts);
    reader.nodes.extend(kind.is_some().then_some(start));
    Ok(kind.map(|kind| DocumentNode { id: NodeId(parts.id.take().unwrap_or_default()), kind, title: parts.title, body: parts.body }))
}

fn kind(reader: &mut Reader<'_>, start: usize, named: &str, parts: &mut NodeParts) -> Option<NodeKind> {
    const KINDS: &str = "it is “decision”, “action” or “solution”";
    let Some((at, kind)) = parts.kind.take() else {
        reader.fault(start, format!("{named} has no “type”; {KINDS}"));
        return None;
    };
    match &*kind {
        "decision" => Some(NodeKind::Decision { options: std::mem::take(&mut parts.options) }),
        "action" => {
            Some(NodeKind::Action { commands: std::mem::take(&mut parts.commands), next_node_id: NodeId(std::mem::take(&mut parts.next)) })
        }
        "solution" => {
            let outcome = parts.outcome.take().and_then(|(at, outcome)| {
                let parsed = outcome.parse().ok();
                if parsed.is_none() {
                    let words = "it is “resolved”, “workaround”, “escalated” or “unresolved”";
                    reader.fault(at, format!("“suggested_outcome” of {named} is “{}”; {words}", brief(&outcome)));
                }
                parsed
            });
            Some(NodeKind::Solution { suggested_outcome: outcome })
        }
        other => {
            reader.fault(at, format!("“type” of {named} is “{}”; {KINDS}", brief(other)));
            None
        }
    }
}

fn option(reader: &mut Reader<'_>) -> Read<TreeOption> {
    let start = reader.position();
    let (mut id, mut label, mut next) = (None, None, None);
    let read = reader.object("an option", |reader, name, _| {
        match &*name {
            "id" => id = reader.id("“id”")?,
            "label" => label = reader.string("“label”")?,
            "next_node_id" => next = reader.id("“next_node_id”")?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    if read.is_some() && id.is_none() {
        reader.fault(start, "an option without “id”");
    }
    Ok(id.map(|id| TreeOption { id, label: label.unwrap_or_default(), next_node_id: NodeId(next.unwrap_or_default()) }))
}

fn command(reader: &mut Reader<'_>) -> Read<Command> {
    const SHELLS: &str = "it is “powershell”, “cmd” or “bash”";
    let start = reader.position();
    let (mut label, mut shell, mut text) = (None, None, None);
    let read = reader.object("a command", |reader, name, _| {
        let at = reader.position();
        match &*name {
            "label" => label = reader.string("“label”")?,
            "shell" => shell = reader.string("“shell”")?.map(|shell| (at, shell)),
            "text" => text = reader.string("“text”")?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    let parsed = shell.as_ref().and_then(|(_, shell)| Shell::named(shell));
    match (&parsed, shell) {
        (None, Some((at, other))) => reader.fault(at, format!("“shell” is “{}”; {SHELLS}", brief(&other))),
        (None, None) if read.is_some() => reader.fault(start, format!("a command without “shell”; {SHELLS}")),
        _ => {}
    }
    Ok(parsed.map(|shell| Command { label: label.unwrap_or_default(), shell, text: text.unwrap_or_default(), places: String::new() }))
}
