//! Texts on one line: plain, or as a JSON string where they would be read as something else.

use std::borrow::Cow;

use super::parse::Parser;

/// Place of a text in its line, by which it may be plain or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// To the end of the line.
    Line,
    /// In front of an arrow or behind it.
    Arrow,
    /// An id between brackets.
    Brackets,
    /// Between commas.
    List,
}

/// Arrows as people write them; the first is the canonical one.
pub(super) const ARROWS: [&str; 2] = ["->", "→"];

/// A text as it stands at its place.
pub(super) fn written(text: &str, spot: Spot) -> Cow<'_, str> {
    let is_hidden = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let has_arrow = || ARROWS.iter().any(|arrow| text.contains(arrow));
    let is_mistaken = match spot {
        Spot::Line => false,
        Spot::Arrow => has_arrow(),
        Spot::Brackets => text.contains(']') || has_arrow(),
        Spot::List => text.contains(','),
    };
    let is_plain = !text.is_empty() && text == text.trim() && !text.starts_with(['"', '[']) && !text.contains(is_hidden) && !is_mistaken;
    if is_plain { text.into() } else { json(text).into() }
}

/// A text in double quotes.
pub(super) fn json(text: &str) -> String {
    // A string always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

impl<'t> Parser<'t> {
    /// Position of a part of the text in bytes, by how much of its line is left from it on.
    pub(super) fn at(&self, rest: &str) -> usize {
        self.line.at + self.line.text.len() - rest.len()
    }

    /// Reads a JSON string with which `rest` begins; returns what stands behind it. None, with a fault, where it cannot be read.
    pub(super) fn quoted(&mut self, rest: &'t str) -> Option<(String, &'t str)> {
        self.reader.at = self.at(rest);
        let text = self.reader.quoted().ok()?;
        let read = self.reader.at - self.at(rest);
        Some((text, rest[read..].trim_start()))
    }

    /// Reads a text to the end of the line; none, with a fault, where it cannot be read.
    pub(super) fn rest_of_line(&mut self, rest: &'t str) -> Option<String> {
        let rest = rest.trim_start();
        if rest.starts_with('"') {
            let (text, behind) = self.quoted(rest)?;
            if behind.is_empty() {
                return Some(text);
            }
            let right = self.with_quotes(rest, "");
            self.fault(behind, "something stands behind the closing quote", &right);
            return None;
        }
        if rest.starts_with('[') {
            let right = self.with_quotes(rest, "");
            self.fault(rest, "a text that begins with “[” looks like an id", &right);
            return None;
        }
        Some(rest.trim_end().to_owned())
    }

    /// The line with a part of it in quotes: from `rest` on, up to `behind` at its end.
    pub(super) fn with_quotes(&self, rest: &str, behind: &str) -> String {
        let line = self.line.text;
        let part = rest[..rest.len() - behind.len()].trim_end();
        format!("{}{}{}", &line[..line.len() - rest.len()], json(part), rest[part.len()..].trim_end())
    }

    /// Reads an id in brackets, if one stands here; returns what stands behind it. None, with a fault, where it cannot be read.
    pub(super) fn id(&mut self, rest: &'t str) -> Option<(Option<String>, &'t str)> {
        let rest = rest.trim_start();
        let Some(inside) = rest.strip_prefix('[').map(str::trim_start) else { return Some((None, rest)) };
        let (id, behind) = if inside.starts_with('"') {
            let (id, behind) = self.quoted(inside)?;
            (Some(id), behind.strip_prefix(']'))
        } else {
            let end = inside.find(']');
            let id = inside[..end.unwrap_or_default()].trim();
            (Some(id.to_owned()).filter(|id| !id.is_empty()), end.map(|end| &inside[end + 1..]))
        };
        let Some(behind) = behind else {
            let right = format!("{}[id] …", &self.line.text[..self.line.text.len() - rest.len()]);
            self.fault(rest, "the id that begins here has no “]” behind it", &right);
            return None;
        };
        Some((id, behind.trim_start()))
    }
}
