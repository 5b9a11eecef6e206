use app::backend::admin::AuditQuery;
use clap::Args;
use serde_json::json;

use super::{AccountArg, database, say};
use crate::config::DatabaseConfig;

/// Arguments of `resolutionflow audit`, which prints the entries of the audit trail and records that it did.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow audit --action sign_in_failed --from 2026-02-01

A line of JSON an entry, newest first.")]
pub(super) struct Audit {
    /// One action, such as sign_in or export [default: all]
    #[arg(long, default_value = "")]
    action: String,
    /// From the beginning of a day in the account's zone, such as 2026-02-10
    #[arg(long, value_name = "DAY", default_value = "")]
    from: String,
    /// To the end of a day in the account's zone
    #[arg(long, value_name = "DAY", default_value = "")]
    to: String,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Audit {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let admin = self.account.admin(&service).await?;
            service.audit_export(service.begin(&admin).await?, &admin, "json lines").await?;
            let mut query =
                AuditQuery { action: self.action.clone(), from: self.from.clone(), to: self.to.clone(), ..AuditQuery::default() };
            loop {
                let page = service.audit_page(service.begin(&admin).await?, &admin, &query).await?;
                page.rows.iter().try_for_each(|row| say(json!(row)))?;
                match page.next {
                    Some(after) => query.after = Some(after),
                    None => return Ok(()),
                }
            }
        })
        .await
    }
}
