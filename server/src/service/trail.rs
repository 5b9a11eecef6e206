//! Reading the audit trail.

use app::backend::admin::{AuditPage, AuditQuery};
use serde_json::json;

use super::authority::{Admin, Authority};
use super::failure::Failure;
use super::{Service, cursor};
use crate::store::audit::{ACTIONS, Entry, Subject, Wanted, list};
use crate::store::{Tx, accounts, audit, users};

/// How many entries a page shows.
const PAGE: usize = 100;

impl Service {
    /// A page of the audit trail, newest first.
    pub(crate) async fn audit_page(&self, mut tx: Tx, admin: &Admin, query: &AuditQuery) -> Result<AuditPage, Failure> {
        let account = admin.account();
        let zone = accounts::settings(&mut tx, account).await?.zone;
        let wanted = Wanted {
            action: &query.action,
            by: query.by,
            subject: query.subject,
            from: zone.day_begins(&query.from),
            to: zone.day_ends(&query.to),
            after: cursor::read(query.after.as_deref())?,
            limit: PAGE as i64 + 1,
        };
        let listed = list(&mut tx, account, &wanted).await?;
        let people = users::people(&mut tx, account).await?;
        tx.commit().await?;
        let (listed, next) = cursor::page(listed, PAGE, |listed| (listed.row.at, listed.id));
        Ok(AuditPage { rows: listed.into_iter().map(|listed| listed.row).collect(), next, people, actions: ACTIONS.to_vec() })
    }

    /// Writes down that the trail is taken out of the account.
    pub(crate) async fn audit_export(&self, mut tx: Tx, admin: &Admin, format: &str) -> Result<(), Failure> {
        let after = Some(json!({"format": format}));
        let entry = Entry { by: admin.by(), action: "export_audit", subject: Subject::Account, before: None, after };
        audit::insert(&mut tx, admin.account(), self.now(), &entry).await?;
        Ok(tx.commit().await?)
    }
}
