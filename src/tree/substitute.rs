//! Finding a text in all that a draft says, and putting another one in its place.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::edit::Edit;
use super::{Command, NodeId, NodeKind, TreeDocument};
use crate::search::Literal;
use crate::text::{TextError, normalise, one_line};

/// Text that is looked for in a draft, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wanted {
    text: String,
    /// True if letters of another case, or with other accents, are others.
    pub matches_case: bool,
    /// True if nothing is found in the middle of a word.
    pub whole_words: bool,
}

impl Wanted {
    /// The most characters of the text.
    pub const LIMIT: usize = 200;

    /// A text as it was typed, spaces at its ends included.
    ///
    /// # Errors
    /// [`TextError`] where it is too long, or nothing of it can be looked for.
    pub fn parse(text: &str, matches_case: bool, whole_words: bool) -> Result<Self, TextError> {
        let text = within(text, Self::LIMIT)?;
        Literal::new(&text, matches_case, whole_words).ok_or(TextError::Empty)?;
        Ok(Self { text, matches_case, whole_words })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn places(&self, text: &str) -> Vec<Range<usize>> {
        Literal::new(&self.text, self.matches_case, self.whole_words).map_or(Vec::new(), |literal| literal.places(text))
    }
}

/// Text that takes the place of another one; may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Substitute(String);

impl Substitute {
    /// The most characters.
    pub const LIMIT: usize = 1_000;

    /// A text as it was typed, spaces at its ends included.
    ///
    /// # Errors
    /// [`TextError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        within(text, Self::LIMIT).map(Self)
    }
}

/// On one line, since titles have one.
fn within(text: &str, limit: usize) -> Result<String, TextError> {
    let text = normalise(text).replace('\n', " ");
    let length = text.chars().count();
    if length > limit { Err(TextError::TooLong { limit, length }) } else { Ok(text) }
}

/// Part of a draft in which texts are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The tree's name.
    Name,
    /// The tree's description.
    Description,
    /// The title of a step.
    Title,
    /// The instructions of a step.
    Body,
    /// The answer of a decision at this position, from 0.
    Answer(usize),
    /// The purpose of the command of an action at this position, from 0.
    Purpose(usize),
    /// The command itself.
    Command(usize),
}

/// Place at which a text was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The step; none for name and description of the tree.
    pub node: Option<NodeId>,
    /// The part of it.
    pub part: Part,
    /// What stands before it on its line, with `…` where that is cut.
    pub before: String,
    /// What was found.
    pub found: String,
    /// What stands behind it, likewise.
    pub after: String,
}

/// Places at which a text was found, in the order of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// The first of them, at most [`Hits::LISTED`].
    pub first: Vec<Hit>,
    /// Number of all.
    pub count: usize,
}

impl Hits {
    /// The most places that are listed, and replaced at once.
    pub const LISTED: usize = 500;
    /// Characters of a line that are shown on either side.
    const AROUND: usize = 60;

    /// Finds a text in a draft.
    pub fn of(document: &TreeDocument, wanted: &Wanted) -> Self {
        let mut hits = Self::default();
        texts(document, |node, part, text| {
            for place in wanted.places(text) {
                hits.count += 1;
                if hits.first.len() < Self::LISTED {
                    hits.first.push(hit(node, part, text, place));
                }
            }
        });
        hits
    }
}

fn hit(node: Option<&NodeId>, part: Part, text: &str, place: Range<usize>) -> Hit {
    let line = text[..place.start].rfind('\n').map_or(0, |at| at + 1)..text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
    let (before, after) = (&text[line.start..place.start], &text[place.end..line.end]);
    let begin = before.char_indices().rev().nth(Hits::AROUND - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(Hits::AROUND).map_or(after.len(), |(at, _)| at);
    Hit {
        node: node.cloned(),
        part,
        before: format!("{}{}", if begin > 0 { "…" } else { "" }, &before[begin..]),
        found: text[place].to_owned(),
        after: format!("{}{}", &after[..end], if end < after.len() { "…" } else { "" }),
    }
}

/// Goes through the texts of a draft in the order in which they are found.
fn texts(document: &TreeDocument, mut each: impl FnMut(Option<&NodeId>, Part, &str)) {
    each(None, Part::Name, &document.name);
    each(None, Part::Description, &document.description);
    for node in &document.nodes {
        let id = Some(&node.id);
        each(id, Part::Title, &node.title);
        each(id, Part::Body, &node.body);
        match &node.kind {
            NodeKind::Decision { options } => {
                options.iter().enumerate().for_each(|(at, option)| each(id, Part::Answer(at), &option.label));
            }
            NodeKind::Action { commands, .. } => commands.iter().enumerate().for_each(|(at, command)| {
                each(id, Part::Purpose(at), &command.label);
                each(id, Part::Command(at), &command.text);
            }),
            NodeKind::Solution { .. } => {}
        }
    }
}

/// Edits that put a text in the place of those hits that are chosen, by their positions among all. Others stay, and a position that there is
/// not changes nothing.
pub fn substitute(document: &TreeDocument, wanted: &Wanted, with: &Substitute, chosen: &BTreeSet<usize>) -> Vec<Edit> {
    let (mut edits, mut at) = (Vec::new(), 0);
    texts(document, |node, part, text| {
        let places = wanted.places(text);
        let first = at;
        at += places.len();
        let mut new = text.to_owned();
        for (_, place) in places.into_iter().enumerate().rev().filter(|(nth, _)| chosen.contains(&(first + nth))) {
            new.replace_range(place, &with.0);
        }
        let is_line = !matches!(part, Part::Description | Part::Body | Part::Command(_));
        if new != text {
            let new = if is_line { one_line(&new) } else { new };
            add(&mut edits, document, node, part, new);
        }
    });
    edits
}

fn add(edits: &mut Vec<Edit>, document: &TreeDocument, node: Option<&NodeId>, part: Part, new: String) {
    let edit = match (part, node.cloned()) {
        (Part::Name, _) => Edit::Name(new),
        (Part::Description, _) => Edit::Description(new),
        (Part::Title, Some(node)) => Edit::Title { node, title: new },
        (Part::Body, Some(node)) => Edit::Body { node, body: new },
        (Part::Answer(at), Some(node)) => match kind_of(document, &node) {
            Some(NodeKind::Decision { options }) => Edit::Label { option: options[at].id.clone(), label: new, node },
            _ => return,
        },
        (Part::Purpose(at) | Part::Command(at), Some(node)) => {
            let Some(NodeKind::Action { commands, .. }) = kind_of(document, &node) else { return };
            // Both texts of a command are changed by one edit.
            let before = match edits.last() {
                Some(Edit::Command { node: of, at: same, .. }) if *of == node && *same == at => edits.pop(),
                _ => None,
            };
            let mut command = if let Some(Edit::Command { command, .. }) = before { command } else { without_places(&commands[at]) };
            *(if matches!(part, Part::Purpose(_)) { &mut command.label } else { &mut command.text }) = new;
            Edit::Command { node, at, command }
        }
        (_, None) => return,
    };
    edits.push(edit);
}

fn kind_of<'d>(document: &'d TreeDocument, node: &NodeId) -> Option<&'d NodeKind> {
    document.nodes.iter().find(|other| other.id == *node).map(|node| &node.kind)
}

fn without_places(command: &Command) -> Command {
    Command { places: String::new(), ..command.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::apply_all;

    fn draft() -> TreeDocument {
        TreeDocument::from_json(
            br#"{"format": "resolutionflow.tree/1", "key": "mail", "name": "Outlook 2016", "description": "For Outlook 2016.\nNot for outlook.com",
                 "root": "ask", "nodes": [
            {"id": "ask", "type": "decision", "title": "Does Outlook open?", "body": "Start Outlook.\n\nOutlook 2016 has a ring.",
             "options": [{"id": "yes", "label": "Outlook opens", "next_node_id": "do"}, {"id": "no", "label": "No", "next_node_id": "do"}]},
            {"id": "do", "type": "action", "title": "Repair", "next_node_id": "ask",
             "commands": [{"label": "End Outlook", "shell": "cmd", "text": "taskkill /im OUTLOOK.EXE\necho Outlook"}]}]}"#,
        )
        .unwrap()
    }

    fn wanted(text: &str, matches_case: bool, whole_words: bool) -> Wanted {
        Wanted::parse(text, matches_case, whole_words).unwrap()
    }

    #[test]
    fn every_text_of_a_draft_is_looked_through_in_its_order_and_shown_on_its_line() {
        let hits = Hits::of(&draft(), &wanted("outlook", false, true));
        let told: Vec<_> = hits.first.iter().map(|hit| (hit.part, format!("{}[{}]{}", hit.before, hit.found, hit.after))).collect();
        let told: Vec<_> = told.iter().map(|(part, text)| (*part, text.as_str())).collect();
        assert_eq!(
            told,
            [
                (Part::Name, "[Outlook] 2016"),
                (Part::Description, "For [Outlook] 2016."),
                (Part::Description, "Not for [outlook].com"),
                (Part::Title, "Does [Outlook] open?"),
                (Part::Body, "Start [Outlook]."),
                (Part::Body, "[Outlook] 2016 has a ring."),
                (Part::Answer(0), "[Outlook] opens"),
                (Part::Purpose(0), "End [Outlook]"),
                (Part::Command(0), "taskkill /im [OUTLOOK].EXE"),
                (Part::Command(0), "echo [Outlook]"),
            ]
        );
        assert_eq!(Hits::of(&draft(), &wanted("Outlook 2016", true, false)).count, 3);
    }

    #[test]
    fn the_chosen_ones_are_replaced_and_undone_as_one() {
        let (mut document, wanted) = (draft(), wanted("Outlook", false, false));
        let edits = substitute(&document, &wanted, &Substitute::parse("Thunderbird").unwrap(), &[3, 5, 7, 9].into());
        assert_eq!(edits.len(), 3, "both texts of the command are one edit");
        let inverse = apply_all(&mut document, &edits).unwrap();
        assert_eq!(document.nodes[0].title, "Does Thunderbird open?");
        assert_eq!(document.nodes[0].body, "Start Outlook.\n\nThunderbird 2016 has a ring.");
        let NodeKind::Action { commands, .. } = &document.nodes[1].kind else { panic!("no action") };
        assert_eq!(
            (commands[0].label.as_str(), commands[0].text.as_str()),
            ("End Thunderbird", "taskkill /im OUTLOOK.EXE\necho Thunderbird")
        );
        apply_all(&mut document, &inverse).unwrap();
        assert_eq!(document, draft());
        assert!(substitute(&document, &wanted, &Substitute::parse("x").unwrap(), &[99].into()).is_empty());
    }

    #[test]
    fn long_lines_are_cut_around_a_hit_and_limits_hold() {
        let mut document = draft();
        document.nodes[0].body = format!("{} key {}", "ä".repeat(80), "ö".repeat(80));
        let hit = &Hits::of(&document, &wanted(" key ", true, false)).first[0];
        assert_eq!((hit.before.chars().count(), hit.after.chars().count()), (61, 61));
        document.nodes[0].body = "ab ".repeat(600);
        let hits = Hits::of(&document, &wanted("ab", true, true));
        assert_eq!((hits.first.len(), hits.count), (Hits::LISTED, 600));
        assert_eq!(Wanted::parse("", true, true), Err(TextError::Empty));
        assert_eq!(Wanted::parse(&"x".repeat(201), true, true), Err(TextError::TooLong { limit: 200, length: 201 }));
        assert_eq!(Substitute::parse(&"x".repeat(1_001)), Err(TextError::TooLong { limit: 1_000, length: 1_001 }));
    }
}
