//! One-time links by which people choose a password.

use app::backend::admin::OpenLink;
use resolutionflow::id::{AccountId, LinkId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

use crate::login::Token;

/// Password link that can still be used, with the user it is for, as [`lock`] reads it. The table keeps only the hash of its secret; the
/// caller compares it, because the id alone gives no right.
pub(crate) struct Link {
    pub secret_hash: Vec<u8>,
    pub user: UserId,
    pub name: String,
    pub email: String,
    /// True if the user has no password yet.
    pub invitation: bool,
    pub expires_at: Timestamp,
}

/// Adds a link that `by` made for `user`; `by` is none on the command line. Fails on `password_links_one_open_a_user` while the user has
/// another one that is neither used nor revoked.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    token: &Token<LinkId>,
    user: UserId,
    by: Option<UserId>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into password_links (account_id, id, user_id, secret_hash, created_at, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        token.account.0,
        token.id.0,
        user.0,
        &token.hash(),
        now.utc(),
        by.map(|by| by.0),
        expires_at.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The link of an id, locked until the transaction ends; none where it is used, revoked or expired at `now`, or its user is deactivated.
/// The caller still has to compare the secret.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, id: LinkId, now: Timestamp) -> Result<Option<Link>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select password_links.secret_hash, password_links.expires_at, users.id as user_id, users.name, users.email,
               users.password_hash is null as "invitation!"
           from password_links
           join users on users.account_id = password_links.account_id and users.id = password_links.user_id
           where password_links.account_id = $1 and password_links.id = $2 and used_at is null and revoked_at is null
             and expires_at > $3 and users.deactivated_at is null
           for no key update of password_links"#,
        account.0,
        id.0,
        now.utc()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Link {
        secret_hash: row.secret_hash,
        user: UserId(row.user_id),
        name: row.name,
        email: row.email,
        invitation: row.invitation,
        expires_at: Timestamp::from_utc(row.expires_at),
    }))
}

/// Marks a link as used; [`lock`] does not find it any longer.
pub(crate) async fn mark_used(conn: &mut PgConnection, account: AccountId, id: LinkId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!("update password_links set used_at = $3 where account_id = $1 and id = $2", account.0, id.0, now.utc())
        .execute(conn)
        .await?;
    Ok(())
}

/// Revokes the link that a user has not used yet, even if it is expired; true if there was one.
pub(crate) async fn revoke(conn: &mut PgConnection, account: AccountId, user: UserId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update password_links set revoked_at = $3
         where account_id = $1 and user_id = $2 and used_at is null and revoked_at is null",
        account.0,
        user.0,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The link that a user can still use at `now`, for the admin's page. Without its secret, which nobody can show again.
pub(crate) async fn open(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    now: Timestamp,
) -> Result<Option<OpenLink>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, created_at, expires_at from password_links
         where account_id = $1 and user_id = $2 and used_at is null and revoked_at is null and expires_at > $3",
        account.0,
        user.0,
        now.utc()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| OpenLink {
        id: LinkId(row.id),
        created_at: Timestamp::from_utc(row.created_at),
        expires_at: Timestamp::from_utc(row.expires_at),
    }))
}
