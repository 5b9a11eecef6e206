//! A backend of fixed answers that remembers what it was asked.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::backend::Backend;
use app::backend::views::{
    Exported, HistoryPage, HistoryQuery, Imported, SessionPage, StartPage, TreeLibrary, TreePage, TreeQuery, Viewer, WalkPage,
};
use app::error::AppError;
use resolutionflow::export::Format;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::player::{Answer, Batch};
use resolutionflow::session::{Command, Facts, VersionRef};
use resolutionflow::tree::Tree;

/// A place of a list at which no page begins.
pub const NOWHERE: &str = "nowhere";

/// Answers that were not given are [`AppError::NotFound`]. A page never changes anything, so changes are refused loudly.
pub struct Fake {
    /// Answers [`Backend::trees`].
    pub trees: Result<TreeLibrary, AppError>,
    /// Answers [`Backend::tree`].
    pub tree: Result<TreePage, AppError>,
    /// Answers [`Backend::start_page`].
    pub start: Result<StartPage, AppError>,
    /// Answers [`Backend::walk`].
    pub walk: Result<WalkPage, AppError>,
    /// Answers [`Backend::session`].
    pub session: Result<SessionPage, AppError>,
    /// Answers [`Backend::export`].
    pub export: Result<Exported, AppError>,
    /// Answers [`Backend::history`].
    pub history: Result<HistoryPage, AppError>,
    /// What [`Backend::trees`] was asked last.
    pub asked_trees: Mutex<Option<TreeQuery>>,
    /// What [`Backend::history`] was asked last.
    pub asked_history: Mutex<Option<HistoryQuery>>,
    /// How many command ids were given out.
    pub commands: AtomicU64,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            trees: Err(AppError::NotFound),
            tree: Err(AppError::NotFound),
            start: Err(AppError::NotFound),
            walk: Err(AppError::NotFound),
            session: Err(AppError::NotFound),
            export: Err(AppError::NotFound),
            history: Err(AppError::NotFound),
            asked_trees: Mutex::default(),
            asked_history: Mutex::default(),
            commands: AtomicU64::default(),
        }
    }
}

#[async_trait::async_trait]
impl Backend for Fake {
    fn new_command_id(&self) -> CommandId {
        let number = self.commands.fetch_add(1, Ordering::Relaxed) + 1;
        CommandId(uuid::Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0000_0000 + u128::from(number)))
    }

    async fn viewer(&self) -> Result<Viewer, AppError> {
        unreachable!("pages read the viewer from their context")
    }

    async fn sign_in(&self, _email: &str, _password: &str) -> Result<String, AppError> {
        unreachable!("a page signs nobody in")
    }

    async fn sign_out(&self) -> Result<String, AppError> {
        unreachable!("a page signs nobody out")
    }

    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError> {
        if query.after.as_deref() == Some(NOWHERE) {
            return Err(AppError::Malformed);
        }
        *self.asked_trees.lock().unwrap() = Some(query);
        self.trees.clone()
    }

    async fn tree(&self, _key: &str) -> Result<TreePage, AppError> {
        self.tree.clone()
    }

    async fn tree_document(&self, _key: &str) -> Result<Exported, AppError> {
        unreachable!("the file has an address of its own")
    }

    async fn archive_tree(&self, _key: &str, _archived: bool) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn settle_report(&self, _id: CommandId) -> Result<String, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn import_tree(&self, _document: &[u8]) -> Result<Imported, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn start_page(&self, _key: &str) -> Result<StartPage, AppError> {
        self.start.clone()
    }

    async fn start(&self, _id: CommandId, _tree: &str, _facts: Facts, _follows: Option<SessionId>) -> Result<SessionId, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn switch_tree(&self, _session: SessionId, _command: Command, _tree: &str) -> Result<SessionId, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn walk(&self, _id: SessionId) -> Result<WalkPage, AppError> {
        self.walk.clone()
    }

    async fn command(&self, _session: SessionId, _command: Command) -> Result<(), AppError> {
        unreachable!("a page changes nothing")
    }

    async fn send(&self, _session: SessionId, _batch: Batch) -> Result<Answer, AppError> {
        unreachable!("a page changes nothing")
    }

    async fn tree_version(&self, _version: VersionRef) -> Result<Arc<Tree>, AppError> {
        unreachable!("a version has an address of its own")
    }

    async fn session(&self, _id: SessionId) -> Result<SessionPage, AppError> {
        self.session.clone()
    }

    async fn export(&self, _id: SessionId, _format: Format) -> Result<Exported, AppError> {
        self.export.clone()
    }

    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError> {
        if query.after.as_deref() == Some(NOWHERE) {
            return Err(AppError::Malformed);
        }
        *self.asked_history.lock().unwrap() = Some(query);
        self.history.clone()
    }
}
