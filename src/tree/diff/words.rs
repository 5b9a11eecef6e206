//! Texts compared word by word and line by line.

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};

use super::Change;
use crate::tree::TreeDocument;
use crate::tree::edit::Edit;

/// Piece of a text that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// It is in both.
    Same(String),
    /// It is gone.
    Gone(String),
    /// It is new.
    New(String),
}

impl Change {
    /// The text before and after, word by word, neighbours of a kind as one piece; none if no text took the place of another.
    pub fn words(&self) -> Option<Vec<Word>> {
        let after = match &self.edit {
            Edit::Format(text) | Edit::Key(text) | Edit::Name(text) | Edit::Category(text) | Edit::Description(text) => text,
            Edit::Title { title, .. } => title,
            Edit::Body { body, .. } => body,
            Edit::Label { label, .. } => label,
            Edit::Command { command, .. } => &command.text,
            _ => return None,
        };
        Some(words(self.before.as_ref()?, after))
    }
}

fn words(before: &str, after: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let text: &str = change.value();
        match (change.tag(), words.last_mut()) {
            (ChangeTag::Equal, Some(Word::Same(last))) | (ChangeTag::Delete, Some(Word::Gone(last))) => last.push_str(text),
            (ChangeTag::Insert, Some(Word::New(last))) => last.push_str(text),
            (ChangeTag::Equal, _) => words.push(Word::Same(text.to_owned())),
            (ChangeTag::Delete, _) => words.push(Word::Gone(text.to_owned())),
            (ChangeTag::Insert, _) => words.push(Word::New(text.to_owned())),
        }
    }
    words
}

/// The tree texts of two trees as a unified diff, with a name for each; empty if they are equal.
pub fn unified(older: (&str, &TreeDocument), newer: (&str, &TreeDocument)) -> String {
    let (before, after) = (older.1.to_text(), newer.1.to_text());
    TextDiff::from_lines(&before, &after).unified_diff().header(older.0, newer.0).to_string()
}
