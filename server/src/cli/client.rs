use anyhow::Context;
use app::backend::admin::ClientQuery;
use clap::{Args, Subcommand};
use resolutionflow::id::ClientId;
use resolutionflow::text::ClientName;

use super::{AccountArg, database, say};
use crate::config::DatabaseConfig;
use crate::service::{Manager, Service};

/// Subcommands of `resolutionflow client`, which looks after the customers that sessions name.
#[derive(Debug, Subcommand)]
pub(super) enum Client {
    /// List clients by name
    List(List),
    /// Rename a client
    Rename(Pair),
    /// Move a client's sessions to another one, and take the first away; cannot be undone
    Merge(Pair),
}

impl Client {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run().await,
            Self::Rename(pair) => pair.rename().await,
            Self::Merge(pair) => pair.merge().await,
        }
    }
}

/// Arguments of `resolutionflow client list`, which prints the names of an account's clients.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Part of the names
    #[arg(long, default_value = "")]
    text: String,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let manager = self.account.manager(&service).await?;
            let mut query = ClientQuery { text: self.text.clone(), after: None };
            loop {
                let page = service.clients(service.begin(&manager).await?, &manager, &query).await?;
                page.rows.iter().try_for_each(|row| say(&row.name))?;
                match page.next {
                    Some(after) => query.after = Some(after),
                    None => return Ok(()),
                }
            }
        })
        .await
    }
}

/// Arguments of `resolutionflow client rename` and `resolutionflow client merge`, which take two names.
#[derive(Debug, Args)]
pub(super) struct Pair {
    /// The client
    #[arg(value_parser = ClientName::parse)]
    from: ClientName,
    /// Its new name, or the client that it becomes part of
    #[arg(value_parser = ClientName::parse)]
    to: ClientName,
    #[command(flatten)]
    account: AccountArg,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Pair {
    async fn rename(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let (manager, from) = self.found(&service).await?;
            Ok(service.rename_client(service.begin(&manager).await?, &manager, from, &self.to).await?)
        })
        .await?;
        Ok(say(format_args!("“{}” is called “{}” now.", self.from, self.to))?)
    }

    async fn merge(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let (manager, from) = self.found(&service).await?;
            Ok(service.merge_clients(service.begin(&manager).await?, &manager, from, &self.to).await?)
        })
        .await?;
        Ok(say(format_args!("“{}” is part of “{}” now.", self.from, self.to))?)
    }

    async fn found(&self, service: &Service) -> anyhow::Result<(Manager, ClientId)> {
        let manager = self.account.manager(service).await?;
        let found = service.client_named(service.begin(&manager).await?, &manager, &self.from).await?;
        Ok((manager, found.with_context(|| format!("There is no client “{}”.", self.from))?))
    }
}
