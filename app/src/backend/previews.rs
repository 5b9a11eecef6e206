//! Previews of drafts, and the walks that are kept as tests.

use async_trait::async_trait;
use resolutionflow::id::{CommandId, DraftId, WalkTestId};
use resolutionflow::session::Command;
use resolutionflow::text::Name;
use resolutionflow::tree::NodeId;

use super::views::previews::{PreviewPage, RunTest};
use crate::error::AppError;

/// The part of [`super::Backend`] for previews and walk tests, all of it for those who write drafts. A preview is of its user alone.
#[async_trait]
pub trait Previews: Send + Sync {
    /// The user's preview of a draft.
    async fn draft_preview(&self, draft: DraftId) -> Result<PreviewPage, AppError>;

    /// Begins a preview of a draft as it stands, at a step or, without one, where walks begin; the user's last one of it goes. Once for a
    /// command.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where there is no such step.
    async fn begin_preview(&self, draft: DraftId, command: CommandId, start: Option<NodeId>) -> Result<(), AppError>;

    /// Takes a step of a preview: an answer, continuing, back or to an earlier step, or a note, with which values of commands are kept. Once
    /// for a command.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where the preview is over, has moved on since, or is as long as it may be; [`AppError::Refused`] where its step
    /// does not take the answer; [`AppError::Malformed`] for any other action.
    async fn step_preview(&self, draft: DraftId, command: Command) -> Result<(), AppError>;

    /// Keeps a preview that has come to an end, at this revision of its walk, as a test. Once for a command, whose id is the test's.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where it has come to no end, has moved on since, or is too long; or there are as many tests as there may be.
    async fn keep_test(&self, draft: DraftId, command: CommandId, revision: u32, name: Name) -> Result<(), AppError>;

    /// The tests of a draft and of its tree, each run on the draft as it stands.
    async fn walk_tests(&self, draft: DraftId) -> Result<Vec<RunTest>, AppError>;

    /// Gives a test another name.
    async fn rename_test(&self, draft: DraftId, test: WalkTestId, name: Name) -> Result<(), AppError>;

    /// Deletes a test.
    async fn delete_test(&self, draft: DraftId, test: WalkTestId) -> Result<(), AppError>;
}
