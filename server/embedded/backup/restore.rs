//! Restoring: a backup is copied beside the place of the data, follows the archive to a point there, and takes the place by a rename.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{ConnectOptions, Connection};
use tokio::process::Command;

use super::shelf::{Backups, names, remove};
use super::{Backup, Error, archive, plan, program};
use crate::binaries::Binaries;
use crate::cluster::{Cluster, SUPERUSER};
use crate::data::Data;
use crate::folder::{Folder, RESTORING};

/// Pause between two looks at whether a restore has got to its target.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// The backup that it began from.
    pub backup: Backup,
    /// When the last change was saved that is in it; none where the archive had no later one than the backup.
    pub last_change: Option<DateTime<Utc>>,
}

/// Point at which a restore ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'a> {
    /// Everything that the archive has.
    Latest,
    /// What was saved at this moment or before.
    Moment(DateTime<Utc>),
    /// A point that a backup named.
    Point(&'a str),
}

impl Backups {
    /// Restores what was saved at a moment or before, or else everything, into the data directory `dir`. The cluster is not started, and
    /// archives nothing until a backup is made of it.
    ///
    /// # Errors
    /// [`Error::NotEmpty`] where something is in `dir`, [`Error::TooEarly`], [`Error::TooLate`] and [`Error::Gap`] where no backup or archive leads
    /// there, [`Error::Recovery`] where Postgres did not get there. In `dir` there is no cluster then.
    pub async fn restore(&self, dir: &Path, to: Option<DateTime<Utc>>) -> Result<Restored, Error> {
        let _reading = self.lock_for_reading().await?;
        let backups = self.list()?;
        let Some(first) = backups.first() else { return Err(Error::NoBackups(self.path().display().to_string())) };
        let asked = to.unwrap_or(first.finished());
        let chosen = plan::choose(&backups, to).ok_or_else(|| Error::TooEarly { asked, first: first.finished() })?;
        let (last, gap) = self.end(chosen)?;
        match (to, gap) {
            (Some(asked), None) if asked > last => return Err(Error::TooLate { asked, last }),
            (Some(asked), Some(missing)) if asked > last => return Err(Error::Gap { missing, last }),
            (None, Some(missing)) => return Err(Error::Gap { missing, last }),
            _ => {}
        }
        let last_change = self.recover(chosen, dir, to.map_or(Target::Latest, Target::Moment)).await?;
        Ok(Restored { backup: chosen.clone(), last_change })
    }

    /// Restores a backup up to a target.
    pub(super) async fn recover(&self, backup: &Backup, dir: &Path, target: Target<'_>) -> Result<Option<DateTime<Utc>>, Error> {
        is_free(dir)?;
        let folder = Folder::lock(dir)?;
        let source = self.folder_of(backup).join("data");
        let version = std::fs::read_to_string(source.join("PG_VERSION")).map_err(crate::Error::io(&source))?;
        let binaries = Binaries::find(Some(version.trim().to_owned()), &source)?;
        sweep(&folder, &binaries).await?;
        let recovered = self.recover_in(&folder, &binaries, &source, backup, target).await;
        if recovered.is_err() {
            // Where that fails, too, the next restore does it, and no server starts meanwhile.
            let _ = sweep(&folder, &binaries).await;
        }
        recovered
    }

    async fn recover_in(
        &self,
        folder: &Folder,
        binaries: &Binaries,
        source: &Path,
        backup: &Backup,
        target: Target<'_>,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let data = folder.half_restored()?;
        tracing::info!(backup = backup.name(), "copying the backup");
        let mut command = Command::new("cp");
        command.args(["-a", "--reflink=auto"]).arg(source.join(".")).arg(data.path());
        program::run("cp", command, folder.identity()).await?;
        program::check_copy(binaries, data.path(), folder.identity()).await?;
        data.touch("recovery.signal", folder.identity())?;
        tracing::info!("reading the archive");
        let cluster = self.follow(folder, binaries, &data, backup, target).await?;
        let last_change = settle(&cluster).await;
        cluster.stop_at(folder, data.path()).await?;
        let last_change = last_change?;
        folder.restored(&data)?;
        Ok(last_change)
    }

    /// Starts the copy, which reads the archive.
    async fn follow(
        &self,
        folder: &Folder,
        binaries: &Binaries,
        data: &Data,
        backup: &Backup,
        target: Target<'_>,
    ) -> Result<Cluster, Error> {
        // Postgres says this where no change is later than the moment. The archive goes beyond it, so its end is the state at that moment.
        const NOTHING_LATER: &str = "recovery ended before configured recovery target was reached";
        let mut settings = vec![
            ("restore_command", archive::restore_command(&self.wal(&backup.chain))),
            ("recovery_target_timeline", "current".to_owned()),
            ("recovery_target_action", "promote".to_owned()),
        ];
        match target {
            Target::Latest => {}
            Target::Moment(moment) => settings.push(("recovery_target_time", moment.format("%Y-%m-%d %H:%M:%S%.6f+00").to_string())),
            Target::Point(name) => settings.push(("recovery_target_name", name.to_owned())),
        }
        let log = folder.restore_log()?;
        let mut started = arrive(folder, binaries, data, &log, &settings).await;
        if started.is_err() && matches!(target, Target::Moment(_)) && last_fault(&log).ends_with(NOTHING_LATER) {
            settings.retain(|(name, _)| *name != "recovery_target_time");
            started = arrive(folder, binaries, data, &folder.restore_log()?, &settings).await;
        }
        started.map_err(|error| match last_fault(&log) {
            fault if fault.is_empty() => error,
            reason => Error::Recovery(reason),
        })
    }
}

/// Starts the copy, and waits until it has got to its target and lets somebody in, for as long as it runs.
async fn arrive(folder: &Folder, binaries: &Binaries, data: &Data, log: &Path, settings: &[(&str, String)]) -> Result<Cluster, Error> {
    let cluster = Cluster::recover(folder, binaries, data, log, settings).await?;
    let options = cluster.connect_options(SUPERUSER, "postgres");
    loop {
        match options.connect().await {
            Ok(connection) => {
                connection.close().await?;
                return Ok(cluster);
            }
            Err(error) if !Cluster::runs(data)? => return Err(error.into()),
            Err(_) => tokio::time::sleep(LOOK_AGAIN).await,
        }
    }
}

/// Takes back the archive of the cluster that was copied, which goes on with its own, and tells when the last change was saved.
async fn settle(cluster: &Cluster) -> Result<Option<DateTime<Utc>>, Error> {
    let mut superuser = cluster.connect_options(SUPERUSER, "postgres").connect().await?;
    archive::end(&mut superuser).await?;
    let last_change = sqlx::query_scalar("select pg_last_xact_replay_timestamp()").fetch_one(&mut superuser).await?;
    superuser.close().await?;
    Ok(last_change)
}

/// Ends and removes what restores left that were broken off.
async fn sweep(folder: &Folder, binaries: &Binaries) -> Result<(), Error> {
    for data in folder.half_restored_ones()? {
        Cluster::end_left_behind(folder, binaries, &data).await?;
        remove(data.path())?;
    }
    Ok(())
}

/// Refuses a data directory in which something is but what a restore that was broken off left.
fn is_free(dir: &Path) -> Result<(), Error> {
    const LEFT: [&str; 6] = ["lock", "socket", "last-command.log", "postgres.log", "restore.log", "data.new"];
    let is_left = |name: &String| LEFT.contains(&name.as_str()) || name.starts_with(RESTORING);
    let is_ours = names(dir)?.iter().all(|name| name == "postgres");
    if is_ours && names(&dir.join("postgres"))?.iter().all(is_left) {
        return Ok(());
    }
    Err(Error::NotEmpty(dir.display().to_string()))
}

/// The last reason for an end in a log of Postgres, or nothing.
fn last_fault(log: &Path) -> String {
    let said = std::fs::read(log).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let mut faults = said.lines().rev().filter_map(|line| line.split_once("FATAL:").or_else(|| line.split_once("PANIC:")));
    faults.next().map(|(_, fault)| fault.trim().to_owned()).unwrap_or_default()
}
