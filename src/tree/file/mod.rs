//! Tree files as people have them: in whatever encoding their editor wrote, and with the slips of JSON typed by hand, which are named in
//! words with line and column.

mod encoding;
mod faults;
mod fields;
mod foreign;
pub(super) mod reader;
mod strings;

use super::document::{MAX_BYTES, NotADocument};
#[cfg(feature = "server")]
use super::text;
use super::{Problem, TreeDocument};
use crate::text::brief;
pub use faults::{Fault, Faults};
pub use foreign::by_name as foreign_file;
use reader::Reader;

/// A tree file that was read, with the lines of its nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeFile {
    /// The tree.
    pub document: TreeDocument,
    /// True for tree text, false for JSON.
    pub is_text: bool,
    /// Line of each node, from 1, in the document's order.
    pub(super) lines: Vec<usize>,
}

impl TreeFile {
    /// Reads tree text or JSON, by how the file begins, in UTF-8, UTF-16 or Windows-1252; CRLF becomes LF, and NUL goes.
    ///
    /// # Errors
    /// [`NotADocument`]. Mistakes inside a well-formed document are the checker's to report.
    #[cfg(feature = "server")]
    pub fn read(bytes: &[u8]) -> Result<Self, NotADocument> {
        let decoded = decoded(bytes)?;
        if text::is_text(&decoded) { text::parse(&decoded) } else { Self::of_json(&decoded) }
    }

    fn of_json(text: &str) -> Result<Self, NotADocument> {
        if text.trim().is_empty() {
            return Err(NotADocument::Malformed("it is empty".to_owned()));
        }
        if let Some(kind) = foreign::by_text(text) {
            return Err(NotADocument::Foreign(kind));
        }
        let mut reader = Reader::new(text);
        let read = fields::document(&mut reader);
        if let Some(kind) = read.as_ref().ok().and_then(|parts| foreign::by_fields(parts, text)) {
            return Err(NotADocument::Foreign(kind));
        }
        let document = read.ok().and_then(|parts| parts.whole(&mut reader)).filter(|_| reader.faults.is_empty());
        let Some(mut document) = document else { return Err(NotADocument::Faulty(reader.faults.placed(text))) };
        document.normalise();
        Ok(Self { document, is_text: false, lines: lines(text, &reader.nodes) })
    }

    /// Line of the node that a problem is about, from 1; the first where it is about the tree.
    pub fn line(&self, problem: &Problem) -> usize {
        let position = problem.node.as_ref().and_then(|id| self.document.nodes.iter().position(|node| brief(&node.id.0) == id.0));
        position.and_then(|position| self.lines.get(position).copied()).unwrap_or(1)
    }
}

/// Text of a tree file, which is within the limit as it was sent and in UTF-8: from UTF-16 it may become half as long again.
fn decoded(bytes: &[u8]) -> Result<String, NotADocument> {
    let within = |length| if length > MAX_BYTES { Err(NotADocument::TooLarge(length)) } else { Ok(()) };
    within(bytes.len())?;
    let text = encoding::decode(bytes).map_err(NotADocument::Malformed)?;
    within(text.len())?;
    Ok(text)
}

/// Lines of ascending positions in bytes.
fn lines(text: &str, positions: &[usize]) -> Vec<usize> {
    let (mut line, mut before) = (1, 0);
    let mut count = |at: &usize| {
        line += text[before..*at].matches('\n').count();
        before = *at;
        line
    };
    positions.iter().map(&mut count).collect()
}

impl TreeDocument {
    /// Reads JSON in UTF-8, UTF-16 or Windows-1252; CRLF becomes LF, and NUL goes. Ids may be whole numbers and are read as text.
    ///
    /// # Errors
    /// [`NotADocument`]. Mistakes inside a well-formed document are the checker's to report.
    pub fn from_json(bytes: &[u8]) -> Result<Self, NotADocument> {
        Ok(TreeFile::of_json(&decoded(bytes)?)?.document)
    }

    /// Reads a tree file: [`TreeFile::read`] without the lines.
    ///
    /// # Errors
    /// [`NotADocument`].
    #[cfg(feature = "server")]
    pub fn read(bytes: &[u8]) -> Result<Self, NotADocument> {
        Ok(TreeFile::read(bytes)?.document)
    }
}

/// Text of a file in UTF-8, UTF-16 or Windows-1252.
///
/// # Errors
/// One sentence, without a full stop, that names what the file is instead of text, or the damaged place.
pub fn file_text(bytes: &[u8]) -> Result<String, String> {
    encoding::decode(bytes)
}

/// Line and column of a place in a text as editors count: both from 1, columns in characters. `at` is a position in bytes.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    // A lone CR ends a line in no editor that JSON is written with.
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// Place in a text in words: `line 3, column 7`.
fn place_words(text: &str, at: usize) -> String {
    let (line, column) = place(text, at);
    format!("line {line}, column {column}")
}

#[cfg(test)]
mod tests;
