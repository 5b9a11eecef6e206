//! Insights: what managers ask of all walks together.

use async_trait::async_trait;
use resolutionflow::id::{ClientId, DraftId};

use super::exports::Exported;
use super::views::insights::{
    Asked, BudgetsPage, ClientReport, ClientsAsked, ClientsReport, Look, MapFigures, MinePage, Now, Overview, PeoplePage, Progress,
    SavingPage, TreeAsked, TreeReport, TreesAsked, TreesReport, Trust, VersionsPage,
};
use crate::error::AppError;

/// The part of [`super::Backend`] for the pages of Insights. Figures are exact; while an installation that is older than they are is being
/// counted, every page says so and shows none.
#[async_trait]
pub trait Insights: Send + Sync {
    /// How walks ended, how long they took and whether that lasted (manager).
    async fn overview(&self, asked: Asked) -> Result<Progress<Overview>, AppError>;

    /// How effective each tree is, or the steps of trees that nobody takes.
    async fn trees_report(&self, question: TreesAsked) -> Result<Progress<TreesReport>, AppError>;

    /// Where walks of a tree get stuck; [`AppError::NotFound`] where there is no such tree or version.
    async fn tree_report(&self, question: TreeAsked) -> Result<Progress<TreeReport>, AppError>;

    /// What walks of the most walked version of a tree did at its steps in the days of `asked`; for a draft of that tree (author), with the
    /// names that its steps had there. None while sessions are still being counted; [`AppError::NotFound`] where there is no such tree, or
    /// no such draft of it.
    async fn map_figures(&self, asked: Asked, draft: Option<DraftId>) -> Result<Option<MapFigures>, AppError>;

    /// What walks save against the baselines of their trees, and what measurements found (manager).
    async fn saving(&self, asked: Asked) -> Result<Progress<SavingPage>, AppError>;

    /// Two versions of a tree against each other: those of `pair` in either order, or else the latest and the one before.
    async fn versions(&self, asked: Asked, key: &str, pair: Option<(u32, u32)>) -> Result<Progress<VersionsPage>, AppError>;

    /// How time budgets are kept (manager).
    async fn budgets(&self, asked: Asked) -> Result<Progress<BudgetsPage>, AppError>;

    /// What is going on at this moment (manager). A page asks for it by itself, which does not keep the login alive.
    async fn now(&self) -> Result<Now, AppError>;

    /// Results of each person against what would be expected, where the account has such figures, which the audit trail records (manager).
    async fn people(&self, asked: Asked, look: Look) -> Result<Progress<PeoplePage>, AppError>;

    /// Clients for whom most was done, or whose names hold a text (manager).
    async fn clients_report(&self, question: ClientsAsked) -> Result<Progress<ClientsReport>, AppError>;

    /// What was done for a client, or for the one that it was merged into (manager); [`AppError::NotFound`] where there is none.
    async fn client_report(&self, asked: Asked, client: ClientId) -> Result<Progress<ClientReport>, AppError>;

    /// The same as a document to hand over (manager); [`AppError::Busy`] while sessions are being counted.
    async fn client_document(&self, asked: Asked, client: ClientId) -> Result<Exported, AppError>;

    /// The viewer's own figures, and of their trees everybody's where these hide each colleague.
    async fn mine(&self, asked: Asked) -> Result<Progress<MinePage>, AppError>;

    /// How far the figures are to be trusted (manager).
    async fn trust(&self, asked: Asked) -> Result<Progress<Trust>, AppError>;
}
