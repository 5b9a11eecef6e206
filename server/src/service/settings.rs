//! Settings of an account.

use app::backend::admin::AccountSettings;
use app::error::AppError;
use async_trait::async_trait;
use resolutionflow::account::Settings;
use resolutionflow::audit::AuditAction;
use serde_json::json;
use tracing::instrument;

use super::Service;
use super::authority::{Admin, Authority};
use super::failure::{Failure, answer};
use super::request::Request;
use crate::store::audit::Entry;
use crate::store::{Tx, accounts, audit, end_read};

#[async_trait]
impl AccountSettings for Request {
    #[instrument(skip_all, parent = &self.span)]
    async fn settings(&self) -> Result<Settings, AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.settings(tx, &admin).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn save_settings(&self, settings: Settings) -> Result<(), AppError> {
        answer(async {
            let (tx, admin) = self.admin().await?;
            self.service.save_settings(tx, &admin, &settings).await
        })
        .await
    }

    #[instrument(skip_all, parent = &self.span)]
    async fn show_people(&self, shown: bool) -> Result<(), AppError> {
        answer(async {
            let (mut tx, admin) = self.admin().await?;
            let account = admin.account();
            accounts::lock(&mut tx, account).await?;
            let before = accounts::people_since(&mut tx, account).await?;
            if before.is_some() != shown {
                let now = self.service.now();
                let since = shown.then_some(now);
                accounts::show_people(&mut tx, account, since).await?;
                let action = if shown { AuditAction::ShowPeople } else { AuditAction::HidePeople };
                let state = |since| Some(json!({"shown_since": since}));
                let entry = Entry { by: admin.by(), action, subject: account.0, before: state(before), after: state(since) };
                audit::insert(&mut tx, account, now, &entry).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

impl Service {
    /// Reads the account's settings.
    pub(crate) async fn settings(&self, mut tx: Tx, admin: &Admin) -> Result<Settings, Failure> {
        let settings = accounts::settings(&mut tx, admin.account()).await?;
        end_read(tx);
        Ok(settings)
    }

    /// Replaces the account's settings, and records a difference in the audit trail. Other lifetimes count for the logins that there are,
    /// too.
    pub(crate) async fn save_settings(&self, mut tx: Tx, admin: &Admin, settings: &Settings) -> Result<(), Failure> {
        accounts::lock(&mut tx, admin.account()).await?;
        let before = accounts::settings(&mut tx, admin.account()).await?;
        if before != *settings {
            accounts::save_settings(&mut tx, admin.account(), settings).await?;
            let entry = Entry {
                by: admin.by(),
                action: AuditAction::ChangeSettings,
                subject: admin.account().0,
                before: Some(json!(before)),
                after: Some(json!(settings)),
            };
            audit::insert(&mut tx, admin.account(), self.now(), &entry).await?;
        }
        Ok(tx.commit().await?)
    }
}
