//! Trees that a page is about.

use app::backend::history::TreeChoice;
use app::backend::views::insights::Asked;
use app::error::AppError;
use resolutionflow::id::TreeId;

/// Trees whose walks count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// All of the account's.
    All,
    /// One, or those of a category.
    Some(Vec<TreeId>),
}

impl Subject {
    /// Trees that a question names. A category that no tree has is about none.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a key that no tree of the account has.
    pub(super) fn find(asked: &Asked, shelf: &[TreeChoice]) -> Result<Self, AppError> {
        if !asked.is_narrowed() {
            return Ok(Self::All);
        }
        if !asked.tree.is_empty() && !shelf.iter().any(|tree| tree.key == asked.tree) {
            return Err(AppError::NotFound);
        }
        let fits = |wanted: &str, own: &str| wanted.is_empty() || wanted == own;
        let chosen = shelf.iter().filter(|tree| fits(&asked.tree, &tree.key) && fits(&asked.category, &tree.category));
        Ok(Self::Some(chosen.map(|tree| tree.id).collect()))
    }

    /// Their ids; none for all of the account's.
    pub(super) fn ids(&self) -> Option<&[TreeId]> {
        match self {
            Self::All => None,
            Self::Some(trees) => Some(trees),
        }
    }

    /// True if the walks of a tree count.
    pub(super) fn has(&self, tree: TreeId) -> bool {
        self.ids().is_none_or(|trees| trees.contains(&tree))
    }
}
