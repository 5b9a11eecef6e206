//! Lines with their places.

/// A line without its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Position of its first character in bytes.
    pub(super) at: usize,
    /// Number of the line, from 1.
    pub(super) number: usize,
    pub(super) text: &'t str,
}

/// The lines of a text from a position on, which begins one.
#[derive(Debug, Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, number: text[..at].matches('\n').count() }
    }

    /// Position of the next line in bytes.
    pub(super) fn position(&self) -> usize {
        self.at
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let text = rest.find('\n').map_or(rest, |end| &rest[..end]);
        let line = Line { at: self.at, number: self.number + 1, text };
        self.number += 1;
        self.at += text.len() + 1;
        Some(line)
    }
}
