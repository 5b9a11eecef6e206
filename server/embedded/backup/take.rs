//! Making a backup.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::process::Command;

use super::archive::{self, Archive};
use super::part::Part;
use super::shelf::Backups;
use super::sums::{self, Sums};
use super::{Backup, Error, plan, program};
use crate::cluster::{PORT, SUPERUSER};
use crate::{DATABASE, Embedded};

/// What a backup did.
#[derive(Debug)]
pub struct Taken {
    /// The new backup.
    pub backup: Backup,
    /// Names of the older ones that were removed; none where somebody reads them, and they stay until the next backup. An error changes
    /// nothing about the new one.
    pub removed: Result<Option<Vec<String>>, Error>,
}

impl Embedded {
    /// Makes a backup of the cluster while it goes on, and keeps the newest ones with what they need of the archive. The first one into a folder
    /// begins the archive, into which Postgres writes from then on.
    ///
    /// # Errors
    /// [`Error`] of whatever kept it from being made: then there is none, and earlier ones are as they were.
    pub async fn back_up(&self, backups: &Backups, keep: NonZeroUsize, now: DateTime<Utc>) -> Result<Taken, Error> {
        let Some(_lock) = backups.lock()? else { return Err(Error::Busy(backups.path().display().to_string())) };
        backups.sweep()?;
        let mut cluster = self.superuser(DATABASE).connect().await?;
        let archive = archive::begin(&mut cluster, backups, now).await?;
        let made = self.copy(&mut cluster, backups, &archive, now).await;
        if made.is_err() && archive.is_new {
            // An archive without a backup leads nowhere, and would fill the disk.
            let ended = archive::end(&mut cluster).await.and_then(|()| backups.remove_chain(&archive.chain));
            if let Err(error) = ended {
                tracing::warn!(%error, "the archive that was begun is still there; resolutionflow backup --stop ends it");
            }
        }
        let backup = made?;
        cluster.close().await?;
        Ok(Taken { removed: retain(backups, &archive, keep), backup })
    }

    /// Ends the archive of the cluster. False if there was none.
    ///
    /// # Errors
    /// [`Error::Statement`].
    pub async fn stop_archiving(&self) -> Result<bool, Error> {
        let mut cluster = self.superuser(DATABASE).connect().await?;
        let was_on = archive::is_on(&mut cluster).await?;
        if was_on {
            archive::end(&mut cluster).await?;
        }
        cluster.close().await?;
        Ok(was_on)
    }

    async fn copy(&self, cluster: &mut PgConnection, backups: &Backups, archive: &Archive, now: DateTime<Utc>) -> Result<Backup, Error> {
        let log = log_of(cluster).await?;
        // An archive that takes nothing is told before hours of copying; and what is before this is not needed.
        let first_wal = archive::catch_up(cluster, backups, archive, &log).await?.next();
        let part = backups.begin(&archive.chain, now)?;
        let made = self.copy_into(&part, cluster, (backups, archive, &log)).await;
        match made {
            Ok((made, sums)) => {
                let backup = Backup { chain: archive.chain.clone(), name: part.name().to_owned(), first_wal, ..made };
                part.whole(&backup, &sums)?;
                Ok(backup)
            }
            Err(error) => {
                // What cannot be removed is no backup either, and the next one removes it.
                let _ = part.discard();
                Err(error)
            }
        }
    }

    async fn copy_into(
        &self,
        part: &Part,
        cluster: &mut PgConnection,
        (backups, archive, log): (&Backups, &Archive, &Path),
    ) -> Result<(Backup, Sums), Error> {
        tracing::info!(backup = part.name(), "copying the cluster");
        let mut command = Command::new(self.binaries.tool("pg_basebackup")?);
        command.arg("-h").arg(self.cluster.socket()).args(["-p", &PORT.to_string(), "-U", SUPERUSER, "--no-password"]);
        command.args(["--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256", "-D"]).arg(part.data());
        program::run("pg_basebackup", command, self.identity).await?;
        program::check_copy(&self.binaries, &part.data(), self.identity).await?;

        tracing::info!(backup = part.name(), "counting what is in it");
        let finished = "select date_trunc('milliseconds', clock_timestamp()) + interval '1 ms'";
        let finished: DateTime<Utc> = sqlx::query_scalar(finished).fetch_one(&mut *cluster).await?;
        let point = format!("resolutionflow {}", part.name());
        // It takes as long as it takes.
        let mut reader = self.superuser(DATABASE).disable_statement_logging().connect().await?;
        let mut reading = sums::at_point(&mut reader, cluster, &point).await?;
        // Written by then, so that a backup always leads to its point.
        let last_wal = archive::catch_up(cluster, backups, archive, log).await?;
        let sums = Sums::read(&mut reading).await?;
        reading.rollback().await?;
        reader.close().await?;
        Ok((Backup { chain: String::new(), name: String::new(), finished, first_wal: last_wal, last_wal, point }, sums))
    }
}

/// Removes older backups, and what only they needed of the archives. None where somebody reads.
fn retain(backups: &Backups, archive: &Archive, keep: NonZeroUsize) -> Result<Option<Vec<String>>, Error> {
    let Some(_alone) = backups.lock_for_removing()? else { return Ok(None) };
    let all = backups.list()?;
    let kept = plan::keep(&all, keep);
    for backup in &kept.removed {
        backups.remove(backup)?;
        if backup.chain != archive.chain && !kept.first_wal.contains_key(backup.chain.as_str()) {
            backups.remove_chain(&backup.chain)?;
        }
    }
    for (chain, first) in kept.first_wal {
        backups.shorten(chain, first)?;
    }
    Ok(Some(kept.removed.iter().map(|backup| backup.name.clone()).collect()))
}

/// Path of Postgres's log, which is beside its data.
async fn log_of(cluster: &mut PgConnection) -> Result<PathBuf, Error> {
    let data: String = sqlx::query_scalar("select current_setting('data_directory')").fetch_one(cluster).await?;
    Ok(Path::new(&data).with_file_name("postgres.log"))
}
