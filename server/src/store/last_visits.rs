//! End of each technician's last visit, in whatever session. Their next one begins no earlier (timing rule 8).

use resolutionflow::id::{AccountId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::at;

/// Notes that a technician's visit ended at an instant, and that none of theirs is open any more.
pub(crate) async fn ended(conn: &mut PgConnection, account: AccountId, technician: UserId, ended_at: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into last_visits (account_id, user_id, ended_at) values ($1, $2, $3)
         on conflict (account_id, user_id) do update set ended_at = greatest(last_visits.ended_at, excluded.ended_at)",
        account.0,
        technician.0,
        ended_at.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Reads the end of a technician's last visit; none before the first one has ended. Until the transaction ends, no other one begins or
/// ends a visit of theirs: the row is locked, and made for that where there is none.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, technician: UserId) -> Result<Option<Timestamp>, sqlx::Error> {
    let ended_at = sqlx::query_scalar!(
        "insert into last_visits (account_id, user_id) values ($1, $2)
         on conflict (account_id, user_id) do update set ended_at = last_visits.ended_at
         returning ended_at",
        account.0,
        technician.0
    )
    .fetch_one(conn)
    .await?;
    Ok(at(ended_at))
}
