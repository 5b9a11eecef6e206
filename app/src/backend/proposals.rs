//! Suggested changes: other words for a step, from those who walk it to those who write it.

use async_trait::async_trait;
use resolutionflow::id::{CommandId, DraftId, ProposalId, SessionId};
use resolutionflow::text::{ProposalNote, Reason};
use resolutionflow::tree::{NodeId, StepWords};

use super::views::proposals::{At, ForAuthors, ProposalCard, ProposalPage, SuggestPage};
use crate::error::AppError;

/// The part of [`super::Backend`] for suggested changes. What somebody suggested is there for them and for authors, and for nobody else
/// ([`AppError::NotFound`]).
#[async_trait]
pub trait Proposals: Send + Sync {
    /// The words of a step of the version that a session walks; without a step those of the last one that the session came to.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the account takes no suggestions, or there is no such step.
    async fn suggest_page(&self, session: SessionId, step: Option<NodeId>) -> Result<SuggestPage, AppError>;

    /// Suggests other words for a step, once: sent again it answers the same.
    ///
    /// # Errors
    /// As of [`Proposals::suggest_page`]; [`AppError::BadEdit`] where nothing would change, or as many wait as may.
    async fn propose(&self, id: ProposalId, session: SessionId, step: NodeId, words: StepWords, note: ProposalNote)
    -> Result<(), AppError>;

    /// What waits for those who may write trees.
    async fn for_authors(&self) -> Result<ForAuthors, AppError>;

    /// What the one who asks has suggested, last first, at most 100.
    async fn my_proposals(&self) -> Result<Vec<ProposalCard>, AppError>;

    /// A suggestion, for its author and for those who may write trees.
    async fn proposal(&self, id: ProposalId) -> Result<ProposalPage, AppError>;

    /// Takes a suggestion into the draft of its tree, which is begun where there is none, once for a command; the draft, if it is still there.
    /// `keep_mine` says of each dispute of [`ProposalPage::meets`] whether the suggestion stands, where that was looked for `at` the same document.
    ///
    /// # Errors
    /// [`AppError::Disputed`] where not every dispute is decided, also since the draft is another one by now; [`AppError::BadEdit`] where the
    /// step is gone, or the suggestion does not wait any more.
    async fn take_proposal(
        &self,
        id: ProposalId,
        command: CommandId,
        at: Option<At>,
        keep_mine: Vec<bool>,
    ) -> Result<Option<DraftId>, AppError>;

    /// Declines a suggestion, with the reason for its author. Doing it again with the same reason changes nothing.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where it does not wait any more.
    async fn decline_proposal(&self, id: ProposalId, reason: Reason) -> Result<(), AppError>;

    /// Withdraws a suggestion of one's own. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`AppError::BadEdit`] where it does not wait any more.
    async fn withdraw_proposal(&self, id: ProposalId) -> Result<(), AppError>;
}
