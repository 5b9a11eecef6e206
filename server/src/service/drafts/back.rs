//! Changes that go back to how something was.

use app::error::AppError;
use resolutionflow::id::{AccountId, DraftId, UserId};
use sqlx::PgConnection;

use crate::service::failure::Failure;
use crate::service::request::Request;
use crate::store::drafts::{edits, standing};

/// Change that goes back to how something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Back {
    /// The last change of the one who asks.
    Undo,
    /// The last change that they undid.
    Redo,
    /// The change that made a revision, whoever made it.
    Entry(u32),
}

impl Request {
    /// What a change goes back to.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where there is nothing to go back to.
    pub(super) async fn undoable(
        &self,
        conn: &mut PgConnection,
        account: AccountId,
        (id, by): (DraftId, UserId),
        back: Back,
    ) -> Result<edits::Undoable, Failure> {
        let (found, nothing) = match back {
            Back::Undo => (edits::undoable(conn, account, id, by, false).await?, "There is nothing of yours to undo."),
            Back::Redo => (edits::undoable(conn, account, id, by, true).await?, "There is nothing to do again."),
            Back::Entry(revision) => {
                (standing::standing(conn, account, id, revision).await?, "This change does not stand any more, or is part of a later one.")
            }
        };
        Ok(found.ok_or_else(|| AppError::BadEdit(nothing.to_owned()))?)
    }
}
