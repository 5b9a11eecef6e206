//! Markdown as blocks of a runbook.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Block, BlockKind};
use crate::html;
use crate::place::Lines;
use crate::sketch::Sketch;

struct Reader<'t> {
    text: &'t str,
    lines: Lines,
    blocks: Vec<Block>,
    /// For each open list the number of its next item, or none for bullets.
    lists: Vec<Option<u64>>,
    /// Kind of the block that is open.
    kind: BlockKind,
    /// Where the words of the open block stand.
    words: Option<Range<usize>>,
    /// Where it begins.
    start: usize,
}

/// Blocks of a Markdown text. What stands in its front matter becomes the name, or is told.
pub(super) fn blocks(text: &str, sketch: &mut Sketch) -> Vec<Block> {
    let mut reader =
        Reader { text, lines: Lines::of(text), blocks: Vec::new(), lists: Vec::new(), kind: BlockKind::Text, words: None, start: 0 };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut whole: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        // Tables, pages in HTML and front matter are taken as they stand.
        if let Some(end) = whole {
            if range.end <= end && !is_end(&event) {
                continue;
            }
            whole = None;
        }
        match event {
            Event::Start(Tag::MetadataBlock(_)) => {
                front_matter(&text[range.clone()], sketch);
                whole = Some(range.end);
            }
            Event::Start(Tag::Table(_)) => {
                reader.flush();
                reader.add(BlockKind::Text, text[range.clone()].trim().to_owned(), range.start);
                whole = Some(range.end);
            }
            Event::Start(Tag::HtmlBlock) => {
                reader.flush();
                reader.add(BlockKind::Text, html::plain(&text[range.clone()]), range.start);
                whole = Some(range.end);
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                reader.flush();
                let word = if let CodeBlockKind::Fenced(word) = kind { word.to_string() } else { String::new() };
                reader.add(BlockKind::Code(word), String::new(), range.start);
            }
            Event::Text(code) if reader.is_in_code() => {
                if let Some(block) = reader.blocks.last_mut() {
                    block.text.push_str(&code);
                }
            }
            Event::End(TagEnd::CodeBlock) => reader.kind = BlockKind::Text,
            Event::TaskListMarker(_) => {}
            event => reader.take(&event, range),
        }
    }
    reader.flush();
    reader.blocks
}

fn is_end(event: &Event<'_>) -> bool {
    matches!(event, Event::End(TagEnd::Item | TagEnd::List(_)))
}

fn front_matter(text: &str, sketch: &mut Sketch) {
    for line in text.lines().filter(|line| line.trim() != "---" && !line.trim().is_empty()) {
        match line.split_once(':').map(|(name, value)| (name.trim(), value.trim().trim_matches('"'))) {
            Some(("title" | "name", value)) if !value.is_empty() => sketch.name = value.to_owned(),
            _ => sketch.report.left_out("front matter", line, "A tree has no such field."),
        }
    }
}

impl Reader<'_> {
    fn is_in_code(&self) -> bool {
        matches!(self.kind, BlockKind::Code(_))
    }

    fn add(&mut self, kind: BlockKind, text: String, at: usize) {
        self.kind = if matches!(kind, BlockKind::Code(_)) { kind.clone() } else { BlockKind::Text };
        self.blocks.push(Block { kind, depth: self.lists.len(), text, place: self.lines.place(at) });
    }

    /// Ends the open block.
    fn flush(&mut self) {
        let words = self.words.take().map(|range| self.text[range].to_owned()).unwrap_or_default();
        let kind = std::mem::replace(&mut self.kind, BlockKind::Text);
        if words.is_empty() && !matches!(kind, BlockKind::Item(_)) {
            return;
        }
        // Lines of a list are indented, lines of a quotation marked.
        let text: Vec<&str> = words.lines().map(|line| line.trim_start_matches([' ', '\t', '>'])).collect();
        self.blocks.push(Block { kind, depth: self.lists.len(), text: text.join("\n"), place: self.lines.place(self.start) });
    }

    fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.flush();
                (self.kind, self.start) = (BlockKind::Heading(number(*level)), range.start);
            }
            Event::Start(Tag::List(start)) => {
                self.flush();
                self.lists.push(*start);
            }
            Event::End(TagEnd::List(_)) => {
                self.flush();
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.flush();
                let next = self.lists.last_mut();
                let number = next.and_then(|next| std::mem::replace(next, next.map(|number| number.saturating_add(1))));
                (self.kind, self.start) = (BlockKind::Item(number), range.start);
            }
            // The first paragraph of an item is the item.
            Event::Start(Tag::Paragraph) if matches!(self.kind, BlockKind::Item(_)) && self.words.is_none() => {}
            Event::Start(Tag::Paragraph) => {
                self.flush();
                self.start = range.start;
            }
            Event::Start(Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => {
                if !matches!(self.kind, BlockKind::Item(_)) || self.words.is_some() {
                    self.flush();
                }
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_)) | Event::Rule => self.flush(),
            _ => {
                let words = self.words.get_or_insert(range.clone());
                words.end = words.end.max(range.end);
            }
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
