//! Documents of a session, and of a client's figures: rows in, text out. One list of facts feeds every format that people read of a
//! session, so that they cannot disagree.

mod edited;
mod facts;
mod file_name;
mod first_plane;
mod format;
mod handout;
mod html;
mod json;
mod markdown;
mod note;
mod options;
mod pdf;
mod redact;
mod report;
mod select;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod write;

pub use format::{Format, NotAFormat};
pub use handout::{Handout, HandoutBar, HandoutCell, HandoutTable};
pub use options::{Detail, Naming, NotAnOption, Options};
pub use pdf::Fonts;
pub use redact::{Counts, Kind, Part, Unredactable, redact};
pub use report::{Full, Header, Names, Report, ReportStep, Shown};
pub use select::initials;
pub use write::Unwritable;
