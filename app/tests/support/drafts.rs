//! Drafts of the fixed answers.

use app::backend::drafts::{DraftChange, DraftSource, Drafts};
use app::backend::views::Imported;
use app::backend::views::drafts::{DraftChanges, DraftPage, Drafts as DraftList};
use app::error::AppError;
use resolutionflow::id::{CommandId, DraftId};

use super::Fake;

#[async_trait::async_trait]
impl Drafts for Fake {
    async fn drafts(&self) -> Result<DraftList, AppError> {
        self.drafts.clone()
    }

    async fn begin_draft(&self, _id: CommandId, _source: DraftSource) -> Result<DraftId, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn draft(&self, _id: DraftId) -> Result<DraftPage, AppError> {
        self.draft.clone()
    }

    async fn draft_changes(&self, _id: DraftId) -> Result<DraftChanges, AppError> {
        self.draft_changes.clone()
    }

    async fn change_draft(&self, _id: DraftId, _command: CommandId, _base_revision: u32, _change: DraftChange) -> Result<u32, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn undo_draft(&self, _id: DraftId, _command: CommandId, _redo: bool) -> Result<u32, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn discard_draft(&self, _id: DraftId, _discarded: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn publish_draft(&self, _id: DraftId, _command: CommandId, _revision: u32) -> Result<Imported, AppError> {
        unreachable!("a page changes nothing")
    }
}
