//! The head of a tree text: a line a field.

use super::parse::Parser;
use super::{FIELDS, HEAD, Mark, is_blank, mark};
use crate::text::brief;

/// Fields of a head, as far as they are there.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) format: Option<String>,
    pub(super) key: Option<String>,
    pub(super) name: Option<String>,
    pub(super) category: Option<String>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) root: Option<String>,
}

impl<'t> Parser<'t> {
    /// Reads a head, before whose first line the parser stands.
    pub(super) fn head(&mut self) -> Head {
        let mut head = Head::default();
        self.advance();
        let opening = self.line;
        loop {
            let before = self.lines.clone();
            if !self.advance() || matches!(mark(self.line.text), Some((Mark::Step, _))) {
                self.lines = before;
                self.line = opening;
                self.fault(opening.text, "the head that begins here is not closed before the first step", HEAD);
                return head;
            }
            if self.line.text.trim_end() == HEAD {
                return head;
            }
            if !is_blank(self.line.text) {
                self.field(&mut head);
            }
        }
    }

    fn field(&mut self, head: &mut Head) {
        let line = self.line.text;
        let Some((name, value)) = line.split_once(':') else {
            let words = format!("“{}” in the head is no field", brief(line.trim()));
            return self.fault(line, &words, "name: …");
        };
        let field = match &*name.trim().to_ascii_lowercase() {
            "format" => &mut head.format,
            "key" => &mut head.key,
            "name" => &mut head.name,
            "category" => &mut head.category,
            "root" => &mut head.root,
            "tags" if head.tags.is_none() => {
                head.tags = Some(self.tags(value));
                return;
            }
            "tags" => return self.fault(line, "“tags” stands twice", "tags: one, another"),
            other => {
                let words = format!("a tree has no field “{}”; it has {}", brief(other), FIELDS.join(", "));
                return self.fault(line, &words, "name: …");
            }
        };
        if field.is_some() {
            let words = format!("“{}” stands twice", name.trim());
            return self.fault(line, &words, "one of them alone");
        }
        *field = Some(self.rest_of_line(value).unwrap_or_default());
    }

    fn tags(&mut self, value: &'t str) -> Vec<String> {
        let mut tags = Vec::new();
        let mut rest = value.trim_start();
        if rest.starts_with('[') {
            let right = format!("tags: {}", rest.trim_end().trim_matches(['[', ']']));
            self.fault(rest, "tags stand without brackets", &right);
            return tags;
        }
        while !rest.is_empty() {
            if rest.starts_with('"') {
                let start = rest;
                let Some((tag, behind)) = self.quoted(rest) else { return tags };
                if !behind.is_empty() && !behind.starts_with(',') {
                    let end = behind.find(',').map_or("", |end| &behind[end..]);
                    let right = self.with_quotes(start, end);
                    self.fault(behind, "a comma is missing behind the closing quote", &right);
                    return tags;
                }
                tags.push(tag);
                rest = behind.strip_prefix(',').unwrap_or(behind).trim_start();
            } else {
                let (tag, behind) = rest.split_once(',').unwrap_or((rest, ""));
                tags.extend(Some(tag.trim().to_owned()).filter(|tag| !tag.is_empty()));
                rest = behind.trim_start();
            }
        }
        tags
    }
}
