//! One request's way to the use cases.

use std::sync::Arc;

use app::backend::Backend;
use app::backend::views::{
    Exported, HistoryPage, HistoryQuery, Imported, SessionPage, StartPage, TreeLibrary, TreePage, TreeQuery, Viewer, WalkPage,
};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::export::Format;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::player::{Answer, Batch};
use resolutionflow::session::{Command, Facts, VersionRef};
use resolutionflow::tree::Tree;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::Service;
use super::failure::until_settled;
use super::member::Member;
use crate::login::Token;

/// A request: what it came with, and who was found to be behind it.
pub(super) struct Request {
    pub(super) service: Service,
    pub(super) token: Option<Token>,
    pub(super) member: OnceCell<Arc<Member>>,
    viewer: OnceCell<Viewer>,
}

impl Request {
    pub(super) fn new(service: Service, token: Option<Token>) -> Self {
        Self { service, token, member: OnceCell::new(), viewer: OnceCell::new() }
    }
}

#[async_trait]
impl Backend for Request {
    fn new_command_id(&self) -> CommandId {
        CommandId(Uuid::now_v7())
    }

    async fn viewer(&self) -> Result<Viewer, AppError> {
        let viewer = self.viewer.get_or_try_init(|| self.look_who_asks()).await?;
        Ok(viewer.clone())
    }

    async fn sign_in(&self, email: &str, password: &str) -> Result<String, AppError> {
        Ok(self.begin_login(email, password).await?)
    }

    async fn sign_out(&self) -> Result<String, AppError> {
        Ok(self.end_login().await?)
    }

    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError> {
        Ok(self.tree_library(&query).await?)
    }

    async fn tree(&self, key: &str) -> Result<TreePage, AppError> {
        Ok(self.tree_page(key).await?)
    }

    async fn tree_document(&self, key: &str) -> Result<Exported, AppError> {
        Ok(self.export_tree(key).await?)
    }

    async fn archive_tree(&self, key: &str, archived: bool) -> Result<(), AppError> {
        Ok(self.shelve_tree(key, archived).await?)
    }

    async fn settle_report(&self, id: CommandId) -> Result<String, AppError> {
        Ok(self.settle(id).await?)
    }

    async fn import_tree(&self, document: &[u8]) -> Result<Imported, AppError> {
        Ok(self.take_tree_in(document).await?)
    }

    async fn start_page(&self, key: &str) -> Result<StartPage, AppError> {
        Ok(self.start_form(key).await?)
    }

    async fn start(&self, id: CommandId, tree: &str, facts: Facts, follows: Option<SessionId>) -> Result<SessionId, AppError> {
        Ok(until_settled(|| self.start_walk(id, tree, &facts, follows)).await?)
    }

    async fn switch_tree(&self, session: SessionId, command: Command, tree: &str) -> Result<SessionId, AppError> {
        Ok(until_settled(|| self.change_trees(session, &command, tree)).await?)
    }

    async fn walk(&self, id: SessionId) -> Result<WalkPage, AppError> {
        Ok(self.walk_page(id).await?)
    }

    async fn command(&self, session: SessionId, command: Command) -> Result<(), AppError> {
        Ok(until_settled(|| self.carry_out(session, &command)).await?)
    }

    async fn send(&self, session: SessionId, batch: Batch) -> Result<Answer, AppError> {
        Ok(until_settled(|| self.take_batch(session, &batch)).await?)
    }

    async fn tree_version(&self, version: VersionRef) -> Result<Arc<Tree>, AppError> {
        Ok(self.published(version).await?)
    }

    async fn session(&self, id: SessionId) -> Result<SessionPage, AppError> {
        Ok(self.session_page(id).await?)
    }

    async fn export(&self, id: SessionId, format: Format) -> Result<Exported, AppError> {
        Ok(self.export_session(id, format).await?)
    }

    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError> {
        Ok(self.history_page(&query).await?)
    }
}
