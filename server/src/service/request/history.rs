use app::backend::history::{Histories, HistoryPage, HistoryQuery, HistoryRow, NewView, ViewChange};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::id::ViewId;

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
