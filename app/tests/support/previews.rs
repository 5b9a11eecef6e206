//! Previews and walk tests of the fixed answers.

use app::backend::previews::Previews;
use app::backend::views::previews::{PreviewPage, RunTest};
use app::error::AppError;
use resolutionflow::id::{CommandId, DraftId, WalkTestId};
use resolutionflow::session::Command;
use resolutionflow::text::Name;
use resolutionflow::tree::NodeId;

use super::Fake;

#[async_trait::async_trait]
impl Previews for Fake {
    async fn draft_preview(&self, _draft: DraftId) -> Result<PreviewPage, AppError> {
        self.draft_preview.clone()
    }

    async fn begin_preview(&self, _draft: DraftId, _command: CommandId, _start: Option<NodeId>) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn step_preview(&self, _draft: DraftId, _command: Command) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn keep_test(&self, _draft: DraftId, _command: CommandId, _revision: u32, _name: Name) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn walk_tests(&self, _draft: DraftId) -> Result<Vec<RunTest>, AppError> {
        Ok(self.walk_tests.clone())
    }

    async fn rename_test(&self, _draft: DraftId, _test: WalkTestId, _name: Name) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn delete_test(&self, _draft: DraftId, _test: WalkTestId) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }
}
