//! A private Postgres, for whoever has none: one cluster in a folder, reached over a Unix socket only.
//!
//! The cluster outlives a server that is killed; the next start finds it by its `postmaster.pid` and goes on. A lock on a
//! file beside it keeps two servers from sharing one folder.

pub mod backup;
mod binaries;
mod bootstrap;
mod cluster;
mod data;
mod directory;
mod folder;
mod identity;
mod lock;
mod pid_file;

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use binaries::Binaries;
use cluster::Cluster;
use data::Data;
use folder::Folder;
use identity::Identity;

pub use folder::default_dir;

/// The role that owns the schema and migrates it.
const OWNER: &str = "resolutionflow_owner";
/// The role that the server works as. It owns nothing and cannot bypass row security.
const APP: &str = "resolutionflow_app";
/// The database.
const DATABASE: &str = "resolutionflow";
/// Time that a cluster may take to answer after a crash: it replays its log first.
const PATIENCE: Duration = Duration::from_secs(60);

/// Failure of the private Postgres, in words for the person who started the server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process holds the lock of this data directory.
    #[error("another resolutionflow is using {0}; stop it first, or choose another folder with --data-dir")]
    InUse(String),
    /// No PostgreSQL of version 15 or later is installed.
    #[error(
        "no PostgreSQL server programs were found on PATH or in /usr/lib/postgresql; install PostgreSQL 15 or later (on Debian: \
         apt-get install postgresql), or set DATABASE_URL to a database of your own"
    )]
    NotInstalled,
    /// The cluster's data was written by a major version of PostgreSQL that is not installed.
    #[error("the data in {dir} was written by PostgreSQL {wanted}, which is not installed (found: {found}); install PostgreSQL {wanted}")]
    WrongVersion {
        /// Path of the cluster's data.
        dir: String,
        /// Major version that wrote the data, such as `16`.
        wanted: String,
        /// Major versions that are installed and new enough, with commas between them.
        found: String,
    },
    /// A program for backups is missing beside the server's programs.
    #[error("{name} of PostgreSQL {major} is not installed; on Debian: apt-get install postgresql-{major} postgresql-client-{major}")]
    NoProgram {
        /// Name of the program.
        name: &'static str,
        /// Major version of PostgreSQL.
        major: u32,
    },
    /// Root started the server, and Postgres refuses to run as root.
    #[error("PostgreSQL does not run as root, and there is no user “postgres” to run it as; create one, or start as an ordinary user")]
    NoPostgresUser,
    /// The user `postgres` cannot enter this data directory, or a folder that it is in.
    #[error("the user “postgres” cannot enter {0}, and PostgreSQL does not run as root; choose another folder with --data-dir")]
    Unreachable(String),
    /// A file or folder at this path is a link, or another user made it, perhaps to listen in.
    #[error("{0} belongs to somebody else or is a link; find out who put it there, and remove it or choose another --data-dir")]
    Foreign(String),
    /// A program of PostgreSQL could not be run, or failed.
    #[error("{program} failed: {message}")]
    Program {
        /// Name of the program and its command, such as `pg_ctl start`.
        program: &'static str,
        /// Message that the program printed, and the path of Postgres's log.
        message: String,
    },
    /// The cluster in this folder runs, but did not answer within a minute.
    #[error("the private PostgreSQL in {0} does not answer; its log is postgres.log there")]
    Silent(String),
    /// An operation on a file or folder failed.
    #[error("{path}: {reason}")]
    Io {
        /// Path of the file or folder.
        path: String,
        /// The system's reason.
        reason: std::io::Error,
    },
    /// A restore into this folder was broken off.
    #[error("a restore into {0} is under way or was broken off; run it again, or remove that folder to begin with an empty database")]
    HalfRestored(String),
    /// A statement failed that makes roles and database, or no connection could be made for it.
    #[error("the private PostgreSQL refused its set-up")]
    Bootstrap(#[from] sqlx::Error),
}

impl Error {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |reason| Self::Io { path, reason }
    }
}

/// Durability of the cluster's data: the trade between safety and speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Committed changes survive a crash and a power cut: Postgres's own defaults.
    Safe,
    /// Fast, for tests: after a crash or a power cut the data may be lost or broken.
    ThrowAway,
}

/// Private Postgres that runs, with the application's database in it. Rust has no asynchronous drop: call [`Embedded::stop`], or it goes on
/// running and the next start adopts it.
#[derive(Debug)]
pub struct Embedded {
    cluster: Cluster,
    binaries: Binaries,
    identity: Identity,
    /// Holds the lock. None where another process holds it and stops the cluster.
    folder: Option<Folder>,
}

impl Embedded {
    /// Starts the cluster in the data directory `dir`, making it with roles and database if need be; adopts one that a killed server left
    /// running. The schema is not migrated.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process has the folder, otherwise whatever kept Postgres from starting.
    pub async fn start(dir: &Path, durability: Durability) -> Result<Self, Error> {
        Self::launch(Folder::lock(dir)?, durability).await
    }

    /// Reaches the cluster in the data directory `dir` beside a server that runs it, or starts it durably like [`Embedded::start`] if none
    /// does. For commands that take a moment.
    ///
    /// # Errors
    /// [`Error`] of whatever kept Postgres from starting, or [`Error::Silent`] where the other process's does not answer.
    pub async fn reach(dir: &Path) -> Result<Self, Error> {
        match Folder::lock(dir) {
            Ok(folder) => Self::launch(folder, Durability::Safe).await,
            Err(Error::InUse(_)) => {
                let (cluster, data) = Cluster::of_another(dir).await?;
                let binaries = Binaries::find(data.version()?, data.path())?;
                Ok(Self { cluster, binaries, identity: Identity::find()?, folder: None })
            }
            Err(error) => Err(error),
        }
    }

    /// True if there is a cluster in the data directory `dir`, running or not.
    ///
    /// # Errors
    /// [`Error`] where that cannot be seen.
    pub fn exists(dir: &Path) -> Result<bool, Error> {
        Ok(dir.is_dir() && Data::of_another(dir)?.is_some())
    }

    async fn launch(folder: Folder, durability: Durability) -> Result<Self, Error> {
        let binaries = Binaries::find(folder.version()?, &folder.data_path())?;
        let cluster = Cluster::start(&folder, &binaries, durability).await?;
        bootstrap::run(&cluster).await?;
        Ok(Self { cluster, binaries, identity: folder.identity(), folder: Some(folder) })
    }

    /// Options to connect as the role that owns the schema, which migrations do.
    pub fn owner(&self) -> PgConnectOptions {
        self.cluster.connect_options(OWNER, DATABASE)
    }

    /// Options to connect as the role that the server works as. It owns nothing, and row security holds for it.
    pub fn app(&self) -> PgConnectOptions {
        self.cluster.connect_options(APP, DATABASE)
    }

    /// Options to connect to a database as the superuser: for the bootstrap, and for tests that make databases of their own.
    pub fn superuser(&self, database: &str) -> PgConnectOptions {
        self.cluster.connect_options(cluster::SUPERUSER, database)
    }

    /// The options of [`Embedded::owner`] as a URL, for the setting `DATABASE_OWNER_URL`.
    pub fn owner_url(&self) -> String {
        self.cluster.url(OWNER, DATABASE)
    }

    /// The options of [`Embedded::app`] as a URL, for the setting `DATABASE_URL`.
    pub fn app_url(&self) -> String {
        self.cluster.url(APP, DATABASE)
    }

    /// Stops the cluster, with everything committed on disk, and unlocks the folder. Leaves it running where another process started it.
    ///
    /// # Errors
    /// [`Error::Program`] with what `pg_ctl` said.
    pub async fn stop(self) -> Result<(), Error> {
        match &self.folder {
            Some(folder) => self.cluster.stop(folder).await,
            None => Ok(()),
        }
    }
}
