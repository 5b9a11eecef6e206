//! Changing many sessions of the history at once.

use resolutionflow::id::SessionId;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The most sessions that are changed, or written to a file, at once by being selected.
pub const MOST: usize = 100;

/// A session that was selected in a list, as the list showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selected {
    /// Which.
    pub id: SessionId,
    /// The revision that the list showed.
    pub revision: u32,
}

/// What became of a session that was selected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Each {
    /// Which.
    pub id: SessionId,
    /// Its revision after the change, or why there was none.
    pub result: Result<u32, AppError>,
}
