use app::backend::exports::{Exported, Exports, Preview};
use app::error::AppError;
use async_trait::async_trait;
use export::{Format, Options};
use resolutionflow::id::SessionId;

use super::Request;
use crate::service::exports::Wanted;

#[async_trait]
impl Exports for Request {
    async fn preview(&self, id: SessionId, format: Format, options: Options) -> Result<Preview, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.preview_page(tx, &technician, id, format, options).await?)
    }

    async fn export(&self, id: SessionId, format: Format, options: Options, edited: Option<String>) -> Result<Exported, AppError> {
        let (tx, technician) = self.technician().await?;
        Ok(self.service.export_page(tx, &technician, id, Wanted { format, options, edited }).await?)
    }
}
