//! Accounts and their keys.

use resolutionflow::id::AccountId;
use resolutionflow::text::Name;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::{decode, positive};

/// The account that the key names. Keys stand outside tenancy.
pub(crate) async fn by_key(conn: &mut PgConnection, key: &str) -> Result<Option<AccountId>, sqlx::Error> {
    let id = sqlx::query_scalar!("select account_id from account_keys where key = $1", key).fetch_optional(conn).await?;
    Ok(id.map(AccountId))
}

/// Every account's key, in order.
pub(crate) async fn keys(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select key from account_keys order by key").fetch_all(conn).await
}

/// Adds an account, in a transaction that sees it.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    key: &str,
    name: &Name,
    zone: Zone,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into accounts (account_id, name, time_zone, created_at) values ($1, $2, $3, $4)",
        account.0,
        name.as_str(),
        zone.to_string(),
        now.utc()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("insert into account_keys (key, account_id) values ($1, $2)", key, account.0).execute(conn).await?;
    Ok(())
}

/// The zone in which the account reads instants.
pub(crate) async fn zone(conn: &mut PgConnection, account: AccountId) -> Result<Zone, sqlx::Error> {
    let zone = sqlx::query_scalar!("select time_zone from accounts where account_id = $1", account.0).fetch_one(conn).await?;
    zone.parse().map_err(decode)
}

/// Sets after how long somebody counts as away; what it was before.
pub(crate) async fn set_idle_threshold(conn: &mut PgConnection, account: AccountId, threshold: Seconds) -> Result<Seconds, sqlx::Error> {
    let before = sqlx::query_scalar!(
        "update accounts set idle_threshold_seconds = $2 from (select idle_threshold_seconds from accounts where account_id = $1) before
         where accounts.account_id = $1
         returning before.idle_threshold_seconds",
        account.0,
        i32::try_from(threshold.0).unwrap_or(i32::MAX)
    )
    .fetch_one(conn)
    .await?;
    Ok(Seconds(positive(before).into()))
}
