use clap::Args;

use super::database::Database;
use super::say;
use crate::config::DatabaseConfig;

/// Arguments of `resolutionflow migrate`, which applies the migrations that are pending, as the owner.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow migrate                            the private PostgreSQL
  DATABASE_URL=postgres://app@db/flow DATABASE_OWNER_URL=postgres://owner@db/flow resolutionflow migrate

Migrations only go forward, and running this twice does nothing the second time.")]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let database = Database::of_server(&self.database).await?;
        let migrated = database.migrate().await;
        database.close().await?;
        migrated?;
        Ok(say("The database is up to date.")?)
    }
}
