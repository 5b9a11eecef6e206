//! The archive: Postgres hands each finished segment of its log to a command, again and again until that succeeds, and keeps it until then.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, PgConnection};

use super::Error;
use super::shelf::Backups;
use super::wal::Wal;
use crate::cluster::shell_quoted;

/// The longest that a change waits for a segment to be full, before a segment is archived all the same.
const TIMEOUT: &str = "60s";
/// Command that keeps nothing.
const NOTHING: &str = "true";
/// Time that the archive may take to get on by one segment.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pause between two looks at how far it is.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// Failures after the first look that are enough: Postgres tries three times, a second apart, and then pauses for a minute.
const FAILURES: i64 = 2;

/// Archive into which a cluster writes.
#[derive(Debug)]
pub(super) struct Archive {
    /// Name of its chain.
    pub(super) chain: String,
    /// Whether it began just now.
    pub(super) is_new: bool,
}

/// Command by which Postgres archives a segment into a folder: packed, on disk, and under its name only then. One that is there already is
/// compared, so that no other cluster's is replaced.
fn command(archive: &Path) -> String {
    // Postgres replaces what begins with a per cent sign.
    let folder = shell_quoted(&archive.display().to_string()).replace('%', "%%");
    format!(
        "d={folder}; f=\"$d\"/%f.gz; if test -e \"$f\"; then gzip -dc \"$f\" | cmp -s - %p; \
         else gzip -1c %p >\"$f.part\" && sync \"$f.part\" && mv \"$f.part\" \"$f\" && sync \"$d\"; fi"
    )
}

/// Command by which Postgres takes a segment from a folder. Where there is none, that is the end of the archive; one that is damaged, or does
/// not fit on the disk, ends the restore.
pub(super) fn restore_command(archive: &Path) -> String {
    let folder = shell_quoted(&archive.display().to_string()).replace('%', "%%");
    format!("f={folder}/%f.gz; test -e \"$f\" || exit 1; gzip -dc \"$f\" >\"%p\" || exit 200")
}

/// Lets the cluster archive into the folder, on in its chain there or else in a new one.
///
/// # Errors
/// [`Error::NoArchive`] where the cluster that runs was not started for that.
pub(super) async fn begin(cluster: &mut PgConnection, backups: &Backups, now: DateTime<Utc>) -> Result<Archive, Error> {
    let mode: String = sqlx::query_scalar("select current_setting('archive_mode')").fetch_one(&mut *cluster).await?;
    if mode != "on" {
        return Err(Error::NoArchive);
    }
    let current: String = sqlx::query_scalar("select current_setting('archive_command')").fetch_one(&mut *cluster).await?;
    let known = backups.chains()?.into_iter().find(|chain| command(&backups.wal(chain)) == current);
    if let Some(chain) = known {
        return Ok(Archive { chain, is_new: false });
    }
    let chain = backups.new_chain(now)?;
    set(cluster, &command(&backups.wal(&chain)), TIMEOUT).await?;
    tracing::info!("PostgreSQL archives what it writes to {} from now on", backups.wal(&chain).display());
    Ok(Archive { chain, is_new: true })
}

/// True if the cluster archives anything.
pub(super) async fn is_on(cluster: &mut PgConnection) -> Result<bool, Error> {
    let current: String = sqlx::query_scalar("select current_setting('archive_command')").fetch_one(cluster).await?;
    Ok(![NOTHING, "", "(disabled)"].contains(&current.as_str()))
}

/// Ends the archiving: what is written from now on is in no archive.
pub(super) async fn end(cluster: &mut PgConnection) -> Result<(), Error> {
    set(cluster, NOTHING, "0").await
}

async fn set(cluster: &mut PgConnection, command: &str, timeout: &str) -> Result<(), Error> {
    // Postgres takes no parameters here. In a literal, a quote is the only sign that means something else.
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    for statement in [
        format!("alter system set archive_command = {}", literal(command)),
        format!("alter system set archive_timeout = {}", literal(timeout)),
        "select pg_reload_conf()".to_owned(),
    ] {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *cluster).await?;
    }
    Ok(())
}

/// Ends the segment that is being written, waits until it and all before it are archived, and returns it.
///
/// # Errors
/// [`Error::Archive`] where the archive does not take it.
pub(super) async fn catch_up(cluster: &mut PgConnection, backups: &Backups, archive: &Archive, log: &Path) -> Result<Wal, Error> {
    loop {
        // A segment that nothing was written to is not ended.
        let ended = "select pg_walfile_name(pg_create_restore_point('resolutionflow: a backup')), pg_walfile_name(pg_switch_wal())";
        let (_, ended): (String, String) = sqlx::query_as(ended).fetch_one(&mut *cluster).await?;
        let ended = Wal::parse(&ended).ok_or(Error::NoArchive)?;
        if has_arrived(cluster, backups, archive, ended, log).await? {
            return Ok(ended);
        }
    }
}

/// Waits for a segment. False where the command before this one took it, and kept nothing.
async fn has_arrived(cluster: &mut PgConnection, backups: &Backups, archive: &Archive, wal: Wal, log: &Path) -> Result<bool, Error> {
    let segment = backups.segment(&archive.chain, wal);
    let state = "select archived_count, failed_count, coalesce(last_archived_wal, '') from pg_stat_archiver";
    let (mut archived, mut failed): (i64, i64) = (-1, -1);
    let mut deadline = Instant::now() + PATIENCE;
    loop {
        let (archived_now, failed_now, last): (i64, i64, String) = sqlx::query_as(state).fetch_one(&mut *cluster).await?;
        if segment.exists() {
            return Ok(true);
        }
        // The counts are told a moment after.
        if Wal::parse(&last).is_some_and(|last| wal.leads_to(last)) && !segment.exists() {
            return Ok(false);
        }
        if archived_now != archived {
            (archived, failed, deadline) = (archived_now, failed_now, Instant::now() + PATIENCE);
        }
        if failed_now - failed >= FAILURES || Instant::now() > deadline {
            let kept = if archive.is_new {
                "Nothing was changed."
            } else {
                "Until it can, PostgreSQL keeps everything in its own folder, and needs room for it there. Earlier backups are as they were."
            };
            let (archive, log) = (backups.wal(&archive.chain).display().to_string(), log.display().to_string());
            return Err(Error::Archive { archive, log, kept });
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
