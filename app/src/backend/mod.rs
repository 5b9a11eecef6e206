//! Traits that the pages call. The server implements them over Postgres, page tests over fixed answers.

pub mod admin;
pub mod exports;
pub mod history;
pub mod logins;
pub mod shares;
pub mod views;

use std::sync::Arc;

use async_trait::async_trait;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::session::{Command, Facts, VersionRef};
use resolutionflow::sync::{Answer, Batch};
use resolutionflow::tree::Tree;

use crate::error::AppError;
use admin::Administration;
use exports::{Exported, Exports};
use history::Histories;
use logins::Logins;
use shares::Shares;
use views::{Imported, Occasion, SessionPage, StartPage, TreeLibrary, TreePage, TreeQuery, Viewer, WalkPage};

/// Use cases for one request, which knows the login that asks. Every method that does not sign in or out, or follow a link,
/// answers [`AppError::NotSignedIn`] without a login, [`AppError::Forbidden`] where the role does not reach, and
/// [`AppError::NotFound`] for another account's ids.
#[async_trait]
pub trait Backend: Logins + Administration + Exports + Shares + Histories {
    /// A fresh id for a form (UUIDv7), so that sending the form twice changes one thing.
    fn new_command_id(&self) -> CommandId;

    /// The user who asks, with what the frame of every page shows.
    async fn viewer(&self) -> Result<Viewer, AppError>;

    /// The tree library, recent first.
    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError>;

    /// One tree in its latest version.
    async fn tree(&self, key: &str) -> Result<TreePage, AppError>;

    /// The latest version's document as its author wrote it: (file name, JSON).
    async fn tree_document(&self, key: &str) -> Result<Exported, AppError>;

    /// Takes a tree out of the library, or back in (manager).
    async fn archive_tree(&self, key: &str, archived: bool) -> Result<(), AppError>;

    /// Imports a tree document (manager): the same content again is a no-op, other content becomes the next version.
    /// Fails with [`AppError::NotATree`] or [`AppError::BrokenTree`].
    async fn import_tree(&self, document: &[u8]) -> Result<Imported, AppError>;

    /// Marks a problem that was reported with a step as seen to (manager); the key of its tree. Doing it again changes nothing.
    async fn settle_report(&self, id: CommandId) -> Result<String, AppError>;

    /// Data of the start form: the tree, client names to suggest, and recent walks for the same ticket or client.
    async fn start_page(&self, occasion: Occasion) -> Result<StartPage, AppError>;

    /// Starts a session at the latest version; another running session of the same holder is parked. The command's id
    /// becomes the session's id; sent again with the same content it answers the same.
    async fn start(&self, id: CommandId, tree: &str, facts: Facts, follows: Option<SessionId>) -> Result<SessionId, AppError>;

    /// Leaves a walk for another tree: the old session is cancelled, ticket and client go along to the new one, whose id is
    /// the command's. One transaction.
    async fn switch_tree(&self, session: SessionId, command: Command, tree: &str) -> Result<SessionId, AppError>;

    /// The session as its holder walks it.
    async fn walk(&self, id: SessionId) -> Result<WalkPage, AppError>;

    /// Carries out a command, once.
    async fn command(&self, session: SessionId, command: Command) -> Result<(), AppError>;

    /// Carries out what a browser made of a walk, each command once, up to the first that is refused; an empty batch asks how
    /// things stand.
    async fn send(&self, session: SessionId, batch: Batch) -> Result<Answer, AppError>;

    /// A published version, which never changes.
    async fn tree_version(&self, version: VersionRef) -> Result<Arc<Tree>, AppError>;

    /// The session as everyone reads it.
    async fn session(&self, id: SessionId) -> Result<SessionPage, AppError>;
}
