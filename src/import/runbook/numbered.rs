//! Lists that were typed by hand: lines with a number or a bullet in front, as Word and plain texts have them.

use super::{Block, BlockKind};

/// Blocks in which such lines are items.
pub(super) fn with_items(blocks: Vec<Block>) -> Vec<Block> {
    let mut with = Vec::with_capacity(blocks.len());
    for block in blocks {
        let is_typed = block.kind == BlockKind::Text && block.depth == 0 && block.text.lines().any(|line| item(line).is_some());
        if !is_typed {
            with.push(block);
            continue;
        }
        for line in block.text.lines() {
            let (kind, depth, text) = match item(line) {
                Some((number, text)) => (BlockKind::Item(number), 1, text),
                None => (BlockKind::Text, usize::from(with.last().is_some_and(|last| last.depth > 0)), line),
            };
            with.push(Block { kind, depth, text: text.trim().to_owned(), place: block.place.clone() });
        }
    }
    with
}

/// Number and words of a line that is an item.
fn item(line: &str) -> Option<(Option<u64>, &str)> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(['•', '·', '▪', '◦', '‣', '○', '●']) {
        return Some((None, rest));
    }
    let (number, rest) = leading_number(line)?;
    let rest = rest.strip_prefix(['.', ')', ':'])?;
    rest.starts_with([' ', '\t']).then_some((Some(number), rest))
}

/// Number that a title begins with, and the rest: of `Step 3: Ping` 3 and `: Ping`.
pub(super) fn leading_number(text: &str) -> Option<(u64, &str)> {
    let text = text.trim_start().trim_start_matches('*');
    let word = text.get(..4).filter(|word| word.eq_ignore_ascii_case("step"));
    let text = if word.is_some() { text[4..].trim_start() } else { text };
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..end].parse().ok().filter(|_| end <= 4)?;
    Some((number, &text[end..]))
}
