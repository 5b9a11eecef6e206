use clap::Args;

use super::database::Database;
use super::say;
use crate::config::DatabaseConfig;

/// Arguments of `resolutionflow migrate`, which applies the migrations that are pending, as the owner.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow migrate                            the private PostgreSQL
  DATABASE_URL=postgres://app@db/flow DATABASE_OWNER_URL=postgres://owner@db/flow resolutionflow migrate

Migrations only go forward, and running this twice does nothing the second time. Clients, categories and saved views that
turn out to be the same are merged, an account at a time, and named.")]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let database = Database::of_server(&self.database).await?;
        let migrated = migrate(&database).await;
        database.close().await?;
        migrated?;
        Ok(say("The database is up to date.")?)
    }
}

/// Applies the migrations, then fills the keys of names in every account: a version before this one may have gone on adding some without.
async fn migrate(database: &Database) -> anyhow::Result<()> {
    database.migrate().await?;
    let service = database.service();
    for account in service.account_keys().await? {
        for found in service.fill_same_keys(service.account(&account).await?).await? {
            say(format_args!("{account}: {found}"))?;
        }
    }
    Ok(())
}
