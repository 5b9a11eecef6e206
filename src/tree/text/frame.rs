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

/// Finds the tree. A file begins with its head. Otherwise the head is the first `---` with a field below it that stands before the first step
/// or right behind the line that opens a fence, for an answer may have headings of its own before the tree. Without one the tree begins behind
/// the fence that is open at the first step, or where the text does.
pub(super) fn frame(text: &str) -> Frame {
    let mut lines = Lines::new(text, 0).filter(|line| !is_blank(line.text)).peekable();
    if let Some(first) = lines.peek().filter(|line| line.text.trim_end() == HEAD) {
        return Frame { start: first.at, end: text.len(), has_head: true };
    }
    let (mut fence, mut is_behind, mut first_step) = (None, false, None);
    while let Some(line) = lines.next() {
        let is_candidate = first_step.is_none() || is_behind;
        if is_candidate && line.text.trim_end() == HEAD && lines.peek().is_some_and(is_field) {
            return Frame { start: line.at, end: end(text, line.at, fence), has_head: true };
        }
        match mark(line.text) {
            Some((Mark::Step, _)) => _ = first_step.get_or_insert(fence),
            // A step with an exit is no heading of an answer.
            Some((Mark::Next | Mark::Solution, _)) if first_step.is_some() => break,
            _ => {}
        }
        is_behind = false;
        match fence {
            Some((backticks, _)) if closing(line.text).is_some_and(|closing| closing >= backticks) => fence = None,
            Some(_) => {}
            None => {
                fence = opening(line.text).map(|backticks| (backticks, line.at + line.text.len()));
                is_behind = fence.is_some();
            }
        }
    }
    let fence = first_step.unwrap_or(fence);
    let start = fence.map_or(0, |(_, start)| text.len().min(start + 1));
    Frame { start, end: end(text, start, fence), has_head: false }
}

fn is_field(line: &Line<'_>) -> bool {
    line.text.split_once(':').is_some_and(|(name, _)| FIELDS.contains(&name.trim().to_ascii_lowercase().as_str()))
}

/// Number of backticks of a line that opens a fence. With more of them behind its words it is code in a line of prose.
fn opening(line: &str) -> Option<usize> {
    let words = line.trim_start_matches('`');
    let backticks = line.len() - words.len();
    (backticks >= 3 && (!words.contains('`') || mark(line).is_some())).then_some(backticks)
}

/// End of a tree in a fence: its closing line. A fence inside of it, opened with a word by as many backticks, has a closing line of its own.
/// Where every closing line is taken so, one inside was left open, or the end is cut off: then it is the first with no step or exit below.
fn end(text: &str, start: usize, fence: Option<(usize, usize)>) -> usize {
    let Some((outer, _)) = fence else { return text.len() };
    let (mut inner, mut last) = (None, None);
    for line in Lines::new(text, start) {
        match (inner, closing(line.text)) {
            (None, Some(backticks)) if backticks >= outer => return line.at,
            (Some(opened), Some(backticks)) if backticks >= opened => {
                inner = None;
                last.get_or_insert(line.at);
            }
            (None, None) => {
                inner = opening(line.text).filter(|backticks| *backticks >= outer);
                if mark(line.text).is_some_and(|(mark, _)| !matches!(mark, Mark::Command(..))) {
                    last = None;
                }
            }
            _ => {}
        }
    }
    last.unwrap_or(text.len())
}

/// True for a text that is written as tree text is: with a head that names a format or a key, or with a step, behind a description at most,
/// and an exit somewhere.
pub fn is_text(text: &str) -> bool {
    if text.trim_start().starts_with(['{', '[', '<']) {
        return false;
    }
    let text = &normalise(text);
    let frame = frame(text);
    let mut lines = Lines::new(&text[..frame.end], frame.start).filter(|line| !is_blank(line.text));
    if frame.has_head {
        let mut fields = lines.skip(1).take_while(|line| line.text.trim_end() != HEAD);
        return fields.any(|line| ["format:", "key:"].iter().any(|name| line.text.to_ascii_lowercase().starts_with(name)));
    }
    let is_exit = |line: Line<'_>| matches!(mark(line.text), Some((Mark::Next | Mark::Solution, _)));
    matches!(lines.find_map(|line| mark(line.text)), Some((Mark::Step, _))) && lines.any(is_exit)
}
