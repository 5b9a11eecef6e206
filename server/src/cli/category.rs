use clap::{Args, Subcommand};
use resolutionflow::text::Name;

use super::{AccountArg, database, say};
use crate::config::DatabaseConfig;

/// Subcommands of `resolutionflow category`, which looks after the categories of an account's trees.
#[derive(Debug, Subcommand)]
pub(super) enum Category {
    /// List categories with how many trees they have
    List(List),
    /// Call a category something else; the name of another one merges the two
    Rename(Rename),
}

impl Category {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run().await,
            Self::Rename(rename) => rename.run().await,
        }
    }
}

/// Arguments of `resolutionflow category list`, which prints each category with its number of trees.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let rows = database::with(&self.database, async |service| {
            let manager = self.account.manager(&service).await?;
            Ok(service.categories(service.begin(&manager).await?, &manager).await?)
        })
        .await?;
        Ok(rows.iter().try_for_each(|row| say(format_args!("{:>6}  {}", row.trees, row.name)))?)
    }
}

/// Arguments of `resolutionflow category rename`. The name of another category merges the two.
#[derive(Debug, Args)]
pub(super) struct Rename {
    /// Its name
    #[arg(value_parser = Name::parse)]
    from: Name,
    /// Its new name
    #[arg(value_parser = Name::parse)]
    to: Name,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Rename {
    async fn run(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let manager = self.account.manager(&service).await?;
            Ok(service.rename_category(service.begin(&manager).await?, &manager, &self.from, &self.to).await?)
        })
        .await?;
        Ok(say(format_args!("“{}” is called “{}” now.", self.from, self.to))?)
    }
}
