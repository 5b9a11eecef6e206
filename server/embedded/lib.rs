//! A private Postgres, for whoever has none: one cluster in a folder, reached over a Unix socket only.
//!
//! The cluster outlives a server that is killed; the next start finds it by its `postmaster.pid` and goes on. A lock on a
//! file beside it keeps two servers from sharing one folder.

mod binaries;
mod bootstrap;
mod cluster;
mod folder;
mod identity;

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use binaries::Binaries;
use cluster::Cluster;
use folder::Folder;

pub use folder::default_dir;

/// The role that owns the schema and migrates it.
const OWNER: &str = "resolutionflow_owner";
/// The role that the server works as. It owns nothing and cannot bypass row security.
const APP: &str = "resolutionflow_app";
/// The database.
const DATABASE: &str = "resolutionflow";
/// Time that a cluster may take to answer after a crash: it replays its log first.
const PATIENCE: Duration = Duration::from_secs(60);

/// Failure of the private Postgres, in words for whoever started the server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process has the folder.
    #[error("another resolutionflow is using {0}; stop it first, or choose another folder with --data-dir")]
    InUse(String),
    /// No PostgreSQL of version 15 or later is installed.
    #[error(
        "no PostgreSQL server programs were found on PATH or in /usr/lib/postgresql; install PostgreSQL 15 or later (on Debian: \
         apt-get install postgresql), or set DATABASE_URL to a database of your own"
    )]
    NotInstalled,
    /// The data is of a version that is not installed.
    #[error("the data in {dir} was written by PostgreSQL {wanted}, which is not installed (found: {found}); install PostgreSQL {wanted}")]
    WrongVersion {
        /// The cluster's folder.
        dir: String,
        /// The version that wrote it.
        wanted: String,
        /// The versions that are installed.
        found: String,
    },
    /// Root started the server, and Postgres refuses to run as root.
    #[error("PostgreSQL does not run as root, and there is no user “postgres” to run it as; create one, or start as an ordinary user")]
    NoPostgresUser,
    /// The user `postgres` cannot get to the folder.
    #[error("the user “postgres” cannot enter {0}, and PostgreSQL does not run as root; choose another folder with --data-dir")]
    Unreachable(String),
    /// A socket folder that somebody else made.
    #[error("{0} belongs to somebody else; remove it, or choose a shorter --data-dir")]
    ForeignSocketFolder(String),
    /// A program of PostgreSQL failed.
    #[error("{program} failed: {message}")]
    Program {
        /// Its name.
        program: &'static str,
        /// Its message.
        message: String,
    },
    /// The cluster does not answer.
    #[error("the private PostgreSQL in {0} does not answer; its log is postgres.log there")]
    Silent(String),
    /// An operation on a file or folder failed.
    #[error("{path}: {reason}")]
    Io {
        /// Its path.
        path: String,
        /// The system's reason.
        reason: std::io::Error,
    },
    /// A statement of the bootstrap failed.
    #[error("the private PostgreSQL refused its set-up")]
    Bootstrap(#[from] sqlx::Error),
}

impl Error {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |reason| Self::Io { path, reason }
    }
}

/// Durability of the cluster's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Acknowledged changes survive a power cut.
    Safe,
    /// Fast and forgetful, for tests.
    ThrowAway,
}

/// A private Postgres that runs. Rust has no asynchronous drop: call [`Embedded::stop`], or it goes on running and the
/// next start adopts it.
#[derive(Debug)]
pub struct Embedded {
    cluster: Cluster,
    /// Holds the lock. None where another process holds it and stops the cluster.
    folder: Option<Folder>,
}

impl Embedded {
    /// Starts the cluster in `dir`, making it first if need be; adopts one that a killed server left running.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process has the folder, otherwise whatever kept Postgres from starting.
    pub async fn start(dir: &Path, durability: Durability) -> Result<Self, Error> {
        let folder = Folder::lock(dir)?;
        let cluster = Self::launch(&folder, durability).await?;
        Ok(Self { cluster, folder: Some(folder) })
    }

    /// Reaches the cluster in `dir` beside a server that runs it, or starts it like [`Embedded::start`] if none does. For
    /// commands that take a moment.
    ///
    /// # Errors
    /// [`Error`] of whatever kept Postgres from starting, or [`Error::Silent`] where the other process's does not answer.
    pub async fn reach(dir: &Path) -> Result<Self, Error> {
        match Folder::lock(dir) {
            Ok(folder) => Ok(Self { cluster: Self::launch(&folder, Durability::Safe).await?, folder: Some(folder) }),
            Err(Error::InUse(_)) => Ok(Self { cluster: Cluster::of_another(dir).await?, folder: None }),
            Err(error) => Err(error),
        }
    }

    async fn launch(folder: &Folder, durability: Durability) -> Result<Cluster, Error> {
        let binaries = Binaries::find(&folder.data())?;
        let cluster = Cluster::start(folder, &binaries, durability).await?;
        bootstrap::run(&cluster).await?;
        Ok(cluster)
    }

    /// Connection options of the owner, who migrates.
    pub fn owner(&self) -> PgConnectOptions {
        self.cluster.connect_options(OWNER, DATABASE)
    }

    /// Connection options of the application role, which the server works as.
    pub fn app(&self) -> PgConnectOptions {
        self.cluster.connect_options(APP, DATABASE)
    }

    /// Connection options of the superuser for a database: for the bootstrap, and for tests that make databases of their own.
    pub fn superuser(&self, database: &str) -> PgConnectOptions {
        self.cluster.connect_options(cluster::SUPERUSER, database)
    }

    /// [`Embedded::owner`] as a `DATABASE_OWNER_URL`.
    pub fn owner_url(&self) -> String {
        self.cluster.url(OWNER, DATABASE)
    }

    /// [`Embedded::app`] as a `DATABASE_URL`.
    pub fn app_url(&self) -> String {
        self.cluster.url(APP, DATABASE)
    }

    /// Stops the cluster cleanly and gives the folder back. Leaves it running where another process started it.
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
