//! Documents to look at and to take away.

use std::fs::File;
use std::io::{self, Seek, Write};

use async_trait::async_trait;
use export::{Format, Options, Part, Unredactable};
use resolutionflow::id::SessionId;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The most characters of a document that a preview shows; it is cut after them.
pub const PREVIEW_LIMIT: usize = 200_000;
/// The most characters that an edited document may have.
pub const EDIT_LIMIT: usize = 2 * PREVIEW_LIMIT;

/// Document of a session or a tree, ready to be sent as a file.
#[derive(Debug)]
pub struct Exported {
    /// A safe name for the file.
    pub file_name: String,
    /// Content of the file.
    pub content: Content,
}

/// Content of a document.
#[derive(Debug)]
pub enum Content {
    /// A short one, in memory.
    Short(Vec<u8>),
    /// A long one, in a file that has no name and is gone when it is closed.
    Long {
        /// The file, at its beginning.
        file: File,
        /// Number of its bytes.
        length: u64,
    },
}

impl Content {
    /// Number of bytes.
    pub fn length(&self) -> u64 {
        match self {
            Self::Short(bytes) => bytes.len() as u64,
            Self::Long { length, .. } => *length,
        }
    }

    /// Copies all of it to `out`.
    ///
    /// # Errors
    /// Those of the file and of `out`.
    pub fn copy_to(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Short(bytes) => out.write_all(bytes),
            Self::Long { file, .. } => {
                let mut file: &File = file;
                file.rewind()?;
                io::copy(&mut file, out).map(|_| ())
            }
        }
    }
}

/// Text that the readers of a document will see, with its masks apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The text, cut to the first [`PREVIEW_LIMIT`] characters.
    pub parts: Vec<Part>,
    /// True if that is the whole text.
    pub is_whole: bool,
    /// Masked values in words, by kind with their number; none where nothing is redacted.
    pub redacted: Option<String>,
}

impl Reading {
    /// The beginning of a text; its masks are apart where it is `redacted`.
    ///
    /// # Errors
    /// [`Unredactable`].
    pub fn of(text: &str, redacted: Option<String>) -> Result<Self, Unredactable> {
        let end = text.char_indices().nth(PREVIEW_LIMIT).map(|(end, _)| end);
        let shown = &text[..end.unwrap_or(text.len())];
        let whole = || vec![Part { text: shown.to_owned(), is_mask: false }];
        Ok(Self { parts: if redacted.is_some() { Part::of(shown)? } else { whole() }, is_whole: end.is_none(), redacted })
    }
}

/// Preview of an export, as it would be written now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Name that the file would get.
    pub file_name: String,
    /// Its text, cut to the first [`PREVIEW_LIMIT`] characters; none of a format that is no text.
    pub text: Option<String>,
    /// True if that is the whole text.
    pub is_whole: bool,
    /// The document as its readers will see it; none where nothing is redacted.
    pub reading: Option<Reading>,
    /// Number of characters that the ticket note writes out, since a PSA could cut it at them; 0 of another format.
    pub written_out: usize,
    /// Number of steps of the session.
    pub steps: usize,
}

/// The part of [`super::Backend`] for taking sessions out of the product.
#[async_trait]
pub trait Exports: Send + Sync {
    /// Preview of an export as of now. It leaves no entry in the audit trail, as looking at the session leaves none.
    async fn preview(&self, id: SessionId, format: Format, options: Options) -> Result<Preview, AppError>;

    /// An export as of now, with an entry in the audit trail. `edited` replaces the text; where the options redact, it is
    /// redacted like the rest. Fails with [`AppError::TooLarge`] beyond [`EDIT_LIMIT`].
    async fn export(&self, id: SessionId, format: Format, options: Options, edited: Option<String>) -> Result<Exported, AppError>;
}
