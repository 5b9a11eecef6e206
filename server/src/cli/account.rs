use clap::{Args, Subcommand};
use resolutionflow::time::Seconds;

use super::{database, say};
use crate::config::DatabaseConfig;

/// `resolutionflow account`.
#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// Change how an account works
    Set(Set),
}

impl Account {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Set(set) => set.run().await,
        }
    }
}

/// `resolutionflow account set`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow account set acme --idle-threshold 900")]
pub(super) struct Set {
    /// The account's key
    key: String,
    /// After how many seconds without a sign of the technician the walk page asks whether that counts [new accounts: 600]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    idle_threshold: u64,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Set {
    async fn run(self) -> anyhow::Result<()> {
        let threshold = Seconds(self.idle_threshold);
        database::with(&self.database, async |service| {
            let account = service.account(&self.key).await?;
            Ok(service.set_idle_threshold(account, threshold).await?)
        })
        .await?;
        Ok(say(format_args!("The account “{}” asks after {threshold} without a sign of the technician.", self.key))?)
    }
}
