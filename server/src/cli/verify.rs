use std::path::PathBuf;

use anyhow::{bail, ensure};
use clap::Args;
use embedded_postgres::backup::{Backups, OfAccount, Verified};

use super::say;

/// Arguments of `resolutionflow verify`, which proves a backup by restoring it. Exits with 1 where it is not good, and says what differs.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow verify /mnt/backups/resolutionflow
  resolutionflow verify /mnt/backups/resolutionflow 2026-02-10T090000.000Z --scratch /srv

The backup is checked file by file and restored into a folder that is removed again, up to the point at which it noted what
was in the database. Rows and SHA-256 of each account, roles and rights have to be the same, and the server's role has to see
its account alone. People go on working meanwhile. It needs as much room as the database.")]
pub(super) struct Verify {
    /// Folder of the backups
    #[arg(value_name = "FOLDER", env = "BACKUP_FOLDER")]
    folder: PathBuf,
    /// Name of the backup, as “backup --list” has it [default: the newest]
    #[arg(value_name = "BACKUP")]
    backup: Option<String>,
    /// Folder with room for the restored database [default: that of the backups]
    #[arg(long, value_name = "FOLDER")]
    scratch: Option<PathBuf>,
}

impl Verify {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let backups = Backups::open(&self.folder)?;
        let room = self.scratch.as_deref().unwrap_or(backups.path());
        let Verified { backup, accounts, faults } = tokio::select! {
            verified = backups.verify(self.backup.as_deref(), room) => verified?,
            interrupted = tokio::signal::ctrl_c() => {
                interrupted?;
                bail!("Interrupted. Nothing is known about the backup; the next check removes what this one left.");
            }
        };
        for OfAccount { key, rows, sha256 } in accounts {
            let key = if key.is_empty() { "outside of accounts" } else { &key };
            say(format_args!("{key}: {rows} rows, SHA-256 {sha256}"))?;
        }
        faults.iter().try_for_each(say)?;
        ensure!(faults.is_empty(), "Backup {} is not what the database was. Keep it, make another, and verify that.", backup.name());
        say(format_args!("Backup {} is good: accounts, roles and row security are what they were.", backup.name()))?;
        Ok(())
    }
}
