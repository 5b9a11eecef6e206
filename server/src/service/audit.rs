//! Pages and files of the audit trail.

use app::backend::admin::{AuditPage, AuditQuery, AuditTrail};
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::audit::AuditAction;
use serde_json::json;
use tracing::instrument;

use super::authority::{Admin, Authority};
use super::failure::{Failure, answer};
use super::request::Request;
use super::{Service, cursor};
use crate::store::audit::{AuditFilter, Entry, list};
use crate::store::{Tx, accounts, audit, end_read, users};

/// Entries of a page.
const PAGE: usize = 100;

#[async_trait]
impl AuditTrail for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn audit(&self, query: AuditQuery) -> Result<AuditPage, AppError> {
        answer(async {
            // A later page may be one of a download that began long ago.
            let (tx, admin) = if query.after.is_none() { self.admin().await? } else { self.admin_now().await? };
            self.service.audit_page(tx, &admin, &query).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn audit_export(&self) -> Result<(), AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.audit_export(tx, &admin, "csv").await
        })
        .await
    }
}

impl Service {
    /// Reads a page of at most 100 entries of the audit trail, newest first, that the query's filters find, with the cursor of the next
    /// page and everyone to filter by.
    ///
    /// # Errors
    /// [`AppError::Malformed`] for a cursor that no page gave.
    pub(crate) async fn audit_page(&self, mut tx: Tx, admin: &Admin, query: &AuditQuery) -> Result<AuditPage, Failure> {
        let account = admin.account();
        let zone = accounts::settings(&mut tx, account).await?.zone;
        let filter = AuditFilter {
            action: &query.action,
            by: query.by,
            subject: query.subject,
            from: zone.day_begins(&query.from),
            to: zone.day_ends(&query.to),
            after: cursor::read(query.after.as_deref())?,
            limit: PAGE as i64 + 1,
        };
        let listed = list(&mut tx, account, &filter).await?;
        let people = users::people(&mut tx, account).await?;
        end_read(tx);
        let (listed, next) = cursor::page(listed, PAGE, |listed| (listed.row.at, listed.id));
        Ok(AuditPage { rows: listed.into_iter().map(|listed| listed.row).collect(), next, people })
    }

    /// Records in the audit trail that this admin exported it, in a format such as `csv`, and commits.
    pub(crate) async fn audit_export(&self, mut tx: Tx, admin: &Admin, format: &str) -> Result<(), Failure> {
        let after = Some(json!({"format": format}));
        let entry = Entry { by: admin.by(), action: AuditAction::ExportAudit, subject: admin.account().0, before: None, after };
        audit::insert(&mut tx, admin.account(), self.now(), &entry).await?;
        Ok(tx.commit().await?)
    }
}
