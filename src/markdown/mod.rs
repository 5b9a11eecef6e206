//! Markdown as a small typed block tree: parsed once, on publication, and rendered by one component on the server and in
//! the browser. There is no raw HTML in it.

#[cfg(feature = "server")]
mod link;
#[cfg(feature = "server")]
mod links;
#[cfg(feature = "server")]
mod literal;
#[cfg(feature = "server")]
mod parse;
#[cfg(feature = "server")]
mod path;
mod work;
#[cfg(feature = "server")]
mod written;

use serde::{Deserialize, Serialize};

use crate::wire::wire;

#[cfg(feature = "server")]
pub use links::links;
#[cfg(feature = "server")]
pub use parse::parse;
pub use work::{MOST_WORK, work};
#[cfg(feature = "server")]
pub use written::written;

/// Number of the rules by which Markdown is read. Whoever changes a rule makes it one more: `migrate` then derives the reading of every
/// version anew, and browsers, which keep trees by their address for a year, ask for them by another one.
pub const RULES: i32 = 3;

/// Block element of a Markdown document: something that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading inside a body; pages show it below their own headings, whatever its level was.
    Heading(Vec<Inline>),
    /// A list; numbered from `start` if there is one.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// Content of each item.
        items: Vec<Vec<Block>>,
    },
    /// A code block: text in monospace, with its line ends and spaces as written.
    Code(String),
    /// A quotation or a remark.
    Quote(Vec<Block>),
    /// A table: its cells by row. The first row is its head; a row may have fewer cells than that.
    Table(Vec<Vec<Vec<Inline>>>),
    /// A horizontal line.
    Rule,
}

/// Inline element of a Markdown document: something inside a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Code inside a line, in monospace.
    Code(String),
    /// Important words (`**…**`).
    Strong(Vec<Inline>),
    /// Stressed words (`*…*`).
    Emphasis(Vec<Inline>),
    /// Words that no longer hold (`~~…~~`).
    Struck(Vec<Inline>),
    /// A link; its scheme is http, https or mailto, or it leads to the page of a tree.
    Link {
        /// Target address.
        url: String,
        /// Visible text.
        text: Vec<Inline>,
    },
    /// A line break inside a block, which the author asked for.
    Break,
}

wire! {
    enum Block {
        "paragraph" => Paragraph(words),
        "heading" => Heading(words),
        "list" => List { start, items },
        "code" => Code(text),
        "quote" => Quote(blocks),
        "table" => Table(rows),
        "rule" => Rule,
    }
    enum Inline {
        "text" => Text(words),
        "code" => Code(words),
        "strong" => Strong(words),
        "emphasis" => Emphasis(words),
        "struck" => Struck(words),
        "link" => Link { url, text },
        "break" => Break,
    }
}

/// Text of the blocks without markup: each paragraph, heading and code block from a new line, those in lists and quotes, too, and each row
/// of a table, its cells apart by ` | `. Line breaks and the lines of code stay. Bullets, numbers, horizontal lines, addresses of links and white space at the end are left out.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    write_blocks(blocks, &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn write_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(inlines) => {
                write_inlines(inlines, text);
                text.push('\n');
            }
            Block::List { items, .. } => items.iter().for_each(|item| write_blocks(item, text)),
            Block::Code(code) => {
                text.push_str(code);
                text.push('\n');
            }
            Block::Quote(inner) => write_blocks(inner, text),
            Block::Table(rows) => rows.iter().for_each(|row| write_row(row, text)),
            Block::Rule => {}
        }
    }
}

fn write_row(cells: &[Vec<Inline>], text: &mut String) {
    for (position, cell) in cells.iter().enumerate() {
        text.push_str(if position > 0 { " | " } else { "" });
        write_inlines(cell, text);
    }
    text.push('\n');
}

fn write_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) | Inline::Link { text: inner, .. } => {
                write_inlines(inner, text);
            }
            Inline::Break => text.push('\n'),
        }
    }
}

#[cfg(all(test, feature = "server"))]
mod tests;
