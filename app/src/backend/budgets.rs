//! Business hours of the account, and time budgets of its trees.

use async_trait::async_trait;
use resolutionflow::budget::Budget;
use resolutionflow::hours::Hours;
use resolutionflow::tree::NodeId;

use super::views::TreeBudgets;
use crate::error::AppError;

/// The part of [`super::Backend`] for business hours (admin).
#[async_trait]
pub trait BusinessHours: Send + Sync {
    /// When the account is open (admin).
    async fn hours(&self) -> Result<Hours, AppError>;

    /// Changes when the account is open (admin).
    async fn save_hours(&self, hours: Hours) -> Result<(), AppError>;
}

/// The part of [`super::Backend`] for time budgets (manager).
#[async_trait]
pub trait Budgets: Send + Sync {
    /// The budgets of a tree, and the steps that can have one (manager).
    async fn tree_budgets(&self, key: &str) -> Result<TreeBudgets, AppError>;

    /// Sets the budget of the tree's sessions, or of one of its steps (manager). Fails with [`AppError::Invalid`] of `step` where the
    /// latest version has no such step, and beyond [`TreeBudgets::MOST`].
    async fn set_budget(&self, key: &str, step: Option<NodeId>, budget: Budget) -> Result<(), AppError>;

    /// Removes the budget of the tree's sessions, or of a step, which the tree may no longer have (manager). Doing it again changes
    /// nothing.
    async fn remove_budget(&self, key: &str, step: Option<NodeId>) -> Result<(), AppError>;
}
