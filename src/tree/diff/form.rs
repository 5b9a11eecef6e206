//! The form of a step: its fields as they were sent, compared with the step that the form was made of.

use std::collections::HashSet;

use super::{by_id, node_edits};
use crate::text::normalise;
use crate::tree::edit::{Edit, EditError};
use crate::tree::text::Ids;
use crate::tree::{DocumentNode, NodeId, NodeKind, TreeDocument, TreeOption};

/// Fields of a step as its form sends them, with line ends as browsers write them.
#[derive(Debug, Clone, PartialEq)]
pub struct StepForm {
    /// The title.
    pub title: String,
    /// The instructions.
    pub body: String,
    /// The type, with what belongs to it. A row of options without an id is new; one without words and target, and a command without label
    /// and text, is a row that nobody filled in.
    pub kind: NodeKind,
}

/// Edits of what a form changes in a node of the draft that it was made of. Fields that nobody touched make none, so that forms of two
/// people merge.
///
/// # Errors
/// [`EditError::NoSuchNode`].
pub fn form_edits(base: &TreeDocument, id: &NodeId, form: StepForm) -> Result<Vec<Edit>, EditError> {
    let old = *by_id(base).get(id).ok_or_else(|| EditError::NoSuchNode(id.clone()))?;
    let kind = match form.kind {
        NodeKind::Decision { options } => decision(options, &old.kind),
        NodeKind::Action { commands, next_node_id } => {
            let before = if let NodeKind::Action { commands, .. } = &old.kind { commands.as_slice() } else { &[] };
            let mut sent = commands;
            sent.retain(|command| !command.label.trim().is_empty() || !command.text.trim().is_empty());
            for (at, command) in sent.iter_mut().enumerate() {
                let was = before.get(at);
                command.label = typed(&command.label, was.map(|was| was.label.as_str()));
                command.text = normalise(&command.text);
                command.places.clear();
            }
            let was = if let NodeKind::Action { next_node_id, .. } = &old.kind { Some(next_node_id.0.as_str()) } else { None };
            NodeKind::Action { commands: sent, next_node_id: NodeId(typed(&next_node_id.0, was)) }
        }
        solution @ NodeKind::Solution { .. } => solution,
    };
    let new = DocumentNode { id: id.clone(), title: typed(&form.title, Some(&old.title)), body: normalise(&form.body), kind };
    Ok(node_edits(old, &new, |id| id))
}

fn decision(sent: Vec<TreeOption>, old: &NodeKind) -> NodeKind {
    let before = if let NodeKind::Decision { options } = old { options.as_slice() } else { &[] };
    let mut ids = HashSet::new();
    let rows = sent.into_iter().filter(|row| !(row.label.trim().is_empty() && row.next_node_id.0.trim().is_empty() && row.id.is_empty()));
    let mut options: Vec<TreeOption> = Vec::new();
    for mut row in rows {
        row.id = normalise(&row.id);
        let was = before.iter().find(|option| option.id == row.id);
        row.label = typed(&row.label, was.map(|was| was.label.as_str()));
        row.next_node_id = NodeId(typed(&row.next_node_id.0, was.map(|was| was.next_node_id.0.as_str())));
        if row.id.is_empty() || !ids.insert(row.id.clone()) {
            row.id.clear();
        }
        options.push(row);
    }
    // An id that was there before is not given to something else: whoever walks an older version has chosen it.
    let mut taken = Ids::new(before.iter().chain(&options).map(|option| option.id.clone()));
    for row in options.iter_mut().filter(|row| row.id.is_empty()) {
        row.id = taken.make(&row.label, "answer");
    }
    NodeKind::Decision { options }
}

/// Text of a field of one line. Where it is what such a field shows of the text before, that stays as it is.
pub(super) fn typed(text: &str, before: Option<&str>) -> String {
    let shown = |text: &str| normalise(text).replace('\n', "").trim().to_owned();
    let text = shown(text);
    before.filter(|before| shown(before) == text).map_or(text, str::to_owned)
}
