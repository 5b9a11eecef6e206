//! Commands with placeholders: `ping {{computer}}` asks for a computer once, and copies with it filled in, or is not to be copied
//! where something in the value could be obeyed.

mod quote;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use super::{Command, Node, NodeKind};
use crate::text::CommandValue;

#[cfg(feature = "server")]
pub(super) use quote::is_letter;
pub use quote::typographic;

/// The most values of a session: far more than a tree has placeholders, far less than would weigh anything.
const VALUES: usize = 1_000;
/// The most characters of a placeholder's name.
const NAME_LIMIT: usize = 40;
/// The most bytes of a placeholder with label, example and default.
const WORDS_LIMIT: usize = 500;

/// Values by placeholder name, for the whole session. Names that no placeholder can have are dropped when read: no command uses
/// them, and Postgres may be unable to store them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, CommandValue>", into = "BTreeMap<String, CommandValue>")]
pub struct CommandValues(pub LiteMap<String, CommandValue>);

impl FromIterator<(String, CommandValue)> for CommandValues {
    fn from_iter<I: IntoIterator<Item = (String, CommandValue)>>(values: I) -> Self {
        Self(values.into_iter().filter(|(name, _)| is_name(name)).take(VALUES).collect())
    }
}

impl From<BTreeMap<String, CommandValue>> for CommandValues {
    fn from(values: BTreeMap<String, CommandValue>) -> Self {
        values.into_iter().collect()
    }
}

impl From<CommandValues> for BTreeMap<String, CommandValue> {
    fn from(values: CommandValues) -> Self {
        values.0.into_iter().collect()
    }
}

impl CommandValues {
    /// The value for a placeholder; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", CommandValue::as_str)
    }

    /// The values with which the fields of a node's placeholders begin: those that are known, and else what the author chose.
    pub fn begin(mut self, node: &Node) -> Self {
        for Placeholder { name, default, .. } in placeholders(node) {
            if let (true, Ok(value)) = (self.get(name).is_empty() && !default.is_empty(), CommandValue::parse(default)) {
                self.0.insert(name.to_owned(), value);
            }
        }
        self
    }

    /// Takes over the values of a node's placeholders and no others; an empty value removes the stored one.
    pub fn take(&mut self, values: &CommandValues, node: &Node) {
        for Placeholder { name, .. } in placeholders(node) {
            match values.0.get(name) {
                Some(value) if value.is_empty() => drop(self.0.remove(name)),
                Some(value) => drop(self.0.insert(name.to_owned(), value.clone())),
                None => {}
            }
        }
    }
}

/// Placeholder, as a step asks for its value: `{{computer}}`, or `{{computer|Name of the PC|NB-0123|NB-}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'c> {
    /// Its name, by which its value is remembered.
    pub name: &'c str,
    /// Label of its field; empty where the name is.
    pub label: &'c str,
    /// Example of a value; may be empty.
    pub example: &'c str,
    /// Value with which the field begins; may be empty.
    pub default: &'c str,
}

impl<'c> Placeholder<'c> {
    /// Reads what stands between the braces. A label begins with a capital letter: what other programs put behind a bar does not.
    fn read(inside: &'c str) -> Option<Self> {
        let mut parts = inside.split('|').map(str::trim);
        let name = parts.next().filter(|name| is_name(name))?;
        let words = [(); 3].map(|()| parts.next());
        let is_label = |label: &str| label.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii_lowercase());
        let is_told = words[0].is_none_or(|label| is_label(label) && inside.len() <= WORDS_LIMIT && !inside.contains(char::is_control));
        let [label, example, default] = words.map(Option::unwrap_or_default);
        (is_told && parts.next().is_none()).then_some(Self { name, label, example, default })
    }
}

/// The placeholders of a node's commands, each name once, in the order in which they are read. The first one with a label says what all of
/// its name are about.
pub fn placeholders(node: &Node) -> Vec<Placeholder<'_>> {
    let NodeKind::Action { commands, .. } = &node.kind else { return Vec::new() };
    let mut found: Vec<Placeholder<'_>> = Vec::new();
    for mut rest in commands.iter().map(|command| command.text.as_str()) {
        while let Some((_, whole, after)) = next_placeholder(rest) {
            rest = after;
            let Some(new) = Placeholder::read(inside(whole)) else { continue };
            match found.iter_mut().find(|known| known.name == new.name) {
                Some(known) if known.label.is_empty() => *known = new,
                Some(_) => {}
                None => found.push(new),
            }
        }
    }
    found
}

/// What a text has in double braces that begins as a placeholder with a label and is none.
#[cfg(feature = "server")]
pub(super) fn misread(text: &str) -> Option<&str> {
    let insides = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(inside, _)| inside);
    let is_misread = |inside: &&str| {
        let name = inside.split_once('|').map(|(name, _)| name.trim());
        name.is_some_and(is_name) && !inside.contains(['{', '}']) && Placeholder::read(inside).is_none()
    };
    insides.into_iter().find(is_misread)
}

/// The first placeholder of a text as it is written, `{{computer}}` or `{{ computer | Name of the PC }}`, with the text before and behind it.
pub(super) fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("{{")?;
        let inside = &text[start + 2..];
        match inside.find(['{', '}']) {
            Some(end) if inside[end..].starts_with("}}") && Placeholder::read(&inside[..end]).is_some() => {
                let (before, rest) = text.split_at(start);
                let (whole, after) = rest.split_at(end + 4);
                return Some((before, whole, after));
            }
            _ => from = start + 1,
        }
    }
}

/// What a placeholder has between its braces.
fn inside(whole: &str) -> &str {
    &whole[2..whole.len() - 2]
}

/// Name of a placeholder as it is written.
pub(super) fn name(whole: &str) -> &str {
    inside(whole).split('|').next().unwrap_or_default().trim()
}

/// A placeholder as commands and sentences show it: as it is written, but for what only its field says.
pub(super) fn shown(whole: &str) -> Cow<'_, str> {
    if whole.contains('|') { format!("{{{{{}}}}}", name(whole)).into() } else { whole.into() }
}

/// Letters, digits, spaces, `-` and `_`, a letter first. Words of Go's templates, which programs take as arguments, are no names.
fn is_name(name: &str) -> bool {
    let named = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    named && name.chars().count() <= NAME_LIMIT && !matches!(name, "end" | "else" | "break" | "continue")
}

/// Number of the rules by which places of placeholders are found out. A browser keeps a version for a year by its address, of which this is a
/// part: to be raised with every change of those rules.
pub const PLACE_RULES: u32 = 2;

/// Where a placeholder stands in its command, and so what may be put there. The server finds it out when it reads the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A word of its own on a line that is fully understood: plain values, others in quotes.
    Word,
    /// Alone in the author's quotes on such a line: plain values, others in quotes that take the place of the author's.
    Quotes,
    /// Somewhere else: plain values alone.
    Unknown,
    /// Where a command would begin, which no value may.
    Command,
}

impl Place {
    /// Its letter in [`Command::places`].
    #[cfg(feature = "server")]
    pub(super) fn letter(self) -> char {
        match self {
            Self::Word => 'w',
            Self::Quotes => 'q',
            Self::Unknown => 'u',
            Self::Command => 'c',
        }
    }

    /// A place that was not found out is none for a value.
    fn read(letter: Option<u8>) -> Self {
        match letter {
            Some(b'w') => Self::Word,
            Some(b'q') => Self::Quotes,
            Some(b'u') => Self::Unknown,
            _ => Self::Command,
        }
    }
}

/// Text of a command with the values there are in place of its placeholders. It may be copied if it wants nothing more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled<'c> {
    /// Text of the command; a placeholder without a value, or whose value is refused, stands there by its name.
    pub text: String,
    /// Name of the first placeholder that has no value, or one that is refused.
    pub wants: Option<&'c str>,
    /// The first placeholder whose value is refused.
    pub refused: Option<Refused>,
}

/// Placeholder whose value may not be put where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its place in the text of [`Filled`].
    pub at: Range<usize>,
    /// One sentence: why, with the character that stands against it.
    pub sentence: String,
}

impl Filled<'_> {
    /// The text before the refused placeholder, the placeholder, and the text behind it; all of it before, where none is refused.
    pub fn parts(&self) -> [&str; 3] {
        let Range { start, end } = self.refused.as_ref().map_or(self.text.len()..self.text.len(), |refused| refused.at.clone());
        [&self.text[..start], &self.text[start..end], &self.text[end..]]
    }

    /// The sentence about the refused placeholder; empty where none is refused.
    pub fn refusal(&self) -> &str {
        self.refused.as_ref().map_or("", |refused| &refused.sentence)
    }
}

/// Puts values in place of a command's placeholders, each only where, and so that, nothing in it can be obeyed.
pub fn fill<'c>(command: &'c Command, values: &CommandValues) -> Filled<'c> {
    let mut filled = Filled::default();
    let mut places = command.places.bytes();
    let mut rest = command.text.as_str();
    while let Some((before, whole, after)) = next_placeholder(rest) {
        filled.text.push_str(before);
        rest = after;
        let place = Place::read(places.next());
        let (name, shown) = (name(whole), shown(whole));
        let value = values.get(name);
        match quote::put(value, command.shell, place) {
            Ok(put) if !value.is_empty() => {
                if place == Place::Quotes && put != value {
                    filled.text.pop();
                    rest = rest.get(1..).unwrap_or_default();
                }
                filled.text.push_str(&put);
                continue;
            }
            // Where a command would begin no value helps, so it is said before one is typed.
            Err(fault) if !value.is_empty() || fault.is_none() => {
                let start = filled.text.len();
                let at = start..start + shown.len();
                filled.refused.get_or_insert_with(|| Refused { at, sentence: told(fault, name) });
            }
            _ => {}
        }
        filled.wants.get_or_insert(name);
        filled.text.push_str(&shown);
    }
    filled.text.push_str(rest);
    filled
}

/// Why a value is refused.
fn told(fault: Option<char>, name: &str) -> String {
    let Some(c) = fault else { return format!("Not to be copied: a value of “{name}” would be run as a command here.") };
    let named = match c {
        ' ' => "A space".to_owned(),
        '!'..='~' => format!("“{c}”"),
        _ => format!("“{c}” (U+{:04X})", u32::from(c)),
    };
    format!("Not to be copied: {named} in “{name}” could be obeyed here.")
}
