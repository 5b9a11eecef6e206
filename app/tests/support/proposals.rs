//! Suggestions of the fixed answers.

use app::backend::proposals::Proposals;
use app::backend::views::proposals::{At, ForAuthors, ProposalCard, ProposalPage, SuggestPage};
use app::error::AppError;
use resolutionflow::id::{CommandId, DraftId, ProposalId, SessionId};
use resolutionflow::text::{ProposalNote, Reason};
use resolutionflow::tree::{NodeId, StepWords};

use super::Fake;

#[async_trait::async_trait]
impl Proposals for Fake {
    async fn suggest_page(&self, _session: SessionId, _step: Option<NodeId>) -> Result<SuggestPage, AppError> {
        self.suggest.clone()
    }

    async fn propose(
        &self,
        _id: ProposalId,
        _session: SessionId,
        _step: NodeId,
        _words: StepWords,
        _note: ProposalNote,
    ) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn for_authors(&self) -> Result<ForAuthors, AppError> {
        Ok(self.for_authors.clone())
    }

    async fn my_proposals(&self) -> Result<Vec<ProposalCard>, AppError> {
        Ok(self.my_proposals.clone())
    }

    async fn proposal(&self, _id: ProposalId) -> Result<ProposalPage, AppError> {
        self.proposal.clone()
    }

    async fn take_proposal(
        &self,
        _id: ProposalId,
        _command: CommandId,
        _at: Option<At>,
        _keep_mine: Vec<bool>,
    ) -> Result<Option<DraftId>, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn decline_proposal(&self, _id: ProposalId, _reason: Reason) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn withdraw_proposal(&self, _id: ProposalId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}
