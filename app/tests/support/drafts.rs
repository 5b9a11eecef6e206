//! Drafts of the fixed answers.

use app::backend::drafts::{DraftChange, DraftSource, Drafts};
use app::backend::gate::Gate;
use app::backend::reviews::{Care, Reviews};
use app::backend::versions::Versions;
use app::backend::views::Imported;
use app::backend::views::drafts::{DraftChanges, DraftImport, DraftPage, Drafts as DraftList};
use app::backend::views::gate::GatePage;
use app::backend::views::reviews::NeedsEyes;
use app::backend::views::versions::VersionsOfTree;
use app::backend::views::walked_steps::WalkedSteps;
use app::error::AppError;
use import::Mapping;
use resolutionflow::id::{CommandId, DraftId};
use resolutionflow::text::{Reason, VersionNote};
use resolutionflow::tree::{NodeId, WarningKind};

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

    async fn walked_steps(&self, _id: DraftId) -> Result<WalkedSteps, AppError> {
        Ok(self.walked_steps.clone())
    }

    async fn draft_changes(&self, _id: DraftId) -> Result<DraftChanges, AppError> {
        self.draft_changes.clone()
    }

    async fn draft_import(&self, _id: DraftId) -> Result<Option<DraftImport>, AppError> {
        self.draft_import.clone()
    }

    async fn map_import(&self, _id: DraftId, _command: CommandId, _base_revision: u32, _mapping: Mapping) -> Result<u32, AppError> {
        unreachable!("a page changes nothing")
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

#[async_trait::async_trait]
impl Gate for Fake {
    async fn gate(&self, _id: DraftId) -> Result<GatePage, AppError> {
        self.gate.clone()
    }

    async fn note_draft(&self, _id: DraftId, _note: VersionNote, _before: VersionNote) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn tick_reports(&self, _id: DraftId, _listed: Vec<CommandId>, _ticked: Vec<CommandId>) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn silence_warning(
        &self,
        _id: DraftId,
        _warning: (WarningKind, Option<NodeId>),
        _reason: Option<Reason>,
    ) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn ask_for_approval(&self, _id: DraftId, _asked: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn approve_draft(&self, _id: DraftId, _revision: u32, _approved: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn take_back(&self, _id: DraftId, _command: CommandId, _revision: u32) -> Result<u32, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn rebase_draft(
        &self,
        _id: DraftId,
        _command: CommandId,
        _revision: u32,
        _version: u32,
        _keep_mine: Vec<bool>,
    ) -> Result<u32, AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Reviews for Fake {
    async fn needs_eyes(&self, mine: bool) -> Result<NeedsEyes, AppError> {
        *self.asked_mine.lock().unwrap() = Some(mine);
        self.needs_eyes.clone()
    }

    async fn care_for_tree(&self, _id: CommandId, _key: &str, _care: Care) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}

#[async_trait::async_trait]
impl Versions for Fake {
    async fn versions_of(&self, _key: &str, _compared: Option<(u32, u32)>) -> Result<VersionsOfTree, AppError> {
        self.versions_of.clone()
    }
}
