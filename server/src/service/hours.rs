//! Business hours of the account.

use app::backend::budgets::BusinessHours;
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use resolutionflow::hours::Hours;
use serde_json::json;
use tracing::instrument;

use super::authority::Authority;
use super::failure::answer;
use super::request::Request;
use crate::store::audit::Entry;
use crate::store::{accounts, audit, end_read, hours};

#[async_trait]
impl BusinessHours for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn hours(&self) -> Result<Hours, AppError> {
        answer(async {
            let (mut tx, admin) = self.admin().await?;
            let hours = hours::read(&mut tx, admin.account()).await?;
            end_read(tx);
            Ok(hours)
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn save_hours(&self, after: Hours) -> Result<(), AppError> {
        answer(async {
            let (mut tx, admin) = self.admin().await?;
            let account = admin.account();
            accounts::lock(&mut tx, account).await?;
            let before = hours::read(&mut tx, account).await?;
            if before != after {
                hours::replace(&mut tx, account, &after).await?;
                let (before, after) = (Some(json!(before)), Some(json!(after)));
                let entry = Entry { by: admin.by(), action: AuditAction::ChangeHours, subject: account.0, before, after };
                audit::insert(&mut tx, account, self.service.now(), &entry).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}
