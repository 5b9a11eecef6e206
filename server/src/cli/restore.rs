use std::path::PathBuf;

use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::Args;
use embedded_postgres::backup::{Backups, Restored};

use super::backup::private_folder;
use super::{moment, say};
use crate::config::DatabaseConfig;

/// Arguments of `resolutionflow restore`, which makes a private PostgreSQL of backups and their archive.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  resolutionflow restore /mnt/backups/resolutionflow --data-dir /srv/restored          all that is there
  resolutionflow restore /mnt/backups/resolutionflow --data-dir /srv/restored --to 2026-02-10T09:00:00+01:00

Nothing that is there is changed: the folder has to be empty, and the backups stay as they are. Broken off, it can be run
again. What was saved in the last minute before a clean stop is in the archive, too. PostgreSQL archives nothing of the
restored database until a backup is made of it.")]
pub(super) struct Restore {
    /// Folder of the backups
    #[arg(value_name = "FOLDER", env = "BACKUP_FOLDER")]
    folder: PathBuf,
    /// Moment whose state is wanted, with its offset, such as 2026-02-10T09:00:00+01:00 [default: the latest]
    #[arg(long, value_name = "TIME", value_parser = rfc_3339)]
    to: Option<DateTime<Utc>>,
    #[command(flatten)]
    database: DatabaseConfig,
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let folder = private_folder(&self.database)?;
        let backups = Backups::open(&self.folder)?;
        let Restored { backup, last_change } = tokio::select! {
            restored = backups.restore(&folder, self.to) => restored?,
            interrupted = tokio::signal::ctrl_c() => {
                interrupted?;
                bail!("Interrupted. Run it again, or remove {}.", folder.join("postgres").display());
            }
        };
        match last_change {
            Some(last) => say(format_args!("Restored from the backup {}, up to what was saved at {}.", backup.name(), moment(last)))?,
            None => say(format_args!("Restored from the backup {}. Nothing was saved after it.", backup.name()))?,
        }
        say(format_args!("Look at it: resolutionflow serve --data-dir {}", folder.display()))?;
        say("If it is to stay, make a backup of it now: nothing of it is archived until then.")?;
        Ok(())
    }
}

fn rfc_3339(text: &str) -> Result<DateTime<Utc>, String> {
    let parsed = DateTime::parse_from_rfc3339(text).map_err(|error| format!("{error}; write it like 2026-02-10T09:00:00+01:00"))?;
    Ok(parsed.to_utc())
}
