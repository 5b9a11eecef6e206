use super::{Format, Report, file_name, html, json, markdown, note, text};

/// The document could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this document cannot be written")]
pub struct Unwritable;

impl Report {
    /// The whole document in a format, as a file has it.
    ///
    /// # Errors
    /// [`Unwritable`].
    pub fn write(&self, format: Format) -> Result<Vec<u8>, Unwritable> {
        self.text(format).map(String::into_bytes).ok_or(Unwritable)
    }

    /// The whole document as people see and copy it; none of a format that is no text.
    pub fn text(&self, format: Format) -> Option<String> {
        match format {
            Format::Note => Some(note::write(self)),
            Format::Markdown => Some(markdown::write(self)),
            Format::Text => Some(text::write(self)),
            Format::Html => Some(html::write(self)),
            Format::Json => Some(json::write(self)),
            Format::Pdf => None,
        }
    }

    /// `<ticket or short id>_<tree key>_<date>.<ext>`, safe in every file system and at most 120 bytes long.
    pub fn file_name(&self, format: Format) -> String {
        file_name::of(&self.header, self.zone, format)
    }
}
