use app::backend::history::{BulkResult, Histories, HistoryPage, HistoryQuery, HistoryRow, NewView, Selected, ViewChange};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::{CommandId, SessionId, ViewId};
use resolutionflow::session::Action;

use super::super::failure::until_settled;
use super::Request;

#[async_trait]
impl Histories for Request {
    async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.history_page(tx, &technician, &query).await?)
    }

    async fn history_rows(&self, query: HistoryQuery) -> Result<(Vec<HistoryRow>, Option<String>), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.history_rows(tx, &technician, &query).await?)
    }

    async fn selected_rows(&self, ids: Vec<SessionId>) -> Result<Vec<HistoryRow>, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.selected_rows(tx, &technician, &ids).await?)
    }

    async fn change_selected(&self, id: CommandId, selected: Vec<Selected>, action: Action) -> Result<Vec<BulkResult>, AppError> {
        let change = async || {
            let (tx, technician) = self.technician().await?;
            self.service.change_selected(tx, &technician, id, &selected, &action).await
        };
        Ok(until_settled(change).await?)
    }

    async fn export_sessions(&self, address: &str, format: &'static str) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.export_sessions(tx, &technician, address, format).await?)
    }

    async fn save_view(&self, view: NewView) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.save_view(tx, &technician, &view).await?)
    }

    async fn change_view(&self, id: ViewId, change: ViewChange) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.change_view(tx, &technician, id, &change).await?)
    }

    async fn delete_view(&self, id: ViewId) -> Result<(), AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.delete_view(tx, &technician, id).await?)
    }
}
