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
mod pool;
pub mod pooler;
pub(crate) mod previews;
mod primary;
pub(crate) mod proposals;
pub(crate) mod readings;
mod release;
mod replica;
pub(crate) mod reports;
pub(crate) mod reviews;
pub(crate) mod sessions;
pub(crate) mod set_up_links;
pub(crate) mod shares;
pub(crate) mod throttles;
mod transaction;
pub(crate) mod tree_figures;
pub(crate) mod trees;
mod unanswered;
pub(crate) mod users;
pub(crate) mod versions;
pub(crate) mod views;
pub(crate) mod walk_tests;
mod words;

use std::net::IpAddr;

use resolutionflow::id::AccountId;
use resolutionflow::time::Timestamp;
use sqlx::AssertSqlSafe;
use sqlx::types::chrono::{DateTime, Utc};

pub use history::{Statement, statements};
pub use migrations::{Schema, SchemaError, migrate, schema};
pub use pool::{Pool, pool, pool_of};
pub(crate) use pool::{begin, begin_outside, is_ready};
pub use primary::{NoPrimary, Primary};
pub use release::Release;
pub(crate) use replica::for_reading;
pub use replica::{Replica, cluster};
pub(crate) use transaction::{CommitError, Tx, bounded};
pub(crate) use unanswered::is_passing;

/// Ends a transaction that only read, by a rollback, which travels with the test by which the pool takes the connection back, so nobody
/// waits for it. Not for one that wrote.
pub(crate) fn end_read(tx: Tx) {
    drop(tx);
}

/// Lifts the time limits of requests from a transaction that nobody waits for.
pub(crate) async fn wait_longer(tx: &mut Tx) -> Result<(), sqlx::Error> {
    tx.last_longer();
    sqlx::raw_sql("set local statement_timeout = 0; set local lock_timeout = 0").execute(&mut **tx).await?;
    Ok(())
}

/// Lets a transaction see this account from here on, and no longer the one before.
pub(crate) async fn see(tx: &mut Tx, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(pool::sees(account))).execute(&mut **tx).await?;
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
