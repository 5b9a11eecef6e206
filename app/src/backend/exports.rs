//! Documents to look at and to take away.

use async_trait::async_trait;
use export::{Format, Options};
use resolutionflow::id::SessionId;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The most characters of a document that a page shows.
pub const PREVIEW_LIMIT: usize = 200_000;
/// The most characters of a document that was edited.
pub const EDIT_LIMIT: usize = 2 * PREVIEW_LIMIT;

/// An export, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// A safe name for the file.
    pub file_name: String,
    /// The content.
    pub content: Vec<u8>,
}

/// What an export would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What the file would be called.
    pub file_name: String,
    /// What it would say, the first [`PREVIEW_LIMIT`] characters of it; none of a document that is no text.
    pub text: Option<String>,
    /// Whether that is all of it.
    pub is_whole: bool,
    /// How much of what was masked, in words; none where nothing is redacted.
    pub redacted: Option<String>,
    /// How many steps the session has.
    pub steps: usize,
}

/// What is asked for to read sessions outside the product.
#[async_trait]
pub trait Exports {
    /// What an export would be at this moment. Looking at it leaves no trace, as looking at the session leaves none.
    async fn preview(&self, id: SessionId, format: Format, options: Options) -> Result<Preview, AppError>;

    /// An export as of now, which the audit trail keeps. `edited` is what somebody made of its text; where the options redact, it is
    /// redacted like the rest. Fails with [`AppError::TooLarge`] beyond [`EDIT_LIMIT`].
    async fn export(&self, id: SessionId, format: Format, options: Options, edited: Option<String>) -> Result<Exported, AppError>;
}
