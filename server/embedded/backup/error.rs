use chrono::{DateTime, SecondsFormat, Utc};

/// Failure of a backup or a restore, in words for the person who asked for it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The private PostgreSQL failed, or a file.
    #[error(transparent)]
    Cluster(#[from] crate::Error),
    /// A statement failed.
    #[error("the private PostgreSQL refused a statement of the backup")]
    Statement(#[from] sqlx::Error),
    /// The folder for backups is used by something else.
    #[error("{0} holds something that is no backup of ResolutionFlow; choose an empty folder, or one that does not exist")]
    Occupied(String),
    /// No backup of ours is in the folder.
    #[error("there is no backup in {0}; “resolutionflow backup” makes one")]
    NoBackups(String),
    /// No backup has this name.
    #[error("there is no backup {name} in {folder}; “resolutionflow backup --list” names those that are there")]
    NoSuchBackup {
        /// Name that was asked for.
        name: String,
        /// Path of the folder of backups.
        folder: String,
    },
    /// Another process makes a backup into the folder.
    #[error("another backup into {0} is under way; wait for its end")]
    Busy(String),
    /// The user that Postgres runs as cannot enter the folder.
    #[error("the user “postgres”, as whom PostgreSQL runs, cannot enter {0}; choose another folder, such as /var/backups/resolutionflow")]
    Unreachable(String),
    /// The running Postgres archives nothing.
    #[error("the PostgreSQL that runs was started by an earlier version, and keeps no archive; restart the server, then make the backup")]
    NoArchive,
    /// The archive does not take what Postgres writes.
    #[error(
        "PostgreSQL cannot write its log to the archive {archive}: look whether the disk is full, and whether the folder is there and can be \
         written to; the end of {log} says what the system said. {kept}"
    )]
    Archive {
        /// Path of the archive.
        archive: String,
        /// Path of Postgres's log.
        log: String,
        /// What becomes of what could not be archived.
        kept: &'static str,
    },
    /// Somebody writes without a pause.
    #[error("for ten minutes there was no moment in which nothing was being saved, so nothing could be counted; try again later")]
    NeverStill,
    /// A program of PostgreSQL, or one for files, failed.
    #[error("{program} failed: {message}")]
    Program {
        /// Name of the program.
        program: &'static str,
        /// What it printed.
        message: String,
    },
    /// The moment lies before the first backup.
    #[error("{} is before the first moment that can be restored, {}", time(.asked), time(.first))]
    TooEarly {
        /// Moment that was asked for.
        asked: DateTime<Utc>,
        /// First moment that can be restored.
        first: DateTime<Utc>,
    },
    /// The archive ends before the moment.
    #[error("the archive ends at {}, before {}; leave out --to for all that it has", time(.last), time(.asked))]
    TooLate {
        /// Moment that was asked for.
        asked: DateTime<Utc>,
        /// End of the archive.
        last: DateTime<Utc>,
    },
    /// Something is missing in the middle of the archive.
    #[error("the archive lacks {missing}, so that what was saved later cannot be restored; --to {} is the last moment before", time(.last))]
    Gap {
        /// Name of the missing file.
        missing: String,
        /// End of what can be restored.
        last: DateTime<Utc>,
    },
    /// The archive of a backup lacks what the backup needs itself.
    #[error("the archive lacks {missing}, which the backup {backup} needs; an older backup may be whole: “resolutionflow backup --list”")]
    Incomplete {
        /// Name of the missing file.
        missing: String,
        /// Name of the backup.
        backup: String,
    },
    /// The folder to restore into is not empty.
    #[error("{0} holds something, and a restore changes nothing that is there; move it away, or name another folder with --data-dir")]
    NotEmpty(String),
    /// Postgres did not get to the point that was asked for.
    #[error("the restore was given up, and nothing of it was left; PostgreSQL said: {0}")]
    Recovery(String),
    /// What the backup says of itself cannot be read.
    #[error("{0} cannot be read: it was damaged, or written by a later version")]
    Unreadable(String),
}

/// A moment as `--to` takes it.
pub(super) fn time(moment: &DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}
