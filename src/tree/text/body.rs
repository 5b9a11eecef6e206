//! Texts of several lines among the marks.

use super::{is_blank, is_guarded};

/// The lines of a body as they are read. Those on either side of a mark are paragraphs of one body.
#[derive(Debug, Default)]
pub(super) struct Body<'t> {
    lines: Vec<&'t str>,
    /// Number of lines up to the last that is not blank.
    kept: usize,
    is_interrupted: bool,
}

impl<'t> Body<'t> {
    /// Adds a line that is no mark; blank ones at the ends fall away.
    pub(super) fn add(&mut self, line: &'t str) {
        if is_blank(line) {
            if self.kept > 0 && !self.is_interrupted {
                self.lines.push(line);
            }
            return;
        }
        if std::mem::take(&mut self.is_interrupted) {
            self.lines.push("");
        }
        self.lines.push(line.strip_prefix('\\').filter(|_| is_guarded(line)).unwrap_or(line));
        self.kept = self.lines.len();
    }

    /// Notes that a mark stands here.
    pub(super) fn interrupt(&mut self) {
        self.lines.truncate(self.kept);
        self.is_interrupted = self.kept > 0;
    }

    pub(super) fn text(mut self) -> String {
        self.lines.truncate(self.kept);
        self.lines.join("\n")
    }
}

/// Writes a body with a line end behind it, and nothing of an empty one.
pub(super) fn write(body: &str, text: &mut String) {
    if body.is_empty() {
        return;
    }
    let mut lines = body.split('\n').peekable();
    let mut is_end = true;
    while let Some(line) = lines.next() {
        is_end |= lines.peek().is_none();
        // Blank lines beside one that is kept are kept without a backslash.
        if is_guarded(line) || (is_blank(line) && is_end) {
            text.push('\\');
        }
        is_end = false;
        text.push_str(line);
        text.push('\n');
    }
}
