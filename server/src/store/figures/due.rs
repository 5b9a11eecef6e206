//! Sessions whose walks may be wrong: a server of the version before changed them, or one whose rules are older than a generation's.

use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::session::Session;
use sqlx::PgConnection;

use super::keep::set;

/// Notes a session that this server changed beside a generation of later rules.
pub(super) async fn note(conn: &mut PgConnection, account: AccountId, session: SessionId) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into walks_due (account_id, session_id) values ($1, $2) on conflict do nothing", account.0, session.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lists the account's next sessions whose walks are due, in the order of their ids, after one of them or from the first.
pub(crate) async fn next(
    conn: &mut PgConnection,
    account: AccountId,
    after: Option<SessionId>,
    most: i64,
) -> Result<Vec<SessionId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select session_id from walks_due where account_id = $1 and ($2::uuid is null or session_id > $2) order by session_id limit $3",
        account.0,
        after.map(|after| after.0),
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(SessionId).collect())
}

/// Makes the walk of a session right that this transaction has locked.
pub(crate) async fn settle(conn: &mut PgConnection, account: AccountId, session: &Session) -> Result<(), sqlx::Error> {
    set(conn, account, session).await?;
    forget(conn, account, session.id).await
}

/// Forgets a session whose walk cannot be made right, because it cannot be read.
pub(crate) async fn forget(conn: &mut PgConnection, account: AccountId, session: SessionId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from walks_due where account_id = $1 and session_id = $2", account.0, session.0).execute(conn).await?;
    Ok(())
}
