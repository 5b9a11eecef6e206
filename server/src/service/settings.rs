//! How an account works.

use resolutionflow::account::Settings;
use resolutionflow::audit::AuditAction;
use serde_json::json;

use super::Service;
use super::authority::{Admin, Authority};
use super::failure::Failure;
use crate::store::audit::Entry;
use crate::store::{Tx, accounts, audit};

impl Service {
    /// How the account works.
    pub(crate) async fn settings(&self, mut tx: Tx, admin: &Admin) -> Result<Settings, Failure> {
        let settings = accounts::settings(&mut tx, admin.account()).await?;
        tx.commit().await?;
        Ok(settings)
    }

    /// Changes how the account works. Another lifetime counts for the logins that there are, too.
    pub(crate) async fn save_settings(&self, mut tx: Tx, admin: &Admin, settings: &Settings) -> Result<(), Failure> {
        accounts::lock(&mut tx, admin.account()).await?;
        let before = accounts::settings(&mut tx, admin.account()).await?;
        if before != *settings {
            accounts::save_settings(&mut tx, admin.account(), settings).await?;
            let said = |settings: &Settings| Some(json!(settings));
            let entry = Entry {
                by: admin.by(),
                action: AuditAction::ChangeSettings,
                subject: admin.account().0,
                before: said(&before),
                after: said(settings),
            };
            audit::insert(&mut tx, admin.account(), self.now(), &entry).await?;
        }
        Ok(tx.commit().await?)
    }
}
