use std::io::{self, Write};

use super::pdf::PdfError;
use super::{Fonts, Format, Report, file_name, html, json, markdown, note, pdf, text};

/// Error: the document could not be made, or not be written down.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// The PDF cannot be made. Of all formats only PDF can fail.
    #[error("this document cannot be made")]
    Pdf(#[from] PdfError),
    /// It cannot be written to where it goes.
    #[error("this document cannot be written down")]
    Io(#[from] io::Error),
}

impl Report {
    /// Writes the whole document in a format, as a file has it. Only of a PDF and a ticket note is more than a step in memory at a time.
    /// `fonts` are for the characters of a PDF that the program's own fonts lack.
    ///
    /// # Errors
    /// [`Unwritable`] if the PDF could not be made, or `out` takes no more.
    pub fn write(&self, format: Format, fonts: &Fonts, out: &mut dyn Write) -> Result<(), Unwritable> {
        match format {
            Format::Note => note::write(self, out)?,
            Format::Markdown => markdown::write(self, out)?,
            Format::Text => text::write(self, out)?,
            Format::Html => html::write(self, out)?,
            Format::Json => json::write(self, out)?,
            Format::Pdf => out.write_all(&pdf::write(self, fonts)?)?,
        }
        Ok(())
    }

    /// The whole document as people see and copy it; none of a format that is no text.
    pub fn text(&self, format: Format) -> Option<String> {
        let mut text = Vec::new();
        if format == Format::Pdf || self.write(format, &Fonts::default(), &mut text).is_err() {
            return None;
        }
        String::from_utf8(text).ok()
    }

    /// Number of characters that the ticket note writes out, `[thumbs up]`, since databases of PSAs may cut a text at them.
    pub fn written_out(&self) -> usize {
        note::count_written_out(self)
    }

    /// `<ticket or short id>_<tree key>_<date>.<ext>`, safe in every file system and at most 120 bytes long.
    pub fn file_name(&self, format: Format) -> String {
        file_name::of(&self.header, self.zone, format)
    }
}
