//! What is in a database, in numbers that can be compared: rows and SHA-256 of each account and table, and who may what.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};

use super::Error;

/// Time in which a moment has to come in which nobody writes.
const PATIENCE: Duration = Duration::from_secs(600);
/// Pause before that is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Rows of one account in one table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Sum {
    /// Id of the account; none for what belongs to no account.
    pub(super) account: Option<String>,
    /// The account's key, or empty.
    pub(super) key: String,
    /// Name of the table.
    pub(super) relation: String,
    /// Number of rows.
    pub(super) row_count: i64,
    /// SHA-256 over the hashes of all rows, in hexadecimal digits.
    pub(super) sha256: String,
}

/// What is in a database at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sums {
    /// Sums by account and table. What has no rows has no sum.
    pub(super) sums: Vec<Sum>,
    /// Roles, tables, policies and functions with their rights, a line each.
    pub(super) security: Vec<String>,
}

impl Sums {
    /// Sums of the database as a superuser sees it, all at the moment of the first statement of the transaction.
    pub(super) async fn read(within: &mut PgConnection) -> Result<Self, Error> {
        // Texts of values, which the hashes are of, depend on these.
        let settings = "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
            set local bytea_output = 'hex'; set local extra_float_digits = 1; set local search_path = public, pg_temp";
        sqlx::raw_sql(settings).execute(&mut *within).await?;
        sqlx::raw_sql(include_str!("sums.sql")).execute(&mut *within).await?;
        let sums = sqlx::query_as(
            "select s.account::text as account, coalesce(k.key, '') as key, relation, row_count, sha256
             from pg_temp.sums() s left join account_keys k on k.account_id = s.account order by k.key, s.account, relation",
        );
        let sums = sums.fetch_all(&mut *within).await?;
        Ok(Self { sums, security: sqlx::query_scalar(include_str!("security.sql")).fetch_all(within).await? })
    }
}

/// Names a point in the archive, and begins a transaction that sees the database as it is there. For a moment, in which it waits for whoever
/// is writing, nobody can write.
///
/// # Errors
/// [`Error::NeverStill`] where somebody writes for ten minutes.
pub(super) async fn at_point<'a>(
    reader: &'a mut PgConnection,
    keeper: &mut PgConnection,
    name: &str,
) -> Result<sqlx::Transaction<'a, sqlx::Postgres>, Error> {
    let deadline = Instant::now() + PATIENCE;
    let still = loop {
        match hold(keeper).await {
            Ok(still) => break still,
            Err(sqlx::Error::Database(error)) if is_taken(error.code().as_deref()) && Instant::now() < deadline => {}
            Err(sqlx::Error::Database(error)) if is_taken(error.code().as_deref()) => return Err(Error::NeverStill),
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(PAUSE).await;
    };
    // Its first statement decides what it sees: every change that is before the point, since those who wrote have ended, and none after it.
    let mut reading = reader.begin_with("begin isolation level repeatable read").await?;
    sqlx::query("select pg_create_restore_point($1)").bind(name).execute(&mut *reading).await?;
    still.rollback().await?;
    Ok(reading)
}

/// Keeps everybody from writing, once those who do have ended.
async fn hold(keeper: &mut PgConnection) -> Result<sqlx::Transaction<'_, sqlx::Postgres>, sqlx::Error> {
    let mut still = keeper.begin().await?;
    // Requests wait for three seconds. Who would wait for each other is seen first by us, who try again; and a vacuum makes way then.
    sqlx::raw_sql(
        "set local lock_timeout = '2s'; set local deadlock_timeout = '100ms';
        do $$ begin
            execute (select 'lock table ' || string_agg(oid::regclass::text, ', ' order by relname) || ' in share mode'
                from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r');
        end $$",
    )
    .execute(&mut *still)
    .await?;
    Ok(still)
}

/// True of the states `lock_not_available` and `deadlock_detected`.
fn is_taken(code: Option<&str>) -> bool {
    matches!(code, Some("55P03" | "40P01"))
}
