use anyhow::{bail, ensure};
use clap::{Args, Subcommand};

use super::{database, say};
use crate::config::DatabaseConfig;
use crate::service::{Filled, Pace, Service, Unreadable, Verified};

/// Subcommands of `resolutionflow figures`, which looks after what Insights counts.
#[derive(Debug, Subcommand)]
pub(super) enum Figures {
    /// Count all sessions again and compare, byte for byte
    Verify(Verify),
    /// Count all sessions anew, beside what is shown, and switch to it at once
    Rebuild(Rebuild),
}

impl Figures {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Verify(verify) => verify.run().await,
            Self::Rebuild(rebuild) => rebuild.run().await,
        }
    }
}

/// Arguments of `resolutionflow figures verify`, which exits with 1 where something differs, and says what.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The account's key [default: every account]
    account: Option<String>,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Verify {
    async fn run(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let mut wrong = 0;
            for key in accounts(&service, self.account.as_ref()).await? {
                match service.verify_figures(service.account(&key).await?, |_| {}).await? {
                    Verified::Compared { sessions, count: 0, .. } => {
                        say(format_args!("{key}: the figures are those of its {sessions} ended sessions"))?;
                    }
                    Verified::Compared { differences, count, .. } => {
                        differences.iter().try_for_each(|difference| say(format_args!("{key}: {difference}")))?;
                        if count > differences.len() {
                            say(format_args!("{key}: and {} more", count - differences.len()))?;
                        }
                        wrong += 1;
                    }
                    Verified::Counting { percent } => bail!("{key}: its sessions are still being counted, {percent} %. Try again later."),
                }
            }
            ensure!(wrong == 0, "Figures differ. “resolutionflow figures rebuild” counts them anew; please report what it was.");
            Ok(())
        })
        .await
    }
}

/// Arguments of `resolutionflow figures rebuild`, which exits with 1 where sessions cannot be read, and says which; all others are counted.
#[derive(Debug, Args)]
pub(super) struct Rebuild {
    /// The account's key [default: every account]
    account: Option<String>,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Rebuild {
    async fn run(self) -> anyhow::Result<()> {
        database::with(&self.database, async |service| {
            let mut unreadable = 0;
            for key in accounts(&service, self.account.as_ref()).await? {
                let account = service.account(&key).await?;
                service.count_anew(account).await?;
                let tell = |filled: Filled| Ok(say(format_args!("{key}: {} sessions are counted, {} %", filled.sessions, filled.percent))?);
                let left = service.count_sessions(account, Pace::Full, tell).await?;
                for Unreadable { session, reason } in &left {
                    say(format_args!("{key}: session {session} cannot be read, and is in no figure: {reason}"))?;
                }
                let every = if left.is_empty() { "every session" } else { "every other session" };
                say(format_args!("{key}: {every} is counted anew"))?;
                unreadable += left.len();
            }
            ensure!(unreadable == 0, "Sessions that cannot be read are in no figure: {unreadable}. Mend their rows, and count anew.");
            Ok(())
        })
        .await
    }
}

async fn accounts(service: &Service, key: Option<&String>) -> anyhow::Result<Vec<String>> {
    match key {
        Some(key) => Ok(vec![key.clone()]),
        None => Ok(service.account_keys().await?),
    }
}
