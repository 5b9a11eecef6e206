//! Blocks as plain text in documents, where bullets, numbers and addresses matter as the words do.

use super::{Block, Inline};

/// The blocks as text that reads without markup: items with bullets or numbers, quotes behind `> `, cells apart by ` | `, struck words between
/// `~~`, and the address of a link behind its words, unless they are the same. A line a row, a blank line between blocks.
pub fn written(blocks: &[Block]) -> String {
    let mut text = String::new();
    write_blocks(blocks, "", &mut text);
    text.truncate(text.trim_end().len());
    text
}

/// Writes blocks whose lines all begin with a margin.
fn write_blocks(blocks: &[Block], margin: &str, text: &mut String) {
    for (position, block) in blocks.iter().enumerate() {
        if position > 0 {
            text.push_str(margin.trim_end());
            text.push('\n');
        }
        write_block(block, margin, text);
    }
}

fn write_block(block: &Block, margin: &str, text: &mut String) {
    match block {
        Block::Paragraph(words) | Block::Heading(words) => write_lines(&line(words), margin, text),
        Block::Code(code) => write_lines(code, margin, text),
        Block::Rule => write_lines("---", margin, text),
        Block::Quote(inner) => write_blocks(inner, &format!("{margin}> "), text),
        Block::Table(rows) => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| line(cell).replace('\n', " ")).collect::<Vec<_>>().join(" | ");
            write_lines(&rows.iter().map(row).collect::<Vec<_>>().join("\n"), margin, text);
        }
        Block::List { start, items } => {
            for (position, item) in items.iter().enumerate() {
                let mark = start.map_or("-".to_owned(), |start| format!("{}.", start.saturating_add(position as u64)));
                let mut inside = String::new();
                for (position, block) in item.iter().enumerate() {
                    // A list inside of an item stands close to its words.
                    if position > 0 && !matches!(block, Block::List { .. }) {
                        inside.push('\n');
                    }
                    write_block(block, "", &mut inside);
                }
                let indented = inside.trim_end().replace('\n', &format!("\n{}", " ".repeat(mark.len() + 1)));
                write_lines(&format!("{mark} {indented}"), margin, text);
            }
        }
    }
}

fn write_lines(lines: &str, margin: &str, text: &mut String) {
    for line in lines.split('\n') {
        text.push_str(margin);
        text.push_str(line);
        text.truncate(text.trim_end_matches([' ', '\t']).len());
        text.push('\n');
    }
}

fn line(words: &[Inline]) -> String {
    let inline = |word: &Inline| match word {
        Inline::Text(words) | Inline::Code(words) => words.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) => line(inner),
        Inline::Struck(inner) => format!("~~{}~~", line(inner)),
        Inline::Link { url, text } => {
            let words = line(text);
            let is_said = *url == words || url.strip_prefix("mailto:") == Some(&words) || url.strip_prefix("https://") == Some(&words);
            if is_said { words } else { format!("{words} ({url})") }
        }
        Inline::Break => "\n".to_owned(),
    };
    words.iter().map(inline).collect()
}
