//! Authenticated browsers.

use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{AccountId, LoginId, UserId};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::{decode, positive};
use crate::login::{Token, lifetime};

/// A login with whose it is.
pub(crate) struct Login {
    pub secret_hash: Vec<u8>,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub actor: Actor,
    pub name: String,
    pub account: String,
    pub zone: Zone,
    pub idle_threshold: Seconds,
    pub waiting: u32,
}

/// Looks a login up, whether or not it still counts.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, login: LoginId) -> Result<Option<Login>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select logins.secret_hash, logins.created_at, logins.last_used_at, users.id as user_id, users.name, users.role,
             accounts.name as account, accounts.time_zone, accounts.idle_threshold_seconds,
             (select count(*)::int4 from sessions where account_id = $1 and for_someone_else) as "waiting!"
         from logins
         join users on users.account_id = logins.account_id and users.id = logins.user_id
         join accounts on accounts.account_id = logins.account_id
         where logins.account_id = $1 and logins.id = $2"#,
        account.0,
        login.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Login {
            secret_hash: row.secret_hash,
            created_at: Timestamp::from_utc(row.created_at),
            last_used_at: Timestamp::from_utc(row.last_used_at),
            actor: Actor { user_id: UserId(row.user_id), role: row.role.parse::<Role>().map_err(decode)? },
            name: row.name,
            account: row.account,
            zone: row.time_zone.parse().map_err(decode)?,
            waiting: positive(row.waiting),
            idle_threshold: Seconds(positive(row.idle_threshold_seconds).into()),
        })
    })
    .transpose()
}

/// Adds a login.
pub(crate) async fn insert(conn: &mut PgConnection, token: &Token, user: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into logins (account_id, id, user_id, secret_hash, created_at, last_used_at) values ($1, $2, $3, $4, $5, $5)",
        token.account.0,
        token.login.0,
        user.0,
        &token.hash(),
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Remembers that a login was used.
pub(crate) async fn touch(conn: &mut PgConnection, account: AccountId, login: LoginId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!("update logins set last_used_at = $3 where account_id = $1 and id = $2", account.0, login.0, now.utc())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a login.
pub(crate) async fn delete(conn: &mut PgConnection, account: AccountId, login: LoginId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from logins where account_id = $1 and id = $2", account.0, login.0).execute(conn).await?;
    Ok(())
}

/// Ends every login of a user.
pub(crate) async fn delete_all_of(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from logins where account_id = $1 and user_id = $2", account.0, user.0).execute(conn).await?;
    Ok(())
}

/// Clears a user's logins away that count no longer.
pub(crate) async fn delete_expired_of(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let ago = |seconds: u64| now.plus(-i64::try_from(seconds).unwrap_or(i64::MAX)).utc();
    sqlx::query!(
        "delete from logins where account_id = $1 and user_id = $2 and (created_at <= $3 or last_used_at <= $4)",
        account.0,
        user.0,
        ago(lifetime::ABSOLUTE.0),
        ago(lifetime::IDLE.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}
