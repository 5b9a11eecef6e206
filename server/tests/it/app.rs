//! A server over a database of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use ::app::backend::Backend;
use embedded_postgres::{Durability, Embedded};
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::text::Email;
use resolutionflow::time::{ClockTime, Timestamp};
use server::login::Token;
use server::service::{Caller, Service};
use server::store::{self, Pool};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use uuid::Uuid;

use crate::fixtures;

/// Tuesday 2026-02-10, 09:00 UTC: when every test begins.
pub const MORNING: i64 = 1_770_714_000;

/// The cookie's value in a `Set-Cookie` header.
pub fn value(set_cookie: &str) -> &str {
    set_cookie.split_once('=').and_then(|(_, rest)| rest.split_once(';')).map(|(value, _)| value).unwrap()
}

/// The cluster of this run.
struct Cluster {
    embedded: Embedded,
    /// Ends when this process does, however that ends, and takes the cluster along.
    _undertaker: Child,
}

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);
/// Postgres takes 100 connections.
static ROOM: Semaphore = Semaphore::const_new(8);

/// A server, its database and its clock.
pub struct TestApp {
    pub service: Service,
    /// As the application role.
    pub pool: PgPool,
    /// Sees every account.
    pub superuser: PgPool,
    /// Connection as the owner.
    pub owner: PgConnectOptions,
    pub north: AccountId,
    pub south: AccountId,
    clock: Arc<AtomicI64>,
    _room: SemaphorePermit<'static>,
}

impl TestApp {
    /// Two accounts with people and trees, and nothing walked yet.
    pub async fn start() -> Self {
        Self::over("resolutionflow").await
    }

    /// No accounts at all.
    pub async fn empty() -> Self {
        Self::over("resolutionflow_empty").await
    }

    async fn over(template: &str) -> Self {
        let room = ROOM.acquire().await.unwrap();
        let embedded = &CLUSTER.get_or_init(Cluster::start).await.embedded;
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        create_database(embedded, &name, template).await;
        let pool = store::pool().max_connections(10).connect_with(embedded.app().database(&name)).await.unwrap();
        let superuser = pool_of_superuser(embedded, &name).await;
        let owner = embedded.owner().database(&name);
        let clock = Arc::new(AtomicI64::new(MORNING * 1000));
        let service = by(&clock, pool.clone());
        let account = async |key| service.account(key).await.unwrap_or(AccountId(Uuid::nil()));
        let (north, south) = (account("north").await, account("south").await);
        Self { service, pool, superuser, owner, north, south, clock, _room: room }
    }

    /// Another server on other connections to the same database, by the same clock.
    pub fn server_on(&self, pool: impl Into<Pool>) -> Service {
        by(&self.clock, pool)
    }

    /// The server's clock, cut to whole seconds.
    pub fn now(&self) -> Timestamp {
        self.clock_time().cut()
    }

    /// The server's clock.
    pub fn clock_time(&self) -> ClockTime {
        ClockTime::from_unix_ms(self.clock.load(Ordering::Relaxed))
    }

    /// Time goes by.
    pub fn wait(&self, seconds: i64) {
        self.wait_ms(seconds * 1000);
    }

    /// Time goes by, in milliseconds.
    pub fn wait_ms(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    /// The user of an address.
    pub async fn user(&self, email: &str) -> UserId {
        let email = Email::parse(email).unwrap();
        let id: Uuid = sqlx::query_scalar("select user_id from login_emails where email = $1")
            .bind(email.as_str())
            .fetch_one(&self.superuser)
            .await
            .unwrap();
        UserId(id)
    }

    /// A request by a signed-in user.
    pub async fn sign_in(&self, email: &str) -> Arc<dyn Backend> {
        let cookie = self.cookie_of(email).await;
        self.holding(&cookie)
    }

    /// A request of a browser that has this login cookie.
    pub fn holding(&self, cookie: &str) -> Arc<dyn Backend> {
        self.service.backend(Caller { cookie: Some(cookie), ..Caller::default() })
    }

    /// A request of a browser without a login.
    pub fn nobody(&self) -> Arc<dyn Backend> {
        self.service.backend(Caller::default())
    }

    /// The login cookie of a user, made without the work of a password.
    pub async fn cookie_of(&self, email: &str) -> String {
        let (account, user): (Uuid, Uuid) = sqlx::query_as("select account_id, user_id from login_emails where email = $1")
            .bind(email)
            .fetch_one(&self.superuser)
            .await
            .unwrap();
        let token = Token::new(AccountId(account), LoginId(Uuid::now_v7())).unwrap();
        sqlx::query("insert into logins (account_id, id, user_id, secret_hash, created_at, last_used_at) values ($1, $2, $3, $4, $5, $5)")
            .bind(account)
            .bind(token.id.0)
            .bind(user)
            .bind(token.hash().as_slice())
            .bind(self.now().utc())
            .execute(&self.superuser)
            .await
            .unwrap();
        token.reveal()
    }

    /// Copies every session so many times, without what stands in other tables: enough of them for several pages. Of completed ones,
    /// because a holder has one running session.
    pub async fn copy_sessions(&self, times: i32) {
        sqlx::query(
            "insert into sessions (account_id, id, tree_id, version_number, holder_id, client_id, ticket, revision, started_at, last_activity_at,
                 decisions, outcome, completed_at, total_seconds, parked_seconds, active_seconds, step_count, search)
             select account_id, gen_random_uuid(), tree_id, version_number, holder_id, client_id, ticket, revision, started_at, last_activity_at,
                 decisions, outcome, completed_at, total_seconds, parked_seconds, active_seconds, step_count, search
             from sessions, generate_series(1, $1)",
        )
        .bind(times)
        .execute(&self.superuser)
        .await
        .unwrap();
    }

    /// Number of rows of a table, over all accounts.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = format!("select count(*) from {table}");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&self.superuser).await.unwrap()
    }
}

impl Cluster {
    async fn start() -> Self {
        let dir: PathBuf = std::env::temp_dir().join(format!("resolutionflow-test-{}", Uuid::now_v7().simple()));
        let embedded = Embedded::start(&dir, Durability::ThrowAway).await.unwrap();
        let undertaker = Command::new("sh")
            .arg("-c")
            .arg("trap '' INT TERM; cat; kill -QUIT $(head -n 1 $0/postgres/data/postmaster.pid); until rm -rf $0; do :; done")
            .arg(&dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        migrate(&embedded).await;
        create_database(&embedded, "resolutionflow_empty", "resolutionflow").await;
        let app = pool(2, embedded.app()).await;
        fixtures::fill(&Service::new(app.clone(), false).with_clock(|| Timestamp::from_unix(MORNING))).await;
        app.close().await;
        Self { embedded, _undertaker: undertaker }
    }
}

/// Makes the schema: this program's, or that of the release after it, by its program (scripts/test-upgrade).
async fn migrate(embedded: &Embedded) {
    let Some(next) = std::env::var_os("RESOLUTIONFLOW_MIGRATE_WITH") else {
        let owner = pool(1, embedded.owner()).await;
        store::migrate(&owner).await.unwrap();
        return owner.close().await;
    };
    let mut command = Command::new(next);
    command.arg("migrate").env("DATABASE_URL", embedded.app_url()).env("DATABASE_OWNER_URL", embedded.owner_url());
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
}

fn by(clock: &Arc<AtomicI64>, pool: impl Into<Pool>) -> Service {
    let clock = clock.clone();
    Service::new(pool, false).with_clock(move || ClockTime::from_unix_ms(clock.load(Ordering::Relaxed)))
}

async fn pool(size: u32, options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new().max_connections(size).connect_with(options).await.unwrap()
}

async fn pool_of_superuser(embedded: &Embedded, database: &str) -> PgPool {
    pool(2, embedded.superuser(database)).await
}

async fn create_database(embedded: &Embedded, name: &str, template: &str) {
    let superuser = pool_of_superuser(embedded, "postgres").await;
    // To copy files takes half of the time that writing the template to the log does, where nothing waits for the disk.
    let sql = format!("create database {name} template {template} strategy file_copy owner resolutionflow_owner");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&superuser).await.unwrap();
    superuser.close().await;
}
