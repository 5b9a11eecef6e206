//! Care of trees: owners, days of review, and the trees that need somebody's eyes.

use async_trait::async_trait;
use resolutionflow::id::{CommandId, UserId};
use resolutionflow::insights::NaiveDate;
use resolutionflow::text::ReviewNote;

use super::views::reviews::NeedsEyes;
use crate::error::AppError;

/// What somebody sets of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Care {
    /// Owner and day of the next review.
    Set {
        /// The owner; none for nobody.
        owner: Option<UserId>,
        /// Day of the next review; none for no day.
        due: Option<NaiveDate>,
    },
    /// Somebody has looked at the tree.
    Reviewed {
        /// Day of the next review; none for no day.
        due: Option<NaiveDate>,
        /// What was found; may be empty.
        note: ReviewNote,
    },
}

/// The part of [`super::Backend`] for the care of trees, all of it for those who may write them.
#[async_trait]
pub trait Reviews: Send + Sync {
    /// The trees that need somebody's eyes, the most urgent first; with `mine` those that the viewer owns.
    async fn needs_eyes(&self, mine: bool) -> Result<NeedsEyes, AppError>;

    /// Sets owner and next review of the tree with this key, or notes that somebody has reviewed it, once for a command.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for an owner who may not write trees, and for a day that is over or too far away.
    async fn care_for_tree(&self, id: CommandId, key: &str, care: Care) -> Result<(), AppError>;
}
