//! Counts of tries: one row a thing that is counted, over all servers and restarts.
//!
//! The generic cell rate algorithm (ITU-T I.371): `free_at` is when everything tried so far is paid off. A try moves it on by
//! `pace`, and is refused while it lies more than `burst` paces ahead.

use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

use crate::login::throttle::Limit;

/// Counts a try. The inner error is the number of seconds, at least one, after which a try fits; then nothing is counted.
pub(crate) async fn take(
    conn: &mut PgConnection,
    key: &[u8; 32],
    limit: Limit,
    now: Timestamp,
) -> Result<Result<(), Seconds>, sqlx::Error> {
    let pace = i64::try_from(limit.pace.0).unwrap_or(i64::MAX);
    let latest = now.plus(pace * i64::from(limit.burst));
    let taken = sqlx::query!(
        "insert into throttles (key, free_at) values ($1, $2::timestamptz + make_interval(secs => $3))
         on conflict on constraint throttles_pkey do update
         set free_at = greatest(throttles.free_at, $2) + make_interval(secs => $3)
         where greatest(throttles.free_at, $2) + make_interval(secs => $3) <= $4",
        key,
        now.utc(),
        pace as f64,
        latest.utc()
    )
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() > 0 {
        return Ok(Ok(()));
    }
    let free_at = sqlx::query_scalar!("select free_at from throttles where key = $1", key).fetch_optional(conn).await?;
    let fits_at = free_at.map_or(now, |free_at| Timestamp::from_utc(free_at).plus(pace));
    Ok(Err(Seconds(fits_at.since(latest).0.max(1))))
}

/// Takes back a counted try that turned out to be no guess.
pub(crate) async fn give_back(conn: &mut PgConnection, key: &[u8; 32], limit: Limit) -> Result<(), sqlx::Error> {
    let pace = limit.pace.0 as f64;
    sqlx::query!("update throttles set free_at = free_at - make_interval(secs => $2) where key = $1", key, pace).execute(conn).await?;
    Ok(())
}

/// Deletes counters on which a full burst fits again, at most a hundred at a time.
pub(crate) async fn sweep(conn: &mut PgConnection, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from throttles where key in (
             select key from throttles where free_at < $1 order by free_at limit 100 for update skip locked
         )",
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}
