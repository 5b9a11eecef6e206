use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use chrono::Utc;
use clap::Args;
use embedded_postgres::Embedded;
use embedded_postgres::backup::{Backups, Taken};

use super::{moment, say};
use crate::config::{DatabaseConfig, Where};

/// Arguments of `resolutionflow backup`, which copies the private PostgreSQL and lets it archive what it writes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow backup /mnt/backups/resolutionflow            once a day
  resolutionflow backup /mnt/backups/resolutionflow --list
  resolutionflow verify /mnt/backups/resolutionflow            proves that the newest one is good
  resolutionflow restore /mnt/backups/resolutionflow --to 2026-02-10T09:00:00+01:00 --data-dir /srv/restored

It works beside a server that runs. From the first backup on PostgreSQL also archives what is saved into the folder, a minute
later at most, so that any moment since can be restored. The folder is best on another disk: what is lost with the server's
own is what was saved in the last minute. Broken off, there is no backup, and the next one removes what was left.")]
pub(super) struct Backup {
    /// Folder of the backups, which is made if need be
    #[arg(value_name = "FOLDER", env = "BACKUP_FOLDER", required_unless_present = "stop")]
    folder: Option<PathBuf>,
    /// Number of backups to keep; older ones go, and what only they need of the archive
    #[arg(long, value_name = "COUNT", env = "BACKUP_KEEP", default_value = "7")]
    keep: NonZeroUsize,
    /// List the backups that are there instead
    #[arg(long)]
    list: bool,
    /// Archive nothing any longer instead, say because the folder is gone for good
    #[arg(long, conflicts_with = "list")]
    stop: bool,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match &self.folder {
            Some(folder) if self.list => list(folder),
            _ if self.stop => self.stop().await,
            Some(folder) => self.back_up(folder).await,
            None => bail!("FOLDER is missing"),
        }
    }

    async fn back_up(&self, folder: &Path) -> anyhow::Result<()> {
        let embedded = self.reach().await?;
        let taken = tokio::select! {
            taken = back_up(&embedded, folder, self.keep) => taken,
            interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Into::into).and_then(|()| {
                bail!("Interrupted. There is no new backup, and earlier ones are as they were.")
            }),
        };
        embedded.stop().await?;
        let Taken { backup, removed } = taken?;
        say(format_args!("Backup {} is made. Any moment from {} on can be restored.", backup.name(), moment(backup.finished())))?;
        match removed.context("older backups could not be removed")? {
            Some(removed) => removed.iter().try_for_each(|name| say(format_args!("Backup {name} is removed.")))?,
            None => say("Older backups stay until the next one, since somebody reads them now.")?,
        }
        Ok(())
    }

    async fn stop(&self) -> anyhow::Result<()> {
        let embedded = self.reach().await?;
        let stopped = embedded.stop_archiving().await;
        embedded.stop().await?;
        say(if stopped? {
            "Nothing is archived any longer. The next backup begins a new archive."
        } else {
            "Nothing was archived, and nothing is."
        })?;
        Ok(())
    }

    /// Reaches the private PostgreSQL beside a server that runs it, or starts it; its schema stays as it is, also if that is of another version.
    async fn reach(&self) -> anyhow::Result<Embedded> {
        let folder = private_folder(&self.database)?;
        ensure!(Embedded::exists(&folder)?, "there is no private PostgreSQL in {}; name its folder with --data-dir", folder.display());
        Ok(Embedded::reach(&folder).await?)
    }
}

async fn back_up(embedded: &Embedded, folder: &Path, keep: NonZeroUsize) -> anyhow::Result<Taken> {
    let backups = Backups::open_or_make(folder)?;
    embedded.back_up(&backups, keep, Utc::now()).await.context("there is no new backup")
}

fn list(folder: &Path) -> anyhow::Result<()> {
    let backups = Backups::open(folder)?;
    let list = backups.list()?;
    ensure!(!list.is_empty(), "there is no whole backup in {}", folder.display());
    for backup in list {
        match backups.end(&backup) {
            Ok((end, None)) => say(format_args!("{}  from {} to {}", backup.name(), moment(backup.finished()), moment(end)))?,
            Ok((end, Some(missing))) => say(format_args!(
                "{}  from {} to {}; {missing} is missing in the archive",
                backup.name(),
                moment(backup.finished()),
                moment(end)
            ))?,
            Err(error) => say(format_args!("{}  cannot be restored: {error}", backup.name()))?,
        }
    }
    Ok(())
}

/// Data directory of the private PostgreSQL.
///
/// # Errors
/// An error where the settings name another database.
pub(super) fn private_folder(database: &DatabaseConfig) -> anyhow::Result<PathBuf> {
    match database.resolve()? {
        Where::Embedded(folder) => Ok(folder),
        Where::Given { .. } => bail!(
            "this is for the private PostgreSQL, but DATABASE_URL names a database of your own; back that up by its own tools \
             (docs/operations.md has them)"
        ),
    }
}
