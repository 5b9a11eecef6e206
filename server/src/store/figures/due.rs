//! Sessions that a server of the version before changed, whose walks may be wrong.

use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::session::Session;
use sqlx::PgConnection;

use super::keep::set;

/// Lists some of the account's sessions whose walks are due.
pub(crate) async fn next(conn: &mut PgConnection, account: AccountId, most: i64) -> Result<Vec<SessionId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select session_id from walks_due where account_id = $1 order by session_id limit $2", account.0, most)
        .fetch_all(conn)
        .await?;
    Ok(ids.into_iter().map(SessionId).collect())
}

/// Makes the walk of a session right that this transaction has locked.
pub(crate) async fn settle(conn: &mut PgConnection, account: AccountId, session: &Session) -> Result<(), sqlx::Error> {
    set(conn, account, session).await?;
    sqlx::query!("delete from walks_due where account_id = $1 and session_id = $2", account.0, session.id.0).execute(conn).await?;
    Ok(())
}
