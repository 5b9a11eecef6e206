//! What a session says on paper: rows in, text out. One list of facts feeds every format that people read, so that they
//! cannot disagree.

mod facts;
mod file_name;
mod format;
mod html;
mod json;
mod markdown;
mod report;
#[cfg(test)]
mod tests;
mod text;

pub use format::{Format, NotAFormat};
pub use report::{Header, Names, Report, ReportStep};

impl Report {
    /// The whole document in a format.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Markdown => markdown::write(self),
            Format::Text => text::write(self),
            Format::Html => html::write(self),
            Format::Json => json::write(self),
        }
    }

    /// `<ticket or short id>_<tree key>_<date>.<ext>`, safe in every file system and at most 120 bytes long.
    pub fn file_name(&self, format: Format) -> String {
        file_name::of(&self.header, self.zone, format)
    }
}
