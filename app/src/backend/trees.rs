//! The tree library and its versions.

use std::sync::Arc;

use async_trait::async_trait;
use resolutionflow::id::CommandId;
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Problems, Tree};

use super::exports::Exported;
use super::views::{Imported, TreeLibrary, TreePage, TreeQuery};
use crate::error::AppError;

/// The part of [`super::Backend`] for trees.
#[async_trait]
pub trait Trees: Send + Sync {
    /// A page of the tree library, last published first.
    async fn trees(&self, query: TreeQuery) -> Result<TreeLibrary, AppError>;

    /// One tree in its latest version.
    async fn tree(&self, key: &str) -> Result<TreePage, AppError>;

    /// The latest version's document as its author wrote it, as a JSON file.
    async fn tree_document(&self, key: &str) -> Result<Exported, AppError>;

    /// Takes a tree out of the library, or back in (manager).
    async fn archive_tree(&self, key: &str, archived: bool) -> Result<(), AppError>;

    /// Imports a tree document (manager): the same content again is a no-op, other content becomes the next version.
    /// Fails with [`AppError::NotATree`] or [`AppError::BrokenTree`].
    async fn import_tree(&self, document: &[u8]) -> Result<Imported, AppError>;

    /// Checks a tree document without importing it (manager): what keeps it from being published. Fails with [`AppError::NotATree`].
    async fn check_tree(&self, document: &[u8]) -> Result<Problems, AppError>;

    /// Marks a problem that was reported with a step as seen to (for those who may write trees); the key of its tree. Doing it again changes nothing.
    async fn settle_report(&self, id: CommandId) -> Result<String, AppError>;

    /// A published version, which never changes.
    async fn tree_version(&self, version: VersionRef) -> Result<Arc<Tree>, AppError>;
}
