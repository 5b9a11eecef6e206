//! Blocks as a tree of items: the steps of a runbook, and what stands below them.

use std::collections::HashMap;

use super::numbered::leading_number;
use super::{Block, BlockKind, answer, plain};
use crate::draft::fenced;
use crate::sketch::{Sketch, paragraph};

/// Item of a runbook; those below it stand behind it.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// Number that it has, by which others lead to it.
    pub number: Option<u64>,
    /// Section that it stands in, from 0.
    pub section: usize,
    pub text: String,
    /// Further paragraphs.
    pub body: String,
    /// Code with the word of its fence.
    pub code: Vec<(String, String)>,
    pub children: Vec<usize>,
    pub place: String,
    depth: usize,
    pub is_bullet: bool,
}

/// Items of a runbook, and those that are its steps in their order.
#[derive(Default)]
pub(super) struct Items {
    pub all: Vec<Item>,
    pub top: Vec<usize>,
}

/// Items while they are read.
struct Reader<'s> {
    items: Items,
    /// Open items, one in the other.
    open: Vec<usize>,
    /// Text that belongs to the next step, or to the tree.
    pending: String,
    section: usize,
    sketch: &'s mut Sketch,
    has_numbers: bool,
}

/// Reads blocks. The first heading may be the tree's name; text ahead of the first step is its description.
pub(super) fn items(mut blocks: Vec<Block>, sketch: &mut Sketch) -> Items {
    named(&mut blocks, sketch);
    let step_level = step_level(&blocks);
    let has_numbers = blocks.iter().any(|block| block.depth == 1 && matches!(block.kind, BlockKind::Item(Some(_))));
    let mut reader = Reader { items: Items::default(), open: Vec::new(), pending: String::new(), section: 0, sketch, has_numbers };
    for block in blocks {
        let Block { kind, depth, text, place } = block;
        match kind {
            BlockKind::Heading(level) if Some(level) == step_level => {
                let number = leading_number(&plain(&text)).map(|(number, _)| number);
                reader.item(Item { number, text, place, ..Item::default() });
            }
            BlockKind::Heading(level) if step_level.is_none_or(|of_steps| level < of_steps) => {
                reader.open.clear();
                reader.section += 1;
                paragraph(&mut reader.pending, &format!("**{}**", plain(&text)));
            }
            BlockKind::Heading(_) => reader.text(&format!("**{}**", plain(&text)), 0),
            BlockKind::Item(number) => {
                reader.listed(Item { number, text, place, depth, is_bullet: number.is_none(), ..Item::default() }, step_level.is_some());
            }
            BlockKind::Text => reader.text_or_answers(&text, depth, &place),
            BlockKind::Code(word) => reader.code(word, text, depth),
        }
    }
    let Reader { items, pending, sketch, .. } = reader;
    paragraph(&mut sketch.description, &pending);
    items
}

/// Takes the one heading above all others for the name.
fn named(blocks: &mut Vec<Block>, sketch: &mut Sketch) {
    let level = |block: &Block| if let BlockKind::Heading(level) = block.kind { Some(level) } else { None };
    let Some(least) = blocks.iter().filter_map(level).min() else { return };
    let mut of_least = blocks.iter().enumerate().filter(|(_, block)| level(block) == Some(least)).map(|(at, _)| at);
    if let (Some(at), None) = (of_least.next(), of_least.next()) {
        let is_first = blocks[..at].iter().all(|block| level(block).is_none());
        if is_first && leading_number(&plain(&blocks[at].text)).is_none() {
            sketch.name = plain(&blocks.remove(at).text);
        }
    }
}

/// Level of the headings that are steps; none where the steps are items of lists.
fn step_level(blocks: &[Block]) -> Option<u8> {
    let (mut numbered, mut all): (HashMap<u8, usize>, HashMap<u8, usize>) = Default::default();
    for block in blocks {
        let BlockKind::Heading(level) = block.kind else { continue };
        *all.entry(level).or_default() += 1;
        if leading_number(&plain(&block.text)).is_some() {
            *numbered.entry(level).or_default() += 1;
        }
    }
    let most = |counts: &HashMap<u8, usize>| {
        counts.iter().filter(|(_, count)| **count >= 2).max_by_key(|(level, count)| (**count, u8::MAX - **level)).map(|(level, _)| *level)
    };
    let has_steps = blocks.iter().any(|block| block.depth == 1 && matches!(block.kind, BlockKind::Item(Some(_))));
    most(&numbered).or_else(|| most(&all).filter(|_| !has_steps))
}

impl Reader<'_> {
    /// Adds an item below those that are open and less deep.
    fn item(&mut self, mut item: Item) {
        while self.open.last().is_some_and(|open| self.items.all[*open].depth >= item.depth) {
            self.open.pop();
        }
        item.section = self.section;
        let mut answers = Vec::new();
        if item.number.is_some() {
            (item.text, answers) = answer::asked(&item.text);
        }
        let (at, place) = (self.items.all.len(), item.place.clone());
        match self.open.last() {
            Some(parent) => self.items.all[*parent].children.push(at),
            None => {
                // The words above the first step are the tree's.
                let pending = std::mem::take(&mut self.pending);
                let to = if self.items.top.is_empty() { &mut self.sketch.description } else { &mut item.body };
                paragraph(to, &pending);
                self.items.top.push(at);
            }
        }
        self.open.push(at);
        self.items.all.push(item);
        self.answers(at, answers, &place);
    }

    /// Adds sentences that are answers of an item.
    fn answers(&mut self, owner: usize, answers: Vec<String>, place: &str) {
        for text in answers {
            let at = self.items.all.len();
            let (section, depth) = (self.section, self.items.all[owner].depth + 1);
            self.items.all[owner].children.push(at);
            self.items.all.push(Item { text, place: place.to_owned(), section, depth, is_bullet: true, ..Item::default() });
        }
    }

    fn listed(&mut self, mut item: Item, below_headings: bool) {
        if below_headings {
            match self.open.first() {
                Some(_) => self.item(item),
                None => self.note(&item),
            }
            return;
        }
        let is_beside = item.depth == 1 && item.is_bullet && self.has_numbers;
        if is_beside || (self.open.is_empty() && item.is_bullet && self.has_numbers) {
            // Answers that stand beside their numbered step, not below it.
            match self.open.first().copied() {
                Some(step) => {
                    self.open.truncate(1);
                    item.depth = self.items.all[step].depth + 1;
                    self.item(item);
                }
                None => self.note(&item),
            }
            return;
        }
        self.item(item);
    }

    /// A bullet that is no step.
    fn note(&mut self, item: &Item) {
        self.pending.push_str(if self.pending.is_empty() || self.pending.ends_with("\n\n") { "" } else { "\n" });
        self.pending.push_str(&format!("{}- {}", "  ".repeat(item.depth.saturating_sub(1).min(8)), item.text.replace('\n', " ")));
    }

    /// The item that text of a depth belongs to.
    fn owner(&mut self, depth: usize) -> Option<usize> {
        while self.open.len() > 1 && self.open.last().is_some_and(|open| self.items.all[*open].depth > depth) {
            self.open.pop();
        }
        self.open.last().copied()
    }

    fn text(&mut self, text: &str, depth: usize) {
        match self.owner(depth) {
            Some(owner) => paragraph(&mut self.items.all[owner].body, text),
            None => paragraph(&mut self.pending, text),
        }
    }

    /// Text, in which lines and sentences such as "If not, go to step 3" are answers of the step.
    fn text_or_answers(&mut self, text: &str, depth: usize, place: &str) {
        let Some(owner) = self.owner(depth) else { return self.text(text, depth) };
        let (rest, answers) = answer::sentences(text);
        if answers.is_empty() {
            return self.text(text, depth);
        }
        self.text(&rest, depth);
        self.answers(owner, answers, place);
    }

    fn code(&mut self, word: String, code: String, depth: usize) {
        match self.owner(depth) {
            Some(owner) => self.items.all[owner].code.push((word, code)),
            None => paragraph(&mut self.pending, &fenced(&word, &code)),
        }
    }
}
