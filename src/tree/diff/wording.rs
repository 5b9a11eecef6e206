//! The words of a step as somebody else would have them: nothing of where it leads, of its type or of its order.

use super::form::typed;
use super::{by_id, node_edits};
use crate::text::normalise;
use crate::tree::edit::{Edit, EditError};
use crate::tree::{Command, DocumentNode, NodeId, NodeKind, TreeDocument};

/// Words of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepWords {
    /// The title.
    pub title: String,
    /// The instructions.
    pub body: String,
    /// Id and words of each answer.
    pub answers: Vec<(String, String)>,
    /// Purpose and text of each command, in their order.
    pub commands: Vec<(String, String)>,
}

impl StepWords {
    /// The words of a step as they are.
    pub fn of(node: &DocumentNode) -> Self {
        let mut words = Self { title: node.title.clone(), body: node.body.clone(), ..Self::default() };
        match &node.kind {
            NodeKind::Decision { options } => {
                words.answers = options.iter().map(|option| (option.id.clone(), option.label.clone())).collect();
            }
            NodeKind::Action { commands, .. } => {
                words.commands = commands.iter().map(|command| (command.label.clone(), command.text.clone())).collect();
            }
            NodeKind::Solution { .. } => {}
        }
        words
    }
}

/// Edits that give a step of a tree these words, and change nothing else. What the words do not name stays as it is.
///
/// # Errors
/// [`EditError::NoSuchNode`], [`EditError::NoSuchOption`], [`EditError::NoSuchCommand`].
pub fn word_edits(base: &TreeDocument, id: &NodeId, words: &StepWords) -> Result<Vec<Edit>, EditError> {
    let old = *by_id(base).get(id).ok_or_else(|| EditError::NoSuchNode(id.clone()))?;
    let mut new = old.clone();
    new.title = typed(&words.title, Some(&old.title));
    new.body = normalise(&words.body);
    for (option, label) in &words.answers {
        let NodeKind::Decision { options } = &mut new.kind else { return Err(EditError::NoSuchOption(id.clone(), option.clone())) };
        let found = options.iter_mut().find(|found| found.id == *option);
        let found = found.ok_or_else(|| EditError::NoSuchOption(id.clone(), option.clone()))?;
        found.label = typed(label, Some(&found.label));
    }
    for (at, (label, text)) in words.commands.iter().enumerate() {
        let NodeKind::Action { commands, .. } = &mut new.kind else { return Err(EditError::NoSuchCommand(id.clone(), at)) };
        let Command { label: its, text: old, .. } = commands.get_mut(at).ok_or_else(|| EditError::NoSuchCommand(id.clone(), at))?;
        *its = typed(label, Some(its));
        *old = normalise(text);
    }
    Ok(node_edits(old, &new, |id| id))
}
