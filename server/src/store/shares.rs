//! Read-only links to sessions.

use app::backend::shares::ShareRow;
use app::backend::views::Person;
use resolutionflow::id::{AccountId, SessionId, ShareId, UserId};
use resolutionflow::share::{Audience, ShareStatus};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use super::{at, decode};
use crate::login::Token;

/// Read-only link to a session, as stored. It may be expired or revoked.
pub(crate) struct Share {
    pub session: SessionId,
    pub secret_hash: Vec<u8>,
    pub audience: Audience,
    pub redacted: bool,
    pub with_output: bool,
    pub by: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// Read-only link to a session that is about to be stored.
pub(crate) struct NewShare<'a> {
    pub token: &'a Token<ShareId>,
    pub session: SessionId,
    pub audience: Audience,
    pub redacted: bool,
    pub with_output: bool,
    pub by: UserId,
    pub expires_at: Timestamp,
}

/// Stores a read-only link. Violates `shares_pkey` where its id is taken.
pub(crate) async fn insert(conn: &mut PgConnection, share: &NewShare<'_>, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into shares (account_id, id, session_id, secret_hash, audience, redacted, with_output, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        share.token.account.0,
        share.token.id.0,
        share.session.0,
        &share.token.hash(),
        share.audience.as_str(),
        share.redacted,
        share.with_output,
        share.by.0,
        now.utc(),
        share.expires_at.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds a read-only link by its id, working or not; none where there is none. The caller compares the secret.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, id: ShareId) -> Result<Option<Share>, sqlx::Error> {
    let row = sqlx::query!(
        "select session_id, secret_hash, audience, redacted, with_output, created_by, created_at, expires_at, revoked_at
         from shares where account_id = $1 and id = $2",
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Share {
            session: SessionId(row.session_id),
            secret_hash: row.secret_hash,
            audience: row.audience.parse().map_err(decode)?,
            redacted: row.redacted,
            with_output: row.with_output,
            by: UserId(row.created_by),
            created_at: Timestamp::from_utc(row.created_at),
            expires_at: Timestamp::from_utc(row.expires_at),
            revoked_at: at(row.revoked_at),
        })
    })
    .transpose()
}

/// Counts the read-only links to a session that work at `now`.
pub(crate) async fn living(conn: &mut PgConnection, account: AccountId, session: SessionId, now: Timestamp) -> Result<usize, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from shares
           where account_id = $1 and session_id = $2 and revoked_at is null and expires_at > $3"#,
        account.0,
        session.0,
        now.utc()
    )
    .fetch_one(conn)
    .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Lists the read-only links to a session, at most `limit`: those that work first, then newest first. The service fills in `may_take_back`,
/// which is false here.
pub(crate) async fn of_session(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<ShareRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select shares.id, audience, redacted, with_output, created_by, users.name, shares.created_at, expires_at, revoked_at, views, last_viewed_at
         from shares
         join users on users.account_id = shares.account_id and users.id = shares.created_by
         where shares.account_id = $1 and session_id = $2
         order by (revoked_at is null and expires_at > $3) desc, shares.created_at desc, shares.id desc
         limit $4",
        account.0,
        session.0,
        now.utc(),
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let expires_at = Timestamp::from_utc(row.expires_at);
            Ok(ShareRow {
                id: ShareId(row.id),
                audience: row.audience.parse().map_err(decode)?,
                redacted: row.redacted,
                with_output: row.with_output,
                by: Person { id: UserId(row.created_by), name: row.name },
                created_at: Timestamp::from_utc(row.created_at),
                expires_at,
                standing: ShareStatus::at(now, expires_at, at(row.revoked_at)),
                views: u64::try_from(row.views).unwrap_or(0),
                last_viewed_at: at(row.last_viewed_at),
                may_take_back: false,
            })
        })
        .collect()
}

/// Revokes a read-only link; true if it worked until then.
pub(crate) async fn revoke(
    conn: &mut PgConnection,
    account: AccountId,
    id: ShareId,
    by: UserId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update shares set revoked_at = $3, revoked_by = $4
         where account_id = $1 and id = $2 and revoked_at is null and expires_at > $3",
        account.0,
        id.0,
        now.utc(),
        by.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Counts a view of a read-only link; false, without counting, if it works no longer. Where somebody revokes it at this moment, this waits
/// for them.
pub(crate) async fn count_view(conn: &mut PgConnection, account: AccountId, id: ShareId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update shares set views = views + 1, last_viewed_at = greatest(last_viewed_at, $3)
         where account_id = $1 and id = $2 and revoked_at is null and expires_at > $3",
        account.0,
        id.0,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
