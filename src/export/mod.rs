//! What a session says on paper: rows in, text out. One list of facts feeds every format that people read, so that they
//! cannot disagree.

#[cfg(feature = "server")]
mod edited;
#[cfg(feature = "server")]
mod facts;
#[cfg(feature = "server")]
mod file_name;
mod format;
#[cfg(feature = "server")]
mod html;
#[cfg(feature = "server")]
mod json;
#[cfg(feature = "server")]
mod markdown;
#[cfg(feature = "server")]
mod note;
mod options;
#[cfg(feature = "server")]
mod pdf;
#[cfg(feature = "server")]
mod redact;
#[cfg(feature = "server")]
mod report;
#[cfg(feature = "server")]
mod select;
#[cfg(feature = "server")]
mod summary;
#[cfg(feature = "server")]
#[cfg(test)]
mod tests;
#[cfg(feature = "server")]
mod text;
#[cfg(feature = "server")]
mod write;

pub use format::{Format, NotAFormat};
pub use options::{Detail, Naming, NotAnOption, Options};
#[cfg(feature = "server")]
pub use redact::{Counts, Kind, Unredactable, redact};
#[cfg(feature = "server")]
pub use report::{Full, Header, Names, Report, ReportStep, Shown};
#[cfg(feature = "server")]
pub use select::initials;
#[cfg(feature = "server")]
pub use write::Unwritable;
