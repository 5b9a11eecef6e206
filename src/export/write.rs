use super::pdf::PdfError;
use super::{Format, Report, file_name, html, json, markdown, note, pdf, text};

/// Error: the document could not be made. Of all formats only PDF can fail.
#[derive(Debug, thiserror::Error)]
#[error("this document cannot be written")]
pub struct Unwritable(#[from] PdfError);

impl Report {
    /// Bytes of the whole document in a format, as a file has them.
    ///
    /// # Errors
    /// [`Unwritable`] if the PDF could not be written.
    pub fn write(&self, format: Format) -> Result<Vec<u8>, Unwritable> {
        match self.text(format) {
            Some(text) => Ok(text.into_bytes()),
            None => Ok(pdf::write(self)?),
        }
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
