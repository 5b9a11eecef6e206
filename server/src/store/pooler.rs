//! A pooler between server and database, such as PgBouncer, which lends its own connections to one transaction at a time. Whatever Postgres
//! keeps for a connection is lost there between two transactions, or found by somebody else. The server keeps nothing on one; what sqlx and
//! the time limits need of it is arranged here, or missed in words.

use futures_util::future::join_all;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, Row};

use super::unanswered::answered;

/// Setting that arrives at the database where no pooler stands before it.
const DIRECT: (&str, &str) = ("resolutionflow.direct", "on");
/// Transactions in which statements of before are looked for: a pooler that is in use may lend another connection each time.
const LOOKS: usize = 10;

/// A time limit of a server's statements.
struct Limit {
    /// Setting of Postgres.
    name: &'static str,
    most: &'static str,
    most_ms: i64,
}

/// How long statements of requests may wait for a row that another one changes: the holders of connections must not all wait for one. How
/// long one may take. How long a transaction may pause: no use case pauses in one; should one be forgotten nevertheless, Postgres ends it
/// with its locks.
const LIMITS: [Limit; 3] = [
    Limit { name: "lock_timeout", most: "3s", most_ms: 3_000 },
    Limit { name: "statement_timeout", most: "25s", most_ms: 25_000 },
    Limit { name: "idle_in_transaction_session_timeout", most: "30s", most_ms: 30_000 },
];

/// What a server or a migration lacks on the connections that it gets.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Nothing limits the time of statements: names of the settings that are missing, and of the role.
    #[error(
        "its statements might take for ever ({missing}): DATABASE_URL leads to a pooler, which hands no limits on. Give them to the role, \
         once, and let the pooler connect anew (RECONNECT at PgBouncer's console):\n{remedy}"
    )]
    Unlimited {
        /// Settings that are missing or too large.
        missing: String,
        /// Statements that mend it.
        remedy: String,
    },
    /// Prepared statements of one client are met by another one.
    #[error(
        "its pooler mixes up prepared statements of different clients. Use PgBouncer 1.21 or later with pool_mode = transaction and \
         max_prepared_statements = 200; or, with an older one, add statement-cache-capacity=0 to the parameters of DATABASE_URL and set \
         server_reset_query = DEALLOCATE ALL and server_reset_query_always = 1"
    )]
    Mixed,
    /// Migrations hold a lock for longer than a transaction.
    #[error(
        "DATABASE_OWNER_URL leads to a pooler, and migrations need a connection to the database itself; put the database's own host and \
         port there"
    )]
    Pooled,
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A host with the time limits of a server on its connections.
pub fn limited(host: PgConnectOptions) -> PgConnectOptions {
    host.options(LIMITS.map(|limit| (limit.name, limit.most)))
}

/// A host without time limits on its connections, whatever the role has: somebody sits before a command.
pub fn unlimited(host: PgConnectOptions) -> PgConnectOptions {
    host.options(LIMITS.map(|limit| (limit.name, "0")))
}

/// Hosts whose connections begin with settings; without them where one of the hosts is a pooler that refuses any. One that does not answer
/// is taken for what the others are.
pub async fn begun_with(hosts: Vec<PgConnectOptions>, settings: fn(PgConnectOptions) -> PgConnectOptions) -> Vec<PgConnectOptions> {
    let set: Vec<_> = hosts.iter().map(|host| settings(host.clone()).options([DIRECT])).collect();
    let refuses = join_all(set.iter().map(|host| async { answered(host.connect()).await.is_err_and(|error| is_pooler(&error)) })).await;
    if refuses.contains(&true) { hosts } else { set }
}

/// True if a pooler refused settings at the start of a connection, which Postgres takes.
fn is_pooler(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.message().contains("unsupported startup parameter"))
}

/// Tests that statements on a connection of a server have time limits, and that prepared ones reach the database as they were prepared.
///
/// # Errors
/// [`Unfit`].
pub async fn test(connection: &mut PgConnection) -> Result<(), Unfit> {
    has_limits(connection).await?;
    if is_direct(connection).await? || keeps_statements_apart(connection).await? { Ok(()) } else { Err(Unfit::Mixed) }
}

async fn has_limits(connection: &mut PgConnection) -> Result<(), Unfit> {
    let role: String = sqlx::raw_sql("select current_user::text").fetch_one(&mut *connection).await?.try_get(0)?;
    let (mut missing, mut remedy) = (Vec::new(), Vec::new());
    for row in sqlx::raw_sql("select name, setting::bigint from pg_settings where name like '%\\_timeout'").fetch_all(connection).await? {
        let (name, set): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let Some(limit) = LIMITS.iter().find(|limit| limit.name == name) else { continue };
        if set == 0 || set > limit.most_ms {
            missing.push(name);
            remedy.push(format!("alter role {role} set {} = '{}';", limit.name, limit.most));
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Unfit::Unlimited { missing: missing.join(", "), remedy: remedy.join("\n") }) }
}

/// True if no pooler stands between: the setting arrived.
async fn is_direct(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::raw_sql("select coalesce(current_setting('resolutionflow.direct', true), '') = 'on'").fetch_one(connection).await?.try_get(0)
}

/// True if the pooler gives prepared statements names of its own, or if it forgets them with every transaction and none is used later.
async fn keeps_statements_apart(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    for _ in 0..LOOKS {
        let mut tx = connection.begin().await?;
        // It finds itself, under the name that sqlx gave it, unless the pooler gave it another one.
        let own: Result<i64, sqlx::Error> =
            sqlx::query_scalar("select count(*) from pg_prepared_statements where name like 'sqlx\\_s\\_%'").fetch_one(&mut *tx).await;
        let is_kept = tx.cached_statements_size() > 0;
        match own {
            Ok(0) => return Ok(true),
            Ok(1) if !is_kept => tx.rollback().await?,
            Ok(_) | Err(sqlx::Error::Database(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// Hosts for migrations, which need the database itself.
///
/// # Errors
/// [`Unfit::Pooled`] where one of them is a pooler that says so.
pub async fn direct(hosts: Vec<PgConnectOptions>) -> Result<Vec<PgConnectOptions>, Unfit> {
    let set: Vec<_> = hosts.into_iter().map(|host| host.options([DIRECT])).collect();
    for said in join_all(set.iter().map(|host| async { answered(async { is_direct(&mut host.connect().await?).await }).await })).await {
        match said {
            Ok(false) => return Err(Unfit::Pooled),
            Err(error) if is_pooler(&error) => return Err(Unfit::Pooled),
            // One that does not answer is told of by whoever looks for the one that takes writes.
            Ok(true) | Err(_) => {}
        }
    }
    Ok(set)
}
