//! The one-time link by which an installation is set up. It stands outside tenancy: there is no account yet.

use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

/// Stores a set-up link by the hash of its secret, in place of the earlier one.
pub(crate) async fn replace(conn: &mut PgConnection, hash: &[u8], expires_at: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into set_up_links (secret_hash, expires_at) values ($1, $2)
         on conflict on constraint set_up_links_pkey do update set secret_hash = excluded.secret_hash, expires_at = excluded.expires_at",
        hash,
        expires_at.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The hash of the set-up link that can be used at `now`; none where there is none.
pub(crate) async fn hash(conn: &mut PgConnection, now: Timestamp) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select secret_hash from set_up_links where expires_at > $1", now.utc()).fetch_optional(conn).await
}

/// Deletes the set-up link with this hash; true if there was one. Of several that take it at once, one gets true.
pub(crate) async fn take(conn: &mut PgConnection, hash: &[u8]) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query!("delete from set_up_links where secret_hash = $1", hash).execute(conn).await?.rows_affected() > 0)
}
