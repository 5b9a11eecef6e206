//! Applying one edit, and the edits that undo it.

use std::mem::replace;

use super::draft::{fits, position};
use super::options::{action, decision, of_action, option_at, put_behind, removed};
use super::{Edit, EditError, links, nodes};
use crate::tree::{NodeKind, TreeDocument};

/// Applies an edit to a draft, and gives the edits that undo it, in the order in which they are to be applied.
///
/// # Errors
/// [`EditError`]; the document is as it was then.
pub fn apply(document: &mut TreeDocument, edit: &Edit) -> Result<Vec<Edit>, EditError> {
    let inverse = match edit {
        Edit::Format(format) => Edit::Format(replace(&mut document.format, format.clone())),
        Edit::Key(key) => Edit::Key(replace(&mut document.key, key.clone())),
        Edit::Name(name) => Edit::Name(replace(&mut document.name, name.clone())),
        Edit::Category(category) => Edit::Category(replace(&mut document.category, category.clone())),
        Edit::Tags(tags) => Edit::Tags(replace(&mut document.tags, tags.clone())),
        Edit::Description(description) => Edit::Description(replace(&mut document.description, description.clone())),
        Edit::Root(root) => Edit::Root(replace(&mut document.root, root.clone())),
        Edit::Add { after, nodes } => nodes::add(document, after.as_ref(), nodes)?,
        Edit::Remove { nodes, heal } => return nodes::remove(document, nodes, *heal),
        Edit::Rename { node, to } => return links::rename(document, node, to),
        Edit::Move { node, after } => nodes::put(document, node, after.as_ref())?,
        Edit::Title { node, title } => {
            let at = position(document, node)?;
            Edit::Title { node: node.clone(), title: replace(&mut document.nodes[at].title, title.clone()) }
        }
        Edit::Body { node, body } => {
            let at = position(document, node)?;
            Edit::Body { node: node.clone(), body: replace(&mut document.nodes[at].body, body.clone()) }
        }
        Edit::Kind { node, kind } => {
            let at = position(document, node)?;
            super::draft::whole_options(kind)?;
            Edit::Kind { node: node.clone(), kind: replace(&mut document.nodes[at].kind, kind.clone()) }
        }
        Edit::Document(other) => {
            fits(other)?;
            Edit::Document(Box::new(replace(document, (**other).clone())))
        }
        _ => inside(document, edit)?,
    };
    Ok(vec![inverse])
}

/// Edits of what belongs to a node's type.
fn inside(document: &mut TreeDocument, edit: &Edit) -> Result<Edit, EditError> {
    let Some(node) = edit.node().cloned() else { return Err(EditError::EmptyId) };
    let at = position(document, &node)?;
    let kind = &mut document.nodes[at].kind;
    Ok(match edit {
        Edit::AddOption { after, option, .. } => {
            let options = decision(&node, kind)?;
            if option.id.is_empty() {
                return Err(EditError::EmptyId);
            }
            if options.iter().any(|other| other.id == option.id) {
                return Err(EditError::TakenId(option.id.clone()));
            }
            put_behind(&node, options, after.as_deref(), option.clone())?;
            Edit::RemoveOption { node, option: option.id.clone() }
        }
        Edit::RemoveOption { option, .. } => {
            let (after, option) = removed(&node, decision(&node, kind)?, option)?;
            Edit::AddOption { node, after, option }
        }
        Edit::Label { option, label, .. } => {
            let found = option_at(&node, decision(&node, kind)?, option)?;
            Edit::Label { label: replace(&mut found.label, label.clone()), option: option.clone(), node }
        }
        Edit::Target { option, target, .. } => {
            let found = option_at(&node, decision(&node, kind)?, option)?;
            Edit::Target { target: replace(&mut found.next_node_id, target.clone()), option: option.clone(), node }
        }
        Edit::MoveOption { option, after, .. } => {
            let options = decision(&node, kind)?;
            if after.as_ref() == Some(option) {
                return Err(EditError::BehindItself(option.clone()));
            }
            if let Some(after) = after {
                option_at(&node, options, after)?;
            }
            let (before, moved) = removed(&node, options, option)?;
            put_behind(&node, options, after.as_deref(), moved)?;
            Edit::MoveOption { node, option: option.clone(), after: before }
        }
        Edit::Next { target, .. } => {
            let (_, next) = action(&node, kind)?;
            Edit::Next { node, target: replace(next, target.clone()) }
        }
        Edit::AddCommand { .. } | Edit::RemoveCommand { .. } | Edit::Command { .. } | Edit::MoveCommand { .. } => {
            of_action(&node, action(&node, kind)?.0, edit)?
        }
        Edit::Outcome { outcome, .. } => {
            let NodeKind::Solution { suggested_outcome } = kind else {
                return Err(EditError::WrongType(node, "only a solution suggests an outcome"));
            };
            Edit::Outcome { outcome: replace(suggested_outcome, *outcome), node }
        }
        // What is not inside of a node is dealt with above.
        _ => return Err(EditError::NoSuchNode(node)),
    })
}
