//! One request's way to the use cases: who asks is found first, and what they may do is handed on as a value.

mod admin;
mod exports;
mod history;
mod logins;
mod shares;

use std::net::IpAddr;
use std::sync::Arc;

use app::backend::Backend;
use app::backend::exports::Exported;
use app::backend::views::{Imported, Occasion, SessionPage, StartPage, TreeLibrary, TreePage, TreeQuery, Viewer, WalkPage};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::session::{Command, Facts, VersionRef};
use resolutionflow::sync::{Answer, Batch};
use resolutionflow::tree::Tree;
use tokio::sync::OnceCell;
use tracing::Span;
use tracing::field::display;
use uuid::Uuid;

use super::authority::{Admin, CausedBy, Manager, Technician};
use super::failure::{Failure, until_settled};
use super::{Service, trees};
use crate::login::Token;
use crate::store::{self, Tx};

/// What a request came with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Caller<'a> {
    /// The value of the login cookie.
    pub cookie: Option<&'a str>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// What the browser says of itself.
    pub device: &'a str,
}

/// A request: what it came with, and who was found to be behind it.
pub(super) struct Request {
    pub(super) service: Service,
    pub(super) token: Option<Token>,
    pub(super) address: Option<IpAddr>,
    pub(super) device: String,
    technician: OnceCell<Arc<Technician>>,
    viewer: OnceCell<Viewer>,
}

impl Request {
    pub(super) fn new(service: Service, caller: Caller<'_>) -> Self {
        Self {
            service,
            token: caller.cookie.and_then(Token::parse),
            address: caller.address,
            device: caller.device.to_owned(),
            technician: OnceCell::new(),
            viewer: OnceCell::new(),
        }
    }

    /// Whoever asks because they pressed something, and a transaction that sees their account.
    pub(super) async fn technician(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        self.identify(CausedBy::Input).await
    }

    /// The same where a page asks by itself.
    async fn onlooker(&self) -> Result<(Tx, Arc<Technician>), Failure> {
        self.identify(CausedBy::Page).await
    }

    /// Whoever asks, who must be a manager.
    pub(super) async fn manager(&self) -> Result<(Tx, Manager), Failure> {
        let (tx, technician) = self.technician().await?;
        Ok((tx, technician.manager()?))
    }

    /// Whoever asks, who must be an admin.
    pub(super) async fn admin(&self) -> Result<(Tx, Admin), Failure> {
        let (tx, technician) = self.technician().await?;
        Ok((tx, technician.admin()?))
    }

    /// The login is looked up once a request.
    async fn identify(&self, caused_by: CausedBy) -> Result<(Tx, Arc<Technician>), Failure> {
        let token = self.token.as_ref().ok_or(AppError::NotSignedIn)?;
        let mut tx = store::begin(self.service.pool(), token.account).await?;
        let now = self.service.now();
        let look = async || {
            let technician = Technician::identify(&mut tx, token, caused_by, self.address, now).await??;
            let span = Span::current();
            span.record("account", display(technician.account())).record("user", display(technician.actor().user_id));
            Ok::<_, Failure>(Arc::new(technician))
        };
        let technician = self.technician.get_or_try_init(look).await?.clone();
        Ok((tx, technician))
    }
}

#[async_trait]
impl Backend for Request {
    fn new_command_id(&self) -> CommandId {
        CommandId(Uuid::now_v7())
    }

    async fn viewer(&self) -> Result<Viewer, AppError> {
        let look = async || {
            let (tx, technician) = self.technician().await?;
            self.service.viewer(tx, &technician).await
        };
        Ok(self.viewer.get_or_try_init(look).await?.clone())
    }

    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.tree_library(tx, &technician, &query).await?)
    }

    async fn tree(&self, key: &str) -> Result<TreePage, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.tree_page(tx, &technician, key).await?)
    }

    async fn tree_document(&self, key: &str) -> Result<Exported, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.export_tree(tx, &technician, key).await?)
    }

    async fn archive_tree(&self, key: &str, archived: bool) -> Result<(), AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.shelve_tree(tx, &manager, key, archived).await?)
    }

    async fn settle_report(&self, id: CommandId) -> Result<String, AppError> {
        let (tx, manager) = self.manager().await?;
        Ok(self.service.settle(tx, &manager, id).await?)
    }

    async fn import_tree(&self, document: &[u8]) -> Result<Imported, AppError> {
        let (tx, manager) = self.manager().await?;
        tx.commit().await.map_err(Failure::from)?;
        Ok(trees::import(&self.service, manager, document).await?)
    }

    async fn start_page(&self, occasion: Occasion) -> Result<StartPage, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.start_form(tx, &technician, &occasion).await?)
    }

    async fn start(&self, id: CommandId, tree: &str, facts: Facts, follows: Option<SessionId>) -> Result<SessionId, AppError> {
        let start = async || {
            let (tx, technician) = self.technician().await?;
            self.service.start_walk(tx, &technician, id, tree, &facts, follows).await
        };
        Ok(until_settled(start).await?)
    }

    async fn switch_tree(&self, session: SessionId, command: Command, tree: &str) -> Result<SessionId, AppError> {
        let switch = async || {
            let (tx, technician) = self.technician().await?;
            self.service.change_trees(tx, &technician, session, &command, tree).await
        };
        Ok(until_settled(switch).await?)
    }

    async fn walk(&self, id: SessionId) -> Result<WalkPage, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.walk_page(tx, &technician, id).await?)
    }

    async fn command(&self, session: SessionId, command: Command) -> Result<(), AppError> {
        let carry_out = async || {
            let (tx, technician) = self.technician().await?;
            self.service.carry_out(tx, &technician, session, &command).await
        };
        Ok(until_settled(carry_out).await?)
    }

    async fn send(&self, session: SessionId, batch: Batch) -> Result<Answer, AppError> {
        let send = async || {
            let asks_only = batch.commands.is_empty() && batch.active_at.is_none();
            let (tx, technician) = if asks_only { self.onlooker().await? } else { self.technician().await? };
            self.service.take_batch(tx, &technician, session, &batch).await
        };
        Ok(until_settled(send).await?)
    }

    async fn tree_version(&self, version: VersionRef) -> Result<Arc<Tree>, AppError> {
        let (tx, technician) = self.onlooker().await?;
        Ok(self.service.published(tx, &technician, version).await?)
    }

    async fn session(&self, id: SessionId) -> Result<SessionPage, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.session_page(tx, &technician, id).await?)
    }
}
