//! Where the links of instructions lead.

use super::{Block, Inline};

/// Addresses of all links in the blocks, in their order.
pub fn links(blocks: &[Block]) -> Vec<&str> {
    let mut found = Vec::new();
    of_blocks(blocks, &mut found);
    found
}

fn of_blocks<'b>(blocks: &'b [Block], found: &mut Vec<&'b str>) {
    for block in blocks {
        match block {
            Block::Paragraph(words) | Block::Heading(words) => of_words(words, found),
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, found)),
            Block::Quote(inner) => of_blocks(inner, found),
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| of_words(cell, found)),
            Block::Code(_) | Block::Rule => {}
        }
    }
}

fn of_words<'b>(words: &'b [Inline], found: &mut Vec<&'b str>) {
    for word in words {
        match word {
            Inline::Link { url, .. } => found.push(url),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => of_words(inner, found),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
