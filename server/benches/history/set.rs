//! A set of sessions in a private Postgres that is kept between runs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use app::backend::Backend;
use app::backend::history::SessionFilter;
use embedded_postgres::{Durability, Embedded};
use resolutionflow::id::AccountId;
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use server::seed::{EMAILS, PASSWORD, Plan, Stage, sow};
use server::service::{Caller, Service};
use server::store;
use sqlx::postgres::PgPoolOptions;
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Transaction};

use super::cases::file;
use super::say;

/// The day after the last sessions, so that every run makes the same.
const UNTIL: &str = "2026-11-20";

/// A set of sessions, and the largest account's manager.
pub(crate) struct Set {
    sessions: u64,
    folder: PathBuf,
    embedded: Option<Embedded>,
    pool: PgPool,
    service: Service,
    cookie: String,
}

impl Set {
    /// Opens the set, and makes it the first time.
    pub(crate) async fn open(sessions: u64) -> anyhow::Result<Self> {
        let folder = cache()?.join(sessions.to_string());
        std::fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        let embedded = Embedded::start(&folder, Durability::Safe).await?;
        match Self::over(&embedded, sessions).await {
            Ok((pool, service, cookie)) => Ok(Self { sessions, folder, embedded: Some(embedded), pool, service, cookie }),
            Err(error) => {
                embedded.stop().await?;
                Err(error.context(format!("no set of {sessions} in {}", folder.display())))
            }
        }
    }

    async fn over(embedded: &Embedded, sessions: u64) -> anyhow::Result<(PgPool, Service, String)> {
        let owner = PgPoolOptions::new().max_connections(1).connect_with(embedded.owner()).await?;
        store::migrate(&owner).await.context("it may be of an earlier schema; remove it to have it made anew")?;
        let until = Zone::UTC.day_begins(UNTIL).context("no day")?;
        let (pool, service) = serve(embedded, until);
        if service.account_keys().await?.is_empty() {
            say(&format!("making {sessions} sessions, once"))?;
            let plan = Plan { sessions, accounts: 60, seed: 1, until };
            sow(&embedded.owner(), plan, |stage| {
                if stage == Stage::Indexes {
                    // A missing line is not worth ending for.
                    let _ = say("making its indexes");
                }
            })
            .await?;
        }
        owner.close().await;
        let cookie = service.backend(Caller::default()).sign_in(EMAILS[1], PASSWORD).await?;
        Ok((pool, service, cookie.split(';').next().unwrap_or_default().split_once('=').context("no cookie")?.1.to_owned()))
    }

    /// The service over the set.
    pub(crate) fn service(&self) -> &Service {
        &self.service
    }

    /// Begins a transaction of the application that sees an account.
    pub(crate) async fn begin(&self, account: AccountId) -> anyhow::Result<Transaction<'static, Postgres>> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("select set_config('resolutionflow.account_id', $1, true), set_config('resolutionflow.keeps_walks', 'on', true)")
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        Ok(tx)
    }

    /// The one value that a query of an account answers.
    pub(crate) async fn count<T>(&self, account: AccountId, query: &'static str) -> anyhow::Result<T>
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>,
    {
        Ok(sqlx::query_scalar(query).fetch_one(&mut *self.begin(account).await?).await?)
    }

    /// Does what PostgreSQL does beside its work, so that nothing waits for it.
    pub(crate) async fn tidy(&self) -> anyhow::Result<()> {
        let mut owner = self.embedded.as_ref().context("Postgres is stopped")?.owner().connect().await?;
        sqlx::raw_sql("vacuum (analyze)").execute(&mut owner).await?;
        Ok(owner.close().await?)
    }

    /// Turns figures off, as though there were none, or on again.
    pub(crate) async fn keep_figures(&self, on: bool) -> anyhow::Result<()> {
        let embedded = self.embedded.as_ref().context("Postgres is stopped")?;
        let mut owner = embedded.owner().connect().await?;
        let statements = if on {
            "alter table sessions enable trigger user; alter policy own_account on figure_generations using (account_id = current_account_id())"
        } else {
            "alter table sessions disable trigger user; alter policy own_account on figure_generations using (false)"
        };
        sqlx::raw_sql(statements).execute(&mut owner).await?;
        Ok(owner.close().await?)
    }

    /// Backend that answers a request of the manager.
    pub(crate) fn backend(&self) -> Arc<dyn Backend> {
        self.service.backend(Caller { cookie: Some(&self.cookie), ..Caller::default() })
    }

    /// Starts Postgres anew, with nothing of the set in the system's cache, and looks the manager up, which reads the
    /// catalogue.
    pub(crate) async fn start_cold(&mut self) -> anyhow::Result<()> {
        self.pool.close().await;
        if let Some(embedded) = self.embedded.take() {
            embedded.stop().await?;
        }
        forget(&self.folder)?;
        let embedded = Embedded::start(&self.folder, Durability::Safe).await?;
        (self.pool, self.service) = serve(&embedded, Zone::UTC.day_begins(UNTIL).context("no day")?);
        self.embedded = Some(embedded);
        self.backend().viewer().await?;
        Ok(())
    }

    /// Says how much room it takes.
    pub(crate) async fn print_sizes(&self) -> anyhow::Result<()> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select '', pg_size_pretty(pg_database_size(current_database()))
             union all
             select ' sessions, without what follows', pg_size_pretty(pg_relation_size('sessions'))
             union all
             select ' sessions, long values', pg_size_pretty(pg_total_relation_size(reltoastrelid)) from pg_class where relname = 'sessions'
             union all
             (select ' ' || indexrelname, pg_size_pretty(pg_relation_size(indexrelid)) from pg_stat_all_indexes
              where relname = 'sessions' order by pg_relation_size(indexrelid) desc)",
        )
        .fetch_all(&self.pool)
        .await?;
        for (what, size) in rows {
            say(&format!("{} sessions{what}: {size}", self.sessions))?;
        }
        Ok(())
    }

    /// Says how long a file of all sessions takes.
    pub(crate) async fn print_file(&self) -> anyhow::Result<()> {
        let started = Instant::now();
        let rows = file(&self.backend(), SessionFilter::of_anyone().into(), usize::MAX).await?;
        say(&format!("{} sessions: {rows} rows of a file in {:.1} s", self.sessions, started.elapsed().as_secs_f64()))?;
        Ok(())
    }

    /// Stops Postgres.
    pub(crate) async fn close(mut self) -> anyhow::Result<()> {
        self.pool.close().await;
        match self.embedded.take() {
            Some(embedded) => Ok(embedded.stop().await?),
            None => Ok(()),
        }
    }
}

fn serve(embedded: &Embedded, now: Timestamp) -> (PgPool, Service) {
    let pool = store::pool().connect_lazy_with(embedded.app());
    (pool.clone(), Service::new(pool, false).with_clock(move || now))
}

/// Asks the system to forget the contents of the cluster's files, as GNU dd does for whoever owns them.
fn forget(folder: &Path) -> anyhow::Result<()> {
    const EACH: &str =
        "find \"$0\" -type f -size +0 -exec sh -c 'for file; do dd if=\"$file\" iflag=nocache count=0 status=none; done' sh {} +";
    let done = Command::new("sh").args(["-c", EACH]).arg(folder).status()?;
    anyhow::ensure!(done.success(), "the system's cache was not emptied: {done}");
    Ok(())
}

/// The user's cache folder; for root one that the user of Postgres can enter.
fn cache() -> anyhow::Result<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path: &PathBuf| path.is_absolute());
    let of_user = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache"))).context("no HOME")?;
    let is_root = of_user.starts_with("/root");
    Ok(if is_root { PathBuf::from("/var/cache") } else { of_user }.join("resolutionflow/bench-history"))
}
