//! From Markdown to blocks, with pulldown-cmark's events.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::link::{is_safe, with_links};
use super::literal::{restore, restore_code, stand_in};
use super::{Block, Inline};

/// Nesting limit of blocks and inlines. Deeper ones are lifted to this depth, so that no document can exhaust the stack of a
/// renderer.
const MAX_DEPTH: usize = 12;

/// Parses Markdown: CommonMark with tables, strikethrough, task lists and bare addresses, as people write it who do not know it by heart. Raw
/// HTML is the text that it is, a line end is a line end, a backslash in a path and an underscore around a word stay. Pictures become links
/// with their words, tasks begin with ☐ or ☑. Links lead to http, https and mailto, and to pages of trees; any other address stands behind its words.
/// Nesting is at most 12 levels deep.
pub fn parse(markdown: &str) -> Vec<Block> {
    let source = stand_in(&crate::text::normalise(markdown));
    let mut builder = Builder { source: &source, open: vec![Frame::new(Kind::Document)], lifted: 0, cell_end: 0 };
    let extensions = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&source, extensions).into_offset_iter() {
        builder.event(event, range);
    }
    let Some(mut document) = builder.open.pop() else { return Vec::new() };
    document.flush();
    document.blocks
}

#[derive(Debug)]
enum Kind {
    Document,
    Paragraph,
    Heading,
    List(Option<u64>),
    Item,
    Quote,
    CodeBlock,
    Table,
    Row,
    Cell,
    Strong,
    Emphasis,
    Struck,
    /// A link or a picture, with its address.
    Link(String),
    /// Shows only its content: a link or a picture inside a link.
    Transparent,
}

/// One level under construction: inlines that wait for their block, and finished parts.
struct Frame {
    kind: Kind,
    inlines: Vec<Inline>,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    cells: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self { kind, inlines: Vec::new(), blocks: Vec::new(), items: Vec::new(), cells: Vec::new(), rows: Vec::new() }
    }

    /// Words of a tight list item stand outside any paragraph; they become one.
    fn flush(&mut self) {
        let line = self.line();
        self.blocks.extend(some(line).map(Block::Paragraph));
    }

    /// The waiting inlines, as the line of a block.
    fn line(&mut self) -> Vec<Inline> {
        with_links(std::mem::take(&mut self.inlines))
    }

    fn word(&mut self, words: &str) {
        match self.inlines.last_mut() {
            Some(Inline::Text(before)) => before.push_str(words),
            _ => self.inlines.push(Inline::Text(words.to_owned())),
        }
    }

    fn append(&mut self, inlines: Vec<Inline>) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.word(&words),
                other => self.inlines.push(other),
            }
        }
    }
}

struct Builder<'a> {
    /// The text with stand-ins.
    source: &'a str,
    open: Vec<Frame>,
    /// Number of open elements without a frame, for they are nested too deeply: their content stands in the frame around them.
    lifted: usize,
    /// End of the last cell of a table, in bytes of the source.
    cell_end: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, range),
            Event::Text(words) => self.words(&words),
            Event::Code(code) => self.top(|frame| frame.inlines.push(Inline::Code(restore_code(&code)))),
            Event::SoftBreak | Event::HardBreak => self.top(|frame| frame.inlines.push(Inline::Break)),
            Event::TaskListMarker(done) => self.top(|frame| frame.word(if done { "☑ " } else { "☐ " })),
            Event::Rule => self.top(|frame| {
                frame.flush();
                frame.blocks.push(Block::Rule);
            }),
            // HTML that no stand-in kept from being taken for it.
            Event::InlineHtml(html) | Event::Html(html) => self.words(&html),
            // Of extensions that are off.
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn words(&mut self, words: &str) {
        let words = match self.open.last() {
            Some(Frame { kind: Kind::CodeBlock, .. }) => restore_code(words),
            _ => restore(words),
        };
        self.top(|frame| frame.word(&words));
    }

    fn top(&mut self, change: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.open.last_mut() {
            change(frame);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        if is_block(tag.to_end()) {
            self.top(Frame::flush);
        }
        // A list without room for its items, or a table without room for its cells, would have nowhere to put them.
        let room = match tag {
            Tag::List(_) => MAX_DEPTH - 1,
            Tag::Table(_) => MAX_DEPTH - 2,
            _ => MAX_DEPTH,
        };
        let is_in_link = self.open.iter().any(|frame| matches!(frame.kind, Kind::Link(_)));
        let kind = match tag {
            Tag::CodeBlock(_) => Kind::CodeBlock,
            _ if self.lifted > 0 || self.open.len() > room => {
                self.lifted += 1;
                return;
            }
            Tag::Paragraph | Tag::HtmlBlock => Kind::Paragraph,
            Tag::Heading { .. } => Kind::Heading,
            Tag::List(start) => Kind::List(start),
            Tag::Item => Kind::Item,
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::Table(_) => Kind::Table,
            Tag::TableHead | Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::Strong => Kind::Strong,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strikethrough => Kind::Struck,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } if !is_in_link => Kind::Link(restore(&dest_url)),
            _ => Kind::Transparent,
        };
        self.open.push(Frame::new(kind));
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::TableCell => self.cell_end = range.end,
            TagEnd::TableHead | TagEnd::TableRow => self.beyond_the_last_cell(range.end),
            _ => {}
        }
        // Code has a frame at any depth, and nothing inside.
        if self.lifted == 0 || tag == TagEnd::CodeBlock {
            return self.close();
        }
        self.lifted -= 1;
        if is_block(tag) {
            self.top(Frame::flush);
        }
    }

    /// Adds what a row has beyond the cells of the table's head to its last cell, as it is written: the parser passes over it.
    fn beyond_the_last_cell(&mut self, end: usize) {
        let rest = self.source.get(self.cell_end..end).unwrap_or_default();
        let rest = rest.trim().trim_matches('|').trim();
        if !rest.is_empty() && self.lifted == 0 {
            let rest = format!(" | {}", restore_code(rest));
            self.top(|row| row.cells.last_mut().into_iter().for_each(|cell| cell.push(Inline::Text(rest.clone()))));
        }
    }

    fn close(&mut self) {
        let Some(mut frame) = self.open.pop_if(|frame| !matches!(frame.kind, Kind::Document)) else { return };
        let Some(parent) = self.open.last_mut() else { return };
        match frame.kind {
            Kind::Paragraph => parent.blocks.extend(some(frame.line()).map(Block::Paragraph)),
            Kind::Heading => parent.blocks.extend(some(frame.line()).map(Block::Heading)),
            Kind::Strong => parent.inlines.extend(some(frame.inlines).map(Inline::Strong)),
            Kind::Emphasis => parent.inlines.extend(some(frame.inlines).map(Inline::Emphasis)),
            Kind::Struck => parent.inlines.extend(some(frame.inlines).map(Inline::Struck)),
            Kind::Link(url) if is_safe(&url) => {
                let text = some(frame.inlines).unwrap_or_else(|| vec![Inline::Text(url.clone())]);
                parent.inlines.push(Inline::Link { url, text });
            }
            Kind::Link(url) => {
                parent.append(frame.inlines);
                parent.word(&if url.is_empty() { url } else { format!(" ({url})") });
            }
            Kind::CodeBlock => {
                let code: String =
                    frame.inlines.into_iter().map(|inline| if let Inline::Text(code) = inline { code } else { String::new() }).collect();
                parent.blocks.push(Block::Code(code.trim_end().to_owned()));
            }
            Kind::Item => {
                frame.flush();
                parent.items.push(frame.blocks);
            }
            Kind::List(start) => parent.blocks.push(Block::List { start, items: frame.items }),
            Kind::Quote => {
                frame.flush();
                parent.blocks.push(Block::Quote(frame.blocks));
            }
            Kind::Cell => parent.cells.push(frame.line()),
            Kind::Row => {
                // The parser fills rows up to the length of the head.
                let filled = frame.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
                frame.cells.truncate(filled);
                parent.rows.push(frame.cells);
            }
            Kind::Table => parent.blocks.push(Block::Table(frame.rows)),
            Kind::Document => {}
            Kind::Transparent => parent.append(frame.inlines),
        }
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Image | TagEnd::Strikethrough)
}
