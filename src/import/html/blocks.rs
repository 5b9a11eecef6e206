//! HTML as blocks of a runbook.

use html5ever::tokenizer::Tag;

use super::inline::Line;
use super::{Bit, bits, is_hidden};
use crate::report::Report;
use crate::runbook::{Block, BlockKind};

/// Reader of blocks.
struct Reader<'r> {
    blocks: Vec<Block>,
    line: Line,
    kind: BlockKind,
    /// For each open list the number of its next item, or none for bullets.
    lists: Vec<Option<u64>>,
    /// Cells of the open row of a table.
    cells: Option<Vec<String>>,
    /// Text of an open code block.
    code: Option<String>,
    at: u64,
    report: &'r mut Report,
}

/// Blocks of an HTML text. What has no place in a runbook is told.
pub(crate) fn blocks(html: &str, report: &mut Report) -> (Option<String>, Vec<Block>) {
    let mut reader = Reader {
        blocks: Vec::new(),
        line: Line::default(),
        kind: BlockKind::Text,
        lists: Vec::new(),
        cells: None,
        code: None,
        at: 1,
        report,
    };
    let (mut hidden, mut title, mut in_title) = (0_usize, None, false);
    for (line, bit) in bits(html) {
        reader.at = line;
        match bit {
            Bit::Open(tag) if is_hidden(&tag.name) => {
                hidden += usize::from(!tag.self_closing);
                let what = format!("<{}>", tag.name);
                reader.report.left_out(&format!("line {line}"), &what, "It is no text of the page.");
            }
            Bit::Close(name) if is_hidden(&name) => hidden = hidden.saturating_sub(1),
            _ if hidden > 0 => {}
            Bit::Open(tag) if &*tag.name == "title" => in_title = true,
            Bit::Close(name) if name == "title" => in_title = false,
            Bit::Text(text) if in_title => title = Some(text),
            Bit::Open(tag) => reader.open(&tag),
            Bit::Close(name) => reader.close(&name),
            Bit::Text(text) => reader.text(&text),
        }
    }
    reader.flush();
    (title, reader.blocks)
}

impl Reader<'_> {
    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => self.line.words(text),
        }
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let text = self.line.take();
        let kind = std::mem::replace(&mut self.kind, BlockKind::Text);
        if let Some(cells) = &mut self.cells {
            if !text.is_empty() {
                cells.push(text);
            }
        } else if !text.is_empty() || matches!(kind, BlockKind::Item(_)) {
            self.blocks.push(Block { kind, depth: self.lists.len(), text, place: format!("line {}", self.at) });
        }
    }

    fn open(&mut self, tag: &Tag) {
        let attribute =
            |name: &str| tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string());
        match &*tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.kind = BlockKind::Heading(tag.name.as_bytes()[1] - b'0');
            }
            "ol" | "ul" => {
                self.flush();
                let start = attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.lists.push((&*tag.name == "ol").then_some(start));
            }
            "li" => {
                self.flush();
                if self.lists.is_empty() {
                    self.lists.push(None);
                }
                if let Some(list) = self.lists.last_mut() {
                    self.kind = BlockKind::Item(*list);
                    *list = list.map(|number| number.saturating_add(1));
                }
            }
            "pre" => {
                self.flush();
                self.code = Some(String::new());
            }
            "tr" => {
                self.flush();
                self.cells = Some(Vec::new());
            }
            "br" => match &mut self.code {
                Some(code) => code.push('\n'),
                None => self.line.line_end(),
            },
            "img" | "video" | "object" | "embed" => {
                let what = attribute("alt").filter(|alt| !alt.is_empty()).unwrap_or_else(|| format!("<{}>", tag.name));
                self.report.left_out(&format!("line {}", self.at), &what, "Trees have no pictures yet.");
            }
            "a" => self.line.open_link(&attribute("href").unwrap_or_default()),
            "strong" | "b" if self.code.is_none() => self.line.mark("**"),
            "code" | "kbd" | "samp" if self.code.is_none() => self.line.mark("`"),
            name if is_block(name) => self.flush_text(),
            _ => {}
        }
    }

    /// Ends a block of text; an item goes on in its first paragraph.
    fn flush_text(&mut self) {
        if matches!(self.kind, BlockKind::Item(_)) {
            let text = self.line.take();
            if text.is_empty() {
                return;
            }
            self.line.mark(&text);
        }
        self.flush();
    }

    fn close(&mut self, name: &str) {
        match name {
            "ol" | "ul" => {
                self.flush();
                self.lists.pop();
            }
            "pre" => {
                let text = self.code.take().unwrap_or_default();
                self.flush();
                let place = format!("line {}", self.at);
                self.blocks.push(Block { kind: BlockKind::Code(String::new()), depth: self.lists.len(), text, place });
            }
            "tr" => {
                self.flush();
                let cells = self.cells.take().unwrap_or_default();
                if !cells.is_empty() {
                    let place = format!("line {}", self.at);
                    self.blocks.push(Block { kind: BlockKind::Text, depth: self.lists.len(), text: cells.join(" | "), place });
                }
            }
            "a" => self.line.close_link(),
            "strong" | "b" if self.code.is_none() => self.line.mark("**"),
            "code" | "kbd" | "samp" if self.code.is_none() => self.line.mark("`"),
            "li" => self.flush(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.flush(),
            name if is_block(name) => self.flush_text(),
            _ => {}
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "table"
            | "td"
            | "th"
            | "blockquote"
            | "dl"
            | "dt"
            | "dd"
            | "hr"
    )
}
