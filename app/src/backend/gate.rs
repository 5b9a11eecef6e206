//! The gate that a draft passes before it is a version.

use async_trait::async_trait;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::text::{Reason, VersionNote};
use resolutionflow::tree::{NodeId, WarningKind};

use super::views::gate::GatePage;
use crate::error::AppError;

/// The part of [`super::Backend`] for the gate of a draft, all of it for those who may write trees.
#[async_trait]
pub trait Gate: Send + Sync {
    /// What stands between a draft and its publication.
    async fn gate(&self, id: DraftId) -> Result<GatePage, AppError>;

    /// Replaces the note of a draft, which was `before` when its author began to write.
    ///
    /// # Errors
    /// [`AppError::Disputed`] where somebody else has written another one since.
    async fn note_draft(&self, id: DraftId, note: VersionNote, before: VersionNote) -> Result<(), AppError>;

    /// Says which of the reported problems that a page listed are settled by publishing the draft; of the others nothing is said.
    async fn tick_reports(&self, id: DraftId, listed: Vec<CommandId>, ticked: Vec<CommandId>) -> Result<(), AppError>;

    /// Silences a warning with a reason, in this draft and the later ones of its tree; with none shows it again.
    async fn silence_warning(&self, id: DraftId, warning: (WarningKind, Option<NodeId>), reason: Option<Reason>) -> Result<(), AppError>;

    /// Notes that somebody waits for an approval, or no longer.
    async fn ask_for_approval(&self, id: DraftId, asked: bool) -> Result<(), AppError>;

    /// Approves a draft as it stands at a revision, or takes that back. Another document makes an approval void.
    ///
    /// # Errors
    /// [`AppError::Moved`] where it has another revision.
    async fn approve_draft(&self, id: DraftId, revision: u32, approved: bool) -> Result<(), AppError>;

    /// Takes the change back that made a revision, whoever made it, once for a command; the draft's revision afterwards.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where there is none that stands, or the same was changed since.
    async fn take_back(&self, id: DraftId, command: CommandId, revision: u32) -> Result<u32, AppError>;

    /// Brings a draft as it stands at a revision up to a version that was published meanwhile, once for a command. `keep_mine` says of each
    /// dispute of [`GatePage::behind`] whether the draft's text stays. The draft's revision afterwards.
    ///
    /// # Errors
    /// [`AppError::Disputed`] where not every dispute is decided; [`AppError::Moved`] where the draft has another revision, or the tree another
    /// version.
    async fn rebase_draft(
        &self,
        id: DraftId,
        command: CommandId,
        revision: u32,
        version: u32,
        keep_mine: Vec<bool>,
    ) -> Result<u32, AppError>;
}
