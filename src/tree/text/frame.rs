//! Where the tree stands in a text: between its fence, below what a chat assistant says first.

use super::lines::{Line, Lines};
use super::{FIELDS, HEAD, Mark, closing, is_blank, mark};
use crate::text::normalise;

/// Part of a text that is the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Position of its first line in bytes, which is `---` if there is a head.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) has_head: bool,
}

/// Finds the tree. A file begins with its head. Otherwise the head is the first `---` with a field below it, before the first step; without
/// one the tree begins behind the fence that is open at the first step, or where the text does.
pub(super) fn frame(text: &str) -> Frame {
    let mut lines = Lines::new(text, 0).filter(|line| !is_blank(line.text)).peekable();
    if let Some(first) = lines.peek().filter(|line| line.text.trim_end() == HEAD) {
        return Frame { start: first.at, end: text.len(), has_head: true };
    }
    let mut fence = None;
    while let Some(line) = lines.next().filter(|line| !matches!(mark(line.text), Some((Mark::Step, _)))) {
        let opens = line.text.len() - line.text.trim_start_matches('`').len();
        if line.text.trim_end() == HEAD && lines.peek().is_some_and(is_field) {
            return Frame { start: line.at, end: end(text, line.at, fence), has_head: true };
        } else if fence.is_some() && closing(line.text).is_some() {
            fence = None;
        } else if fence.is_none() && opens >= 3 {
            fence = Some((opens, line.at + line.text.len()));
        }
    }
    let start = fence.map_or(0, |(_, start)| text.len().min(start + 1));
    Frame { start, end: end(text, start, fence), has_head: false }
}

fn is_field(line: &Line<'_>) -> bool {
    line.text.split_once(':').is_some_and(|(name, _)| FIELDS.contains(&name.trim().to_ascii_lowercase().as_str()))
}

/// End of a tree in a fence: its closing line, below the last mark.
fn end(text: &str, start: usize, fence: Option<(usize, usize)>) -> usize {
    let Some((backticks, _)) = fence else { return text.len() };
    let mut end = None;
    for line in Lines::new(text, start) {
        if closing(line.text).is_some_and(|closing| closing >= backticks) {
            end = Some(line.at);
        } else if mark(line.text).is_some() {
            end = None;
        }
    }
    end.unwrap_or(text.len())
}

/// True for a text that begins as tree text does: with a head that names a format or a key, or with a step and an exit somewhere.
pub(in crate::tree) fn is_text(text: &str) -> bool {
    if text.trim_start().starts_with(['{', '[', '<']) {
        return false;
    }
    let text = &normalise(text);
    let frame = frame(text);
    let mut lines = Lines::new(&text[..frame.end], frame.start).filter(|line| !is_blank(line.text));
    let Some(first) = lines.next() else { return false };
    if frame.has_head {
        let mut fields = lines.take_while(|line| line.text.trim_end() != HEAD);
        return fields.any(|line| ["format:", "key:"].iter().any(|name| line.text.to_ascii_lowercase().starts_with(name)));
    }
    let is_exit = |line: Line<'_>| matches!(mark(line.text), Some((Mark::Next | Mark::Solution, _)));
    matches!(mark(first.text), Some((Mark::Step, _))) && lines.any(is_exit)
}
