//! What belongs to a node's type: the options of a decision, the commands of an action.

use std::mem::replace;

use super::{Edit, EditError};
use crate::tree::{Command, NodeId, NodeKind, TreeOption};

/// Options of a decision.
pub(super) fn decision<'k>(node: &NodeId, kind: &'k mut NodeKind) -> Result<&'k mut Vec<TreeOption>, EditError> {
    match kind {
        NodeKind::Decision { options } => Ok(options),
        NodeKind::Action { .. } | NodeKind::Solution { .. } => Err(EditError::WrongType(node.clone(), "only a decision has answers")),
    }
}

/// Commands of an action, and what it leads to.
pub(super) fn action<'k>(node: &NodeId, kind: &'k mut NodeKind) -> Result<(&'k mut Vec<Command>, &'k mut NodeId), EditError> {
    match kind {
        NodeKind::Action { commands, next_node_id } => Ok((commands, next_node_id)),
        NodeKind::Decision { .. } | NodeKind::Solution { .. } => {
            Err(EditError::WrongType(node.clone(), "only an action has commands and one next step"))
        }
    }
}

/// An option by its id.
pub(super) fn option_at<'o>(node: &NodeId, options: &'o mut [TreeOption], id: &str) -> Result<&'o mut TreeOption, EditError> {
    options.iter_mut().find(|option| option.id == id).ok_or_else(|| EditError::NoSuchOption(node.clone(), id.to_owned()))
}

/// Puts an option behind another.
pub(super) fn put_behind(node: &NodeId, options: &mut Vec<TreeOption>, after: Option<&str>, option: TreeOption) -> Result<(), EditError> {
    let at = match after {
        None => 0,
        Some(after) => {
            let place = options.iter().position(|other| other.id == after);
            place.ok_or_else(|| EditError::NoSuchOption(node.clone(), after.to_owned()))? + 1
        }
    };
    options.insert(at, option);
    Ok(())
}

/// Takes an option out; also the id of the one that it stood behind.
pub(super) fn removed(node: &NodeId, options: &mut Vec<TreeOption>, id: &str) -> Result<(Option<String>, TreeOption), EditError> {
    let place = options.iter().position(|option| option.id == id);
    let at = place.ok_or_else(|| EditError::NoSuchOption(node.clone(), id.to_owned()))?;
    let before = at.checked_sub(1).map(|before| options[before].id.clone());
    Ok((before, options.remove(at)))
}

/// Edits the commands of an action.
pub(super) fn of_action(node: &NodeId, commands: &mut Vec<Command>, edit: &Edit) -> Result<Edit, EditError> {
    let within = |at: usize, length: usize| if at < length { Ok(at) } else { Err(EditError::NoSuchCommand(node.clone(), at)) };
    let node = node.clone();
    Ok(match edit {
        Edit::AddCommand { at, command, .. } => {
            commands.insert(within(*at, commands.len() + 1)?, command.clone());
            Edit::RemoveCommand { node, at: *at }
        }
        Edit::RemoveCommand { at, .. } => {
            let at = within(*at, commands.len())?;
            Edit::AddCommand { node, at, command: commands.remove(at) }
        }
        Edit::Command { at, command, .. } => {
            let at = within(*at, commands.len())?;
            Edit::Command { node, at, command: replace(&mut commands[at], command.clone()) }
        }
        Edit::MoveCommand { at, to, .. } => {
            let (at, to) = (within(*at, commands.len())?, within(*to, commands.len())?);
            let moved = commands.remove(at);
            commands.insert(to, moved);
            Edit::MoveCommand { node, at: to, to: at }
        }
        _ => return Err(EditError::NoSuchNode(node)),
    })
}
