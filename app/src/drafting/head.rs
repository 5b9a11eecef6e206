//! Fields of the form for a tree's head.

use std::collections::HashMap;

use resolutionflow::text::{Title, normalise};
use resolutionflow::tree::{DocumentNode, Edit, NodeId, NodeKind, TreeDocument, new_node_id};
use serde::{Deserialize, Serialize};

use super::kept::{mark, marks};
use super::{Steps, Wins};
use crate::error::{AppError, Fault};

/// Fields of the form for a tree's head, as they are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeadFields {
    /// The name.
    pub name: String,
    /// The key; empty where it is not in the form any more.
    pub key: String,
    /// The category.
    pub category: String,
    /// The tags, parted by commas.
    pub tags: String,
    /// The description.
    pub description: String,
    /// The first step.
    pub root: String,
    /// Title of a step to be added at the end.
    pub below: String,
    /// Marks of the values that the form had at first.
    pub seen: String,
}

impl HeadFields {
    /// Fields of a draft as it is.
    pub fn of(steps: &Steps<'_>) -> Self {
        let document = steps.document;
        let mut fields = Self {
            name: document.name.clone(),
            key: document.key.clone(),
            category: document.category.clone(),
            tags: document.tags.join(", "),
            description: document.description.clone(),
            root: steps.shown(&document.root),
            ..Self::default()
        };
        fields.seen = fields.values().map(|(name, value)| mark(&[name, &value])).join(" ");
        fields
    }

    /// Fields of a refused form.
    pub fn posted(fields: &HashMap<String, String>) -> Self {
        let field = |name: &str| fields.get(&format!("form[{name}]")).cloned().unwrap_or_default();
        Self {
            name: field("name"),
            key: field("key"),
            category: field("category"),
            tags: field("tags"),
            description: field("description"),
            root: field("root"),
            below: field("below"),
            seen: field("seen"),
        }
    }

    fn values(&self) -> [(&'static str, String); 6] {
        let line = |text: &str| super::targets::one_line(text);
        // The number in front of the first step may change without it.
        let root = self.root.split_once(". ").map_or(self.root.as_str(), |(_, rest)| rest);
        [
            ("name", line(&self.name)),
            ("key", line(&self.key)),
            ("category", line(&self.category)),
            ("tags", line(&self.tags)),
            ("description", normalise(&self.description)),
            ("root", line(root)),
        ]
    }

    /// Edits of what was touched.
    ///
    /// # Errors
    /// [`AppError::Invalid`] if the first step could be several.
    pub fn edits(&self, steps: &Steps<'_>) -> Result<Vec<Edit>, AppError> {
        let seen = marks(&self.seen);
        let mut edits = Vec::new();
        for (name, value) in self.values() {
            if seen.contains(mark(&[name, &value]).as_str()) {
                continue;
            }
            edits.push(match name {
                "name" => Edit::Name(value),
                "key" => Edit::Key(value),
                "category" => Edit::Category(value),
                "tags" => Edit::Tags(value.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()),
                "description" => Edit::Description(value),
                _ => Edit::Root(steps.target(&self.root).map_err(|_| AppError::invalid("form[root]", Fault::Unclear))?),
            });
        }
        Ok(edits)
    }

    /// Fields of the form beside the draft as it is now: what was touched, unless the draft's is to win where somebody else has touched it,
    /// too; all else is as it is now.
    pub fn beside(&self, now: &Self, wins: Wins) -> Self {
        let seen = marks(&self.seen);
        let touched = |name: &str, value: &str| !seen.contains(mark(&[name, value]).as_str());
        let kept = self
            .values()
            .into_iter()
            .zip(now.values())
            .map(|((name, mine), (_, theirs))| touched(name, &mine) && (wins == Wins::Mine || !touched(name, &theirs)));
        let kept: Vec<bool> = kept.collect();
        let mut fields = Self { below: self.below.clone(), ..now.clone() };
        let mine = self.clone();
        let places = [
            (&mut fields.name, mine.name),
            (&mut fields.key, mine.key),
            (&mut fields.category, mine.category),
            (&mut fields.tags, mine.tags),
            (&mut fields.description, mine.description),
            (&mut fields.root, mine.root),
        ];
        for ((place, value), _) in places.into_iter().zip(kept).filter(|(_, is_kept)| *is_kept) {
            *place = value;
        }
        fields
    }

    /// Edits that add the step whose title was typed behind all others; walks begin at it if they begin nowhere yet.
    ///
    /// # Errors
    /// [`AppError::Invalid`] without a title.
    pub fn added(&self, document: &TreeDocument) -> Result<(NodeId, Vec<Edit>), AppError> {
        let title = Title::parse(&self.below).map_err(|error| AppError::invalid("form[below]", error))?.to_string();
        let id = new_node_id(document, &title);
        let kind = NodeKind::Decision { options: Vec::new() };
        let node = DocumentNode { id: id.clone(), kind, title, body: String::new() };
        let mut edits = vec![Edit::Add { after: document.nodes.last().map(|last| last.id.clone()), nodes: vec![node] }];
        if !document.nodes.iter().any(|node| node.id == document.root) {
            edits.push(Edit::Root(id.clone()));
        }
        Ok((id, edits))
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::draft;
    use super::*;

    #[test]
    fn only_what_was_touched_is_an_edit() {
        let document = draft();
        let steps = Steps::of(&document);
        let fields = HeadFields::of(&steps);
        assert_eq!(fields.edits(&steps), Ok(vec![]));
        let touched = HeadFields { tags: " vpn, ,tunnel".to_owned(), root: "It works".to_owned(), name: "N\u{202e}".to_owned(), ..fields };
        let edits = [Edit::Name("N\u{202e}".into()), Edit::Tags(vec!["vpn".into(), "tunnel".into()]), Edit::Root("end".into())];
        assert_eq!(touched.edits(&steps), Ok(edits.to_vec()));
        let now = HeadFields { name: "Theirs".to_owned(), description: "Theirs".to_owned(), ..HeadFields::of(&steps) };
        let [mine, theirs] = [Wins::Mine, Wins::Theirs].map(|wins| touched.beside(&now, wins));
        assert_eq!((mine.name.as_str(), mine.description.as_str(), mine.seen == now.seen), ("N\u{202e}", "Theirs", true));
        assert_eq!((theirs.name.as_str(), theirs.root.as_str()), ("Theirs", "It works"));
    }
}
