//! Tree files as people have them: in whatever encoding their editor wrote, and with the slips of JSON typed by hand, which are named in
//! words with line and column.

mod encoding;
mod faults;
mod fields;
mod foreign;
mod reader;
mod strings;

use super::TreeDocument;
use super::document::{MAX_BYTES, NotADocument};
pub use foreign::by_name as foreign_file;
use reader::Reader;

impl TreeDocument {
    /// Reads a file in UTF-8, UTF-16 or Windows-1252; CRLF becomes LF, and NUL goes. Ids may be whole numbers and are read as text.
    ///
    /// # Errors
    /// [`NotADocument`]. Mistakes inside a well-formed document are the checker's to report.
    pub fn from_json(bytes: &[u8]) -> Result<Self, NotADocument> {
        if bytes.len() > MAX_BYTES {
            return Err(NotADocument::TooLarge(bytes.len()));
        }
        let text = encoding::decode(bytes).map_err(NotADocument::Malformed)?;
        if text.trim().is_empty() {
            return Err(NotADocument::Malformed("it is empty".to_owned()));
        }
        if let Some(kind) = foreign::by_text(&text) {
            return Err(NotADocument::Foreign(kind));
        }
        let mut reader = Reader::new(&text);
        let read = fields::document(&mut reader);
        if let Some(kind) = read.as_ref().ok().and_then(|parts| foreign::by_fields(parts, &text)) {
            return Err(NotADocument::Foreign(kind));
        }
        let mut document = read.ok().and_then(|parts| parts.whole(&mut reader)).filter(|_| reader.faults.is_empty());
        document.iter_mut().for_each(TreeDocument::normalise);
        document.ok_or_else(|| NotADocument::Malformed(reader.faults.told(&text)))
    }
}

/// Text of a file in UTF-8, UTF-16 or Windows-1252; none where it is no text.
pub fn file_text(bytes: &[u8]) -> Option<String> {
    encoding::decode(bytes).ok()
}

/// Place in a text as editors count: `line 3, column 7`, both from 1, columns in characters. `at` is a position in bytes.
fn place(text: &str, at: usize) -> String {
    let before = &text[..text.floor_char_boundary(at)];
    // A lone CR ends a line in no editor that JSON is written with.
    let line = before.rsplit('\n').next().unwrap_or_default();
    format!("line {}, column {}", before.matches('\n').count() + 1, line.chars().count() + 1)
}

#[cfg(test)]
mod tests;
