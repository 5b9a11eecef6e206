//! Styles and lists of a Word document: which paragraphs are headings, and which lists have numbers.

use std::collections::HashMap;

use crate::xml::{Bit, Bits, value};

/// The most lists that are counted at a time.
const LISTS: usize = 1_000;

/// Names and lists of styles, kinds of lists, and the number that each comes to next.
#[derive(Default)]
pub(super) struct Styles {
    /// Name of a style, in lower case, by its id.
    names: HashMap<String, String>,
    /// List of a style.
    lists: HashMap<String, (usize, String)>,
    /// Abstract list of a list.
    abstracts: HashMap<String, String>,
    /// Levels with bullets, by abstract list.
    bullets: HashMap<(String, usize), bool>,
    next: HashMap<(String, usize), u64>,
}

impl Styles {
    pub(super) fn of(styles: &str, numbering: &str) -> Self {
        let mut read = Self::default();
        let mut style = String::new();
        for bit in Bits::of(styles).flatten() {
            let Bit::Open { name, attributes } = bit else { continue };
            let said = value(&attributes, "val");
            match name.as_str() {
                "style" => style = value(&attributes, "styleId").to_owned(),
                "name" => _ = read.names.insert(style.clone(), said.to_lowercase()),
                "numId" => read.lists.entry(style.clone()).or_default().1 = said.to_owned(),
                "ilvl" => read.lists.entry(style.clone()).or_default().0 = said.parse().unwrap_or_default(),
                _ => {}
            }
        }
        let (mut list, mut level, mut is_abstract) = (String::new(), 0, false);
        for bit in Bits::of(numbering).flatten() {
            let Bit::Open { name, attributes } = bit else { continue };
            match name.as_str() {
                "abstractNum" => (list, is_abstract) = (value(&attributes, "abstractNumId").to_owned(), true),
                "num" => (list, is_abstract) = (value(&attributes, "numId").to_owned(), false),
                "abstractNumId" => _ = read.abstracts.insert(list.clone(), value(&attributes, "val").to_owned()),
                "lvl" => level = value(&attributes, "ilvl").parse().unwrap_or_default(),
                "numFmt" if is_abstract => _ = read.bullets.insert((list.clone(), level), value(&attributes, "val") == "bullet"),
                _ => {}
            }
        }
        read
    }

    fn name<'s>(&'s self, style: &'s str) -> &'s str {
        self.names.get(style).map_or(style, String::as_str)
    }

    /// Level of a heading; none for other paragraphs.
    pub(super) fn heading(&self, style: &str) -> Option<u8> {
        let name = self.name(style).to_lowercase();
        if name == "title" {
            return Some(1);
        }
        name.strip_prefix("heading")?.trim().parse().ok().filter(|level| (1..=9).contains(level))
    }

    pub(super) fn list_of(&self, style: &str) -> Option<(usize, String)> {
        self.lists.get(style).cloned().filter(|(_, list)| !list.is_empty())
    }

    pub(super) fn is_code(&self, style: &str) -> bool {
        let name = self.name(style).to_lowercase();
        name.contains("code") || name.contains("preformatted")
    }

    /// Number of the next item of a list; none for a bullet. Lists below it begin anew.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<u64> {
        let kind = self.abstracts.get(list).cloned().unwrap_or_default();
        if self.next.len() > LISTS {
            self.next.clear();
        }
        self.next.retain(|(known, deeper), _| known != list || *deeper <= level);
        let number = self.next.entry((list.to_owned(), level)).or_insert(0);
        *number += 1;
        (!self.bullets.get(&(kind, level)).copied().unwrap_or_default()).then_some(*number)
    }
}
