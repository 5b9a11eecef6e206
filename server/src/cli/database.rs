//! The database of a command: somebody's, or a private one that runs as long as the command does.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use embedded_postgres::{Durability, Embedded};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::config::{DatabaseConfig, Where};
use crate::service::{Found, Reread, Service};
use crate::store::{self, Pool, Primary, Replica, Schema, pooler};

/// Time that a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections of a command to its database, as the application role and, where known, as the owner. Has to be closed: a private PostgreSQL
/// that the command started goes on otherwise.
pub(super) struct Database {
    app: PgPool,
    /// What finds the host that takes writes; none for a private PostgreSQL.
    primary: Option<Arc<Primary>>,
    /// A standby to read from; none where none is configured.
    replica: Option<Arc<Replica>>,
    /// Options to connect to each of its hosts as the role that owns the schema; empty where that is not known.
    owner: Vec<PgConnectOptions>,
    embedded: Option<Embedded>,
}

impl Database {
    /// Connects for a server, with time limits for its statements, and starts a private PostgreSQL; fails where another process runs that.
    /// Does not look at the schema.
    pub(super) async fn of_server(config: &DatabaseConfig) -> anyhow::Result<Self> {
        match config.resolve()? {
            Where::Embedded(folder) => {
                tracing::info!("starting the private PostgreSQL in {}", folder.display());
                let started = Embedded::start(&folder, Durability::Safe).await;
                let started = started.context("no private PostgreSQL in the folder that --data-dir or RESOLUTIONFLOW_DATA_DIR names")?;
                let app = pooler::limited(started.app());
                Ok(Self::of_embedded(started, app))
            }
            Where::Given { app, owner } => {
                let mut database = Self::of_given(pooler::begun_with(app, pooler::limited).await, owner).await?;
                let fit = async { pooler::test(&mut *database.app.acquire().await?).await };
                if let Err(unfit) = fit.await {
                    database.close().await?;
                    return Err(unfit).context("the server cannot work on the connections that it gets");
                }
                let replica = pooler::begun_with(config.replica()?.into_iter().collect(), pooler::limited).await.pop();
                if let Some(options) = replica {
                    database.read_from(options).await?;
                }
                if let Some(primary) = &database.primary {
                    tokio::spawn(primary.clone().watch(database.app.clone()));
                }
                Ok(database)
            }
        }
    }

    /// Connects for a command that takes a moment; a private PostgreSQL is reached beside the server that runs it, or started. Pending
    /// migrations are applied first.
    ///
    /// # Errors
    /// An error where the settings are wrong, the database does not answer, or its schema is behind or of another program.
    pub(super) async fn of_command(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let database = match config.resolve()? {
            Where::Embedded(folder) => {
                let reached = Embedded::reach(&folder).await;
                let reached = reached.context("no private PostgreSQL in the folder that --data-dir or RESOLUTIONFLOW_DATA_DIR names")?;
                let app = reached.app();
                Self::of_embedded(reached, app)
            }
            Where::Given { app, owner } => Self::of_given(pooler::begun_with(app, pooler::unlimited).await, owner).await?,
        };
        if let Err(error) = database.bring_up_to_date().await {
            database.close().await?;
            return Err(error);
        }
        Ok(database)
    }

    fn of_embedded(embedded: Embedded, app: PgConnectOptions) -> Self {
        let app = store::pool().acquire_timeout(PATIENCE).connect_lazy_with(app);
        Self { app, primary: None, replica: None, owner: vec![embedded.owner()], embedded: Some(embedded) }
    }

    async fn of_given(app: Vec<PgConnectOptions>, owner: Option<Vec<PgConnectOptions>>) -> anyhow::Result<Self> {
        // A pool would try again until its patience ends, and then not say why.
        let primary = Primary::find(app).await.context("the database that DATABASE_URL names does not let us in")?;
        Ok(Self {
            app: store::pool_of(&primary, PATIENCE),
            primary: Some(primary),
            replica: None,
            owner: owner.unwrap_or_default(),
            embedded: None,
        })
    }

    /// Lets what only reads go to a replica. One that does not answer now may do so later, so that a server does not need it to start.
    async fn read_from(&mut self, options: PgConnectOptions) -> anyhow::Result<()> {
        let (host, port) = (options.get_host().to_owned(), options.get_port());
        let replica = Replica::of(options, store::cluster(&mut *self.app.acquire().await?).await?);
        match replica.test().await {
            Ok(()) => tracing::info!(host, port, "history, figures and previews are read from the replica while it is not behind"),
            Err(error) => tracing::warn!(host, port, error = %error, "the replica that READ_DATABASE_URL names cannot be read from now"),
        }
        self.replica = Some(Arc::new(replica));
        Ok(())
    }

    /// Applies pending migrations if the owner is known, and goes on with what follows from them: keys of names, readings and searches of
    /// trees. Leaves all of that to the programs of a later release, where that made the schema.
    ///
    /// # Errors
    /// An error that names the remedy where migrations are pending and the owner is not known.
    pub(super) async fn bring_up_to_date(&self) -> anyhow::Result<()> {
        match store::schema(&self.app).await? {
            Schema::Own { pending: 0 } => {}
            Schema::Later(release) => {
                tracing::debug!(%release, "the database is of a later release, beside whose servers this one works");
                return Ok(());
            }
            Schema::Own { pending } if !self.owner.is_empty() => {
                tracing::info!(pending, "bringing the database up to date");
                self.migrate().await?;
            }
            Schema::Own { pending } => bail!(
                "the database is {pending} migrations behind this program; run “resolutionflow migrate” with DATABASE_OWNER_URL set to \
                 the same database as the role that owns it"
            ),
        }
        let found = |account: &str, found: &Found| {
            tracing::info!(account, "{found}");
            Ok(())
        };
        self.fill_same_keys(&self.service().accounts_without_same_keys().await?, found).await?;
        let reread = |account: &str, reread: &Reread| {
            let steps = reread.differences.len();
            tracing::info!(account, tree = reread.key, version = reread.version, steps, "a tree's text reads differently now");
            Ok(())
        };
        self.derive_readings(reread).await?;
        self.make_tree_searches(&self.service().accounts_without_searches().await?).await
    }

    /// Applies every pending migration, as the owner. Changes nothing the second time.
    ///
    /// # Errors
    /// An error where the owner is not known or not let in, or a migration fails.
    pub(super) async fn migrate(&self) -> anyhow::Result<()> {
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(self.owner().await?);
        let migrated = store::migrate(&pool).await;
        pool.close().await;
        Ok(migrated?)
    }

    /// Fills the keys of names in the accounts with these keys, and hands on what turned out to be the same, with the account's key. Goes on
    /// where it was broken off.
    ///
    /// # Errors
    /// An error where the database does not answer, and those of `tell`.
    pub(super) async fn fill_same_keys(
        &self,
        accounts: &[String],
        mut tell: impl FnMut(&str, &Found) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let service = self.service();
        for key in accounts {
            for found in service.fill_same_keys(service.account(key).await?).await? {
                tell(key, &found)?;
            }
        }
        Ok(())
    }

    /// Derives the readings of tree versions that have none by this program's rules of Markdown, an account at a time, and hands on those
    /// that read differently, with the account's key. Goes on where it was broken off.
    ///
    /// # Errors
    /// An error where the database does not answer, and those of `tell`.
    pub(super) async fn derive_readings(&self, mut tell: impl FnMut(&str, &Reread) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let service = self.service();
        for key in service.accounts_with_readings_due().await? {
            let account = service.account(&key).await?;
            while let Some(reread) = service.derive_reading(account).await? {
                if !reread.differences.is_empty() {
                    tell(&key, &reread)?;
                }
            }
        }
        Ok(())
    }

    /// Makes the searches of the trees of the accounts with these keys anew: before a server serves, and before any session's, which can take
    /// hours.
    ///
    /// # Errors
    /// An error where the database does not answer.
    pub(super) async fn make_tree_searches(&self, accounts: &[String]) -> anyhow::Result<()> {
        let service = self.service();
        for key in accounts {
            service.make_tree_searches(service.account(key).await?).await?;
        }
        Ok(())
    }

    /// Options to connect as the role that owns the schema, to the host that takes writes.
    ///
    /// # Errors
    /// An error where `DATABASE_OWNER_URL` is not set and the database is not the private one, or no host lets the owner in.
    pub(super) async fn owner(&self) -> anyhow::Result<PgConnectOptions> {
        if self.owner.is_empty() {
            bail!("DATABASE_OWNER_URL is not set; set it to the same database as DATABASE_URL, as the role that owns it");
        }
        let primary = Primary::find(pooler::direct(self.owner.clone()).await?).await.context("the database does not let its owner in")?;
        Ok(primary.options())
    }

    /// Pool of connections as the application role.
    pub(super) fn pool(&self) -> &PgPool {
        &self.app
    }

    /// The service over the pool, for the command line: without cookies, by the system's clock.
    pub(super) fn service(&self) -> Service {
        Service::new(self.connections(), false)
    }

    /// The same connections, with their time limits and the hosts that they lead to.
    pub(super) fn connections(&self) -> Pool {
        let pool = Pool::from(self.app.clone());
        let pool = match &self.primary {
            Some(primary) => pool.to(primary.clone()),
            None => pool,
        };
        match &self.replica {
            Some(replica) => pool.reading_from(replica.clone()),
            None => pool,
        }
    }

    /// Closes the connections, waiting five seconds at most, and stops a private PostgreSQL that this process started.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        // A request that was cut off may still hold a connection.
        let _ = tokio::time::timeout(PATIENCE, self.app.close()).await;
        match self.embedded {
            Some(embedded) => Ok(embedded.stop().await?),
            None => Ok(()),
        }
    }
}

/// Runs `work` with the service over the database of a command, and closes the database whether or not it succeeds.
pub(super) async fn with<T>(config: &DatabaseConfig, work: impl AsyncFnOnce(Service) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let database = Database::of_command(config).await?;
    let done = work(database.service()).await;
    database.close().await?;
    done
}
