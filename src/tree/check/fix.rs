//! Fixes of problems: what an author would do, where there is little to choose from.

use std::collections::HashSet;

use crate::text::{Title, one_line};
use crate::tree::edit::Edit;
use crate::tree::{DocumentNode, NodeId, NodeKind, Problems, TreeDocument};

/// Edits that put something right.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// Words of the button: `Create step “reset”`.
    pub words: String,
    /// The edits.
    pub edits: Vec<Edit>,
}

impl Fix {
    pub(in crate::tree) fn new(words: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { words: words.into(), edits }
    }
}

/// Problems while they are found, with fixes if somebody wants them.
pub(super) struct Found {
    pub(super) problems: Problems,
    /// Fixes of each listed problem.
    pub(super) fixes: Option<Vec<Vec<Fix>>>,
    /// True if edits can say which node they mean.
    is_draft: bool,
}

impl Found {
    pub(super) fn new(with_fixes: bool, is_draft: bool) -> Self {
        Self { problems: Problems::default(), fixes: with_fixes.then(Vec::new), is_draft }
    }

    pub(super) fn at(&mut self, node: &DocumentNode, message: impl Into<String>) {
        self.problems.at(node, message);
        self.begin();
    }

    pub(super) fn of_tree(&mut self, message: impl Into<String>) {
        self.problems.of_tree(message);
        self.begin();
    }

    fn begin(&mut self) {
        if let Some(fixes) = &mut self.fixes {
            fixes.resize(self.problems.first.len(), Vec::new());
        }
    }

    /// True if a fix of the last problem would be seen.
    pub(super) fn wants_fixes(&self) -> bool {
        self.fixes.is_some() && self.problems.unlisted() == 0
    }

    /// Adds a fix of one node to the last problem.
    pub(super) fn fix(&mut self, words: impl FnOnce() -> String, edits: impl FnOnce() -> Vec<Edit>) {
        if self.wants_fixes() && self.is_draft {
            self.add(Fix { words: words(), edits: edits() });
        }
    }

    /// Adds a fix of the tree to the last problem.
    pub(super) fn fix_all(&mut self, words: impl Into<String>, edit: impl FnOnce() -> Option<Edit>) {
        if self.wants_fixes()
            && let Some(edit) = edit()
        {
            self.add(Fix::new(words, vec![edit]));
        }
    }

    fn add(&mut self, fix: Fix) {
        if let Some(last) = self.fixes.as_mut().and_then(|fixes| fixes.last_mut()) {
            last.push(fix);
        }
    }
}

/// The document with ids of their own for all.
pub(super) fn own_ids(document: &TreeDocument) -> Option<Edit> {
    Some(Edit::Document(Box::new(document.clone().into_draft().0)))
}

/// A key that can be taken, made of what the document has.
pub(super) fn key(document: &TreeDocument) -> Option<String> {
    let ascii = |text: &str| -> String {
        let text: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).take(100).collect();
        text.split_whitespace().collect::<Vec<_>>().join("-").to_ascii_lowercase()
    };
    [ascii(&document.key), ascii(&document.name)].into_iter().find(|key| !key.is_empty())
}

/// The one id that a wrong one was meant to be: the same but for case and punctuation, or but for two characters. None if there are
/// several.
pub(super) fn closest<'i>(ids: &HashSet<&'i NodeId>, wrong: &NodeId) -> Option<&'i NodeId> {
    let letters =
        |id: &NodeId| -> Vec<char> { id.0.chars().take(120).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let wanted = letters(wrong);
    let mut found: Vec<(usize, &NodeId)> = Vec::new();
    for id in ids.iter().filter(|id| id.0.len().abs_diff(wrong.0.len()) <= 8) {
        let distance = distance(&wanted, &letters(id));
        if distance <= 2.min(wanted.len() / 3) {
            found.push((distance, id));
        }
    }
    let least = found.iter().map(|(distance, _)| *distance).min()?;
    let mut nearest = found.into_iter().filter(|(distance, _)| *distance == least);
    nearest.next().filter(|_| nearest.next().is_none()).map(|(_, id)| id)
}

/// Number of characters that have to be changed, added or taken away; any number above two for more than two.
fn distance(one: &[char], other: &[char]) -> usize {
    let start = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    // Two changes far apart leave a long middle, which is not worth a table.
    if one.len().abs_diff(other.len()) > 2 || one.len() > 12 {
        return 3;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for (place, d) in other.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = (corner + usize::from(c != d)).min(above + 1).min(row[place] + 1);
            corner = above;
        }
    }
    row[other.len()]
}

/// Leads a link of a node, by its position among them, elsewhere.
pub(super) fn link(node: &DocumentNode, position: usize, target: &NodeId) -> Vec<Edit> {
    let (node_id, target) = (node.id.clone(), target.clone());
    match &node.kind {
        NodeKind::Decision { options } => {
            let option = options.get(position).map(|option| option.id.clone()).unwrap_or_default();
            vec![Edit::Target { node: node_id, option, target }]
        }
        NodeKind::Action { .. } => vec![Edit::Next { node: node_id, target }],
        NodeKind::Solution { .. } => Vec::new(),
    }
}

/// Adds the node that an id names, behind the one that leads to it, as a solution with that id in words for its title.
pub(super) fn created(node: &DocumentNode, id: &NodeId) -> Vec<Edit> {
    let words = one_line(&id.0.replace(['-', '_'], " "));
    let mut chars = words.chars();
    let title: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).take(Title::LIMIT).collect();
    let kind = NodeKind::Solution { suggested_outcome: None };
    vec![Edit::Add { after: Some(node.id.clone()), nodes: vec![DocumentNode { id: id.clone(), kind, title, body: String::new() }] }]
}

/// Cuts a title between two words, and puts the rest in front of the instructions.
pub(super) fn shortened(node: &DocumentNode) -> Vec<Edit> {
    let title = one_line(&node.title);
    let cut = title.char_indices().nth(Title::LIMIT - 2).map_or(title.len(), |(at, _)| at);
    let space = title[..cut].rfind(' ').filter(|space| *space > cut / 2).unwrap_or(cut);
    let (head, rest) = title.split_at(space);
    let gap = if node.body.is_empty() { "" } else { "\n\n" };
    vec![
        Edit::Title { node: node.id.clone(), title: format!("{} …", head.trim_end()) },
        Edit::Body { node: node.id.clone(), body: format!("… {}{gap}{}", rest.trim_start(), node.body) },
    ]
}
