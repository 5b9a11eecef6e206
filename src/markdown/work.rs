//! The work of parsing and keeping a Markdown text, told before it begins.
//!
//! For each line the parser visits every quote and list item that is open there: ten thousand of them, and as many short lines behind, take
//! it the square of their number, and nothing stops it in the middle; and it fills each row of a table up to the length of its head.
//! Everything else takes it about as long as the text is; but three bytes may become a block that is kept in thirty, and a short reference
//! repeats a long address.

/// The most work of all bodies of a tree, in steps: half as much again as 4 MB of prose with lists take. A tree of so much is kept in 32 MB at
/// most, and published within two seconds, most of which is the database reading it.
pub const MOST_WORK: usize = 16 * 1024 * 1024;
/// Steps of a block or a piece of a line: about the bytes that it is kept in.
const ELEMENT: usize = 32;
/// The most bytes of the addresses and titles that the parser puts in the place of references, unless the text itself is longer.
const REFERRED: usize = 100_000;
/// The most empty cells that the parser fills tables up with.
const FILLED_CELLS: usize = 1 << 18;

/// Upper bound of the steps that a text takes: its bytes, its visits to open quotes and list items, its elements, and what it refers to.
pub fn work(markdown: &str) -> usize {
    let (mut work, mut depth, mut is_after_blank) = (0, 0, true);
    let (mut lines, mut most_bars) = (0, 0);
    for line in markdown.split('\n') {
        let head = Head::of(line);
        // A line of words may go on with the paragraph before it, whatever that is in. Any other keeps open what its head matches.
        let is_lazy = head.opened == 0 && (head.is_all || !is_after_blank);
        let kept = if is_lazy { depth } else { depth.min(head.matched) };
        depth = kept + head.opened;
        let marks = line.bytes().filter(|byte| b"*_`[<!&\\~|:@".contains(byte)).count() + line.matches("www.").count();
        lines += 1;
        most_bars = most_bars.max(line.matches('|').count());
        work += line.len() + 1 + depth + ELEMENT * (1 + head.opened + marks);
        is_after_blank = head.is_all && head.opened == 0;
    }
    work += (most_bars * lines).min(FILLED_CELLS);
    if markdown.contains("]:") {
        let references = markdown.bytes().filter(|byte| *byte == b'[').count();
        work += (references * markdown.len()).min(markdown.len().max(REFERRED));
    }
    work
}

/// Beginning of a line: white space, `>` and the markers of lists.
struct Head {
    /// The most open quotes and list items that it can go on with.
    matched: usize,
    /// The most that it can open.
    opened: usize,
    /// True if nothing follows it.
    is_all: bool,
}

impl Head {
    fn of(line: &str) -> Self {
        let (mut quotes, mut items, mut columns) = (0, 0, 0);
        let mut rest = line;
        loop {
            let text = rest.trim_start_matches([' ', '\t']);
            columns += rest[..rest.len() - text.len()].bytes().map(|byte| if byte == b'\t' { 4 } else { 1 }).sum::<usize>();
            rest = if let Some(quoted) = text.strip_prefix('>') {
                quotes += 1;
                quoted
            } else if let Some(item) = without_marker(text) {
                items += 1;
                item
            } else {
                // An item is indented by two columns at least.
                return Self { matched: quotes + columns / 2, opened: quotes + items, is_all: text.is_empty() };
            };
        }
    }
}

/// The text behind the marker of a list item.
fn without_marker(text: &str) -> Option<&str> {
    let item = match text.trim_start_matches(|c: char| c.is_ascii_digit()) {
        rest if rest.len() < text.len() => rest.strip_prefix(['.', ')'])?,
        rest => rest.strip_prefix(['-', '+', '*'])?,
    };
    (item.is_empty() || item.starts_with([' ', '\t'])).then_some(item)
}
