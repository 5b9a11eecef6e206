//! Storage: SQL over `&mut PgConnection`, a file a table.
//!
//! Row security shows a transaction the rows of one account, which `begin` sets. The queries name the account all the
//! same: it leads every index, and one barrier is better tested when it is not the only one.

pub(crate) mod accounts;
pub(crate) mod addresses;
pub(crate) mod audit;
pub(crate) mod baselines;
pub(crate) mod budgets;
pub(crate) mod bulk;
pub(crate) mod categories;
pub(crate) mod client_figures;
pub(crate) mod clients;
pub(crate) mod commands;
pub(crate) mod drafts;
pub(crate) mod figures;
pub(crate) mod history;
pub(crate) mod hours;
pub(crate) mod insights;
pub(crate) mod last_visits;
pub(crate) mod logins;
pub(crate) mod measurements;
mod migrations;
pub(crate) mod now;
pub(crate) mod outputs;
pub(crate) mod password_links;
pub(crate) mod people_figures;
pub(crate) mod previews;
pub(crate) mod proposals;
pub(crate) mod readings;
pub(crate) mod reports;
pub(crate) mod reviews;
pub(crate) mod sessions;
pub(crate) mod set_up_links;
pub(crate) mod shares;
pub(crate) mod throttles;
pub(crate) mod tree_figures;
pub(crate) mod trees;
pub(crate) mod users;
pub(crate) mod versions;
pub(crate) mod views;
pub(crate) mod walk_tests;
mod words;

use std::net::IpAddr;
use std::time::Duration;

use resolutionflow::id::AccountId;
use resolutionflow::time::Timestamp;
use sqlx::postgres::PgPoolOptions;
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Row, Transaction};

pub use history::{Statement, statements};
pub use migrations::{SchemaError, migrate, pending_migrations};

/// Number of connections that requests share. A request holds one for a few milliseconds.
const CONNECTIONS: u32 = 16;
/// Time after its return to the pool for which a connection counts as alive. It was tested then.
const TESTED: Duration = Duration::from_secs(1);

/// Options of the pool of connections that requests share, at most 16. One that was in use a moment ago is handed out without another test,
/// which would be a round trip more for each transaction.
pub fn pool() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .test_before_acquire(false)
        .after_release(|connection, _| Box::pin(is_outside_transactions(connection)))
        .before_acquire(|connection, known| Box::pin(async move { Ok(known.idle_for < TESTED || connection.ping().await.map(|()| true)?) }))
}

/// True if the connection is in no transaction. One that came back inside a transaction is closed: the next request would see another
/// account's rows in it, and nobody would end it.
async fn is_outside_transactions(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    // One message, which begins and ends a transaction outside of others: `query` would send several.
    let now = sqlx::raw_sql("select now() = statement_timestamp()").fetch_one(connection).await?;
    let is_outside: bool = now.try_get(0)?;
    if !is_outside {
        tracing::error!("a connection came back to the pool inside a transaction, and is closed");
    }
    Ok(is_outside)
}

/// Transaction that sees one account, by row security.
pub(crate) type Tx = Transaction<'static, Postgres>;

/// Begins a transaction that sees one account, in one round trip, and says that this program keeps walks, so that the database refuses a
/// session without the walk that it should have. The settings end with the transaction, so a pooled connection carries nothing over.
///
/// Never dropped before the answer: sqlx 0.9.0 would return the connection to the pool inside the transaction, which then closes it.
/// Handlers run to their ends, whether or not their clients wait (`http/timeouts.rs`).
pub(crate) async fn begin(pool: &PgPool, account: AccountId) -> Result<Tx, sqlx::Error> {
    // The one statement that is formatted: `set` takes no parameters, and an account's id is hexadecimal digits and hyphens.
    let statement =
        AssertSqlSafe(format!("begin; set local resolutionflow.account_id = '{account}'; set local resolutionflow.keeps_walks = on"));
    pool.begin_with(statement).await
}

/// Ends a transaction that only read, by a rollback, which travels with the test by which the pool takes the connection back, so nobody
/// waits for it. Not for one that wrote.
pub(crate) fn end_read(tx: Tx) {
    drop(tx);
}

/// Lifts the time limits of requests from a transaction that nobody waits for.
pub(crate) async fn wait_longer(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("set local statement_timeout = 0; set local lock_timeout = 0").execute(&mut **tx).await?;
    Ok(())
}

/// Lets a transaction see this account from here on, and no longer the one before.
pub(crate) async fn see(tx: &mut Tx, account: AccountId) -> Result<(), sqlx::Error> {
    let account = account.to_string();
    sqlx::query!(
        "select set_config('resolutionflow.account_id', $1, true) as account_id,
             set_config('resolutionflow.keeps_walks', 'on', true) as keeps_walks",
        account
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(())
}

/// A value in the database that the domain does not take. The constraints keep such values out.
fn decode(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

/// A text of the domain from its column, character for character as it was stored.
fn text<T: TryFrom<String, Error: std::error::Error + Send + Sync + 'static>>(stored: String) -> Result<T, sqlx::Error> {
    T::try_from(stored).map_err(decode)
}

/// Counts and numbers are positive, which `integer` does not know.
fn positive(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// Numbers of versions and revisions stay far below the limit of `integer`.
fn integer(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

fn at(instant: Option<DateTime<Utc>>) -> Option<Timestamp> {
    instant.map(Timestamp::from_utc)
}

/// An address as stored: empty where it is not known.
fn address(address: Option<IpAddr>) -> String {
    address.map(|address| address.to_string()).unwrap_or_default()
}
