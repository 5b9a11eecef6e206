//! Versions of a tree.

use async_trait::async_trait;

use super::views::versions::VersionsOfTree;
use crate::error::AppError;

/// The part of [`super::Backend`] for versions of trees.
#[async_trait]
pub trait Versions: Send + Sync {
    /// The versions of a tree, with a comparison of two of them, by their numbers, if it is asked for.
    ///
    /// # Errors
    /// [`AppError::NotFound`] also where the tree has no such version.
    async fn versions_of(&self, key: &str, compared: Option<(u32, u32)>) -> Result<VersionsOfTree, AppError>;
}
