use std::io::{IsTerminal, stderr};

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;

use super::database::Database;
use super::say;
use crate::config::DatabaseConfig;
use crate::seed::{EMAILS, PASSWORD, Plan, Stage, sow};

/// Arguments of `resolutionflow seed`, which loads made-up sessions into an empty installation.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  resolutionflow seed --sessions 1000000 --data-dir /tmp/many && resolutionflow serve --data-dir /tmp/many

The sessions are made up, and go into an installation without accounts only. The same numbers and the same last day make the
same sessions. A million take about 6 GB. With DATABASE_URL it needs DATABASE_OWNER_URL, too.")]
pub(super) struct Seed {
    /// Number of sessions, of two years
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    sessions: u64,
    /// Number of accounts; the first one has three sessions of ten
    #[arg(long, value_name = "COUNT", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    accounts: u64,
    /// Another number makes other sessions
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// The day after the last ones, such as 2026-02-10 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Timestamp>,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Seed {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let database = Database::of_command(&self.database).await?;
        let sown = tokio::select! {
            sown = self.sow(&database) => sown,
            interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Into::into).and_then(|()| bail!("Interrupted. Nothing was changed.")),
        };
        database.close().await?;
        sown?;
        say(format_args!("{} sessions are there. Sign in to the largest account as", self.sessions))?;
        for email in EMAILS {
            say(format_args!("  {email:<32} {PASSWORD}"))?;
        }
        Ok(())
    }

    async fn sow(&self, database: &Database) -> anyhow::Result<()> {
        let today = Zone::UTC.date(database.service().now());
        let until = self.until.or_else(|| Zone::UTC.day_begins(&today)).context("today is no day")?;
        let plan = Plan { sessions: self.sessions, accounts: self.accounts, seed: self.seed, until };
        let bar = progress(self.sessions)?;
        let sown = sow(&database.owner().await?, plan, |stage| show(&bar, stage)).await;
        bar.finish_and_clear();
        sown
    }
}

fn progress(sessions: u64) -> anyhow::Result<ProgressBar> {
    let bar = ProgressBar::with_draw_target(Some(sessions), ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left")?);
    bar.set_message("Sessions");
    Ok(bar)
}

/// Shows a stage on the bar, or, where nobody sees one, as a line.
fn show(bar: &ProgressBar, stage: Stage) {
    let what = match stage {
        Stage::Loaded(sessions) => return bar.inc(sessions),
        Stage::Indexes => "Indexes",
        Stage::Analyse => "Figures for the planner",
    };
    bar.set_message(what);
    if !stderr().is_terminal() {
        tracing::info!(elapsed = ?bar.elapsed(), "seeding: {what}");
    }
}

fn day(date: &str) -> Result<Timestamp, String> {
    Zone::UTC.day_begins(date).ok_or_else(|| "not a day such as 2026-02-10".to_owned())
}
