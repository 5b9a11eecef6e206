//! The database of a command: somebody's, or a private one that runs as long as the command does.

use std::time::Duration;

use anyhow::{Context, bail};
use embedded_postgres::{Durability, Embedded};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool};

use crate::config::{DatabaseConfig, Where};
use crate::service::Service;
use crate::store;

/// Time that a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Time that a request waits for a row that another one changes: the holders of connections must not all wait for one.
const LOCKED: &str = "3s";
/// Time that one statement of a request may take.
const BUSY: &str = "25s";
/// The longest pause between two statements of a transaction. No use case pauses in one; should a transaction be forgotten
/// nevertheless, Postgres ends it with its locks.
const FORGOTTEN: &str = "30s";

/// A database that answers.
pub(super) struct Database {
    app: PgPool,
    owner: Option<PgConnectOptions>,
    embedded: Option<Embedded>,
}

impl Database {
    /// For a server: nobody else may run the private one.
    pub(super) async fn of_server(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let database = Self::open_for_a_server(config).await?;
        let limits = [("lock_timeout", LOCKED), ("statement_timeout", BUSY), ("idle_in_transaction_session_timeout", FORGOTTEN)];
        database.app.set_connect_options(PgConnectOptions::clone(&database.app.connect_options()).options(limits));
        Ok(database)
    }

    async fn open_for_a_server(config: &DatabaseConfig) -> anyhow::Result<Self> {
        match config.resolve()? {
            Where::Embedded(folder) => {
                tracing::info!("starting the private PostgreSQL in {}", folder.display());
                let started = Embedded::start(&folder, Durability::Safe).await;
                Ok(Self::of_embedded(
                    started.context("no private PostgreSQL in the folder that --data-dir or RESOLUTIONFLOW_DATA_DIR names")?,
                ))
            }
            Where::Given { app, owner } => Self::of_given(*app, owner.map(|owner| *owner)).await,
        }
    }

    /// For a command that takes a moment, beside a server or without one. The schema is as this program knows it.
    pub(super) async fn of_command(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let database = match config.resolve()? {
            Where::Embedded(folder) => Self::of_embedded(
                Embedded::reach(&folder)
                    .await
                    .context("no private PostgreSQL in the folder that --data-dir or RESOLUTIONFLOW_DATA_DIR names")?,
            ),
            Where::Given { app, owner } => Self::of_given(*app, owner.map(|owner| *owner)).await?,
        };
        if let Err(error) = database.bring_up_to_date().await {
            database.close().await?;
            return Err(error);
        }
        Ok(database)
    }

    fn of_embedded(embedded: Embedded) -> Self {
        Self { app: pool().connect_lazy_with(embedded.app()), owner: Some(embedded.owner()), embedded: Some(embedded) }
    }

    async fn of_given(app: PgConnectOptions, owner: Option<PgConnectOptions>) -> anyhow::Result<Self> {
        // A pool would try again until its patience ends, and then not say why.
        app.connect().await.context("the database that DATABASE_URL names does not let us in")?.close().await?;
        Ok(Self { app: pool().connect_lazy_with(app), owner, embedded: None })
    }

    /// Applies the migrations that are pending, or says who can.
    pub(super) async fn bring_up_to_date(&self) -> anyhow::Result<()> {
        match store::pending_migrations(&self.app).await? {
            0 => Ok(()),
            pending if self.owner.is_some() => {
                tracing::info!(pending, "bringing the database up to date");
                self.migrate().await
            }
            pending => bail!(
                "the database is {pending} migrations behind this program; run “resolutionflow migrate” with DATABASE_OWNER_URL set to \
                 the same database as the role that owns it"
            ),
        }
    }

    /// Applies every migration, as the owner.
    pub(super) async fn migrate(&self) -> anyhow::Result<()> {
        let owner = self.owner()?;
        owner.connect().await.context("the database does not let its owner in")?.close().await?;
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(owner.clone());
        let migrated = store::migrate(&pool).await;
        pool.close().await;
        Ok(migrated?)
    }

    /// Connection as the owner.
    pub(super) fn owner(&self) -> anyhow::Result<&PgConnectOptions> {
        let Some(owner) = &self.owner else {
            bail!("DATABASE_OWNER_URL is not set; set it to the same database as DATABASE_URL, as the role that owns it");
        };
        Ok(owner)
    }

    /// Connections as the application role.
    pub(super) fn pool(&self) -> &PgPool {
        &self.app
    }

    /// The service over it, for the command line, where there are no cookies.
    pub(super) fn service(&self) -> Service {
        Service::new(self.app.clone(), false)
    }

    /// Closes the connections and stops the private one.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        // A request that was cut off may still hold a connection.
        let _ = tokio::time::timeout(PATIENCE, self.app.close()).await;
        match self.embedded {
            Some(embedded) => Ok(embedded.stop().await?),
            None => Ok(()),
        }
    }
}

fn pool() -> PgPoolOptions {
    store::pool().acquire_timeout(PATIENCE)
}

/// Does something with the database of a command, and closes it whatever comes of it.
pub(super) async fn with<T>(config: &DatabaseConfig, work: impl AsyncFnOnce(Service) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let database = Database::of_command(config).await?;
    let done = work(database.service()).await;
    database.close().await?;
    done
}
