//! The people of an account.

use app::backend::admin::{UserRow, UserStatus};
use app::backend::views::Person;
use resolutionflow::access::Role;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::text::{Email, Key, Name};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{at, decode};

/// Finds account and user of an e-mail address, deactivated or not: the one that is spelt so, or else the one that is the same. Addresses
/// stand outside tenancy: they are known before the account is.
pub(crate) async fn by_email(conn: &mut PgConnection, email: &Email) -> Result<Option<(AccountId, UserId)>, sqlx::Error> {
    let found = sqlx::query!(
        "select account_id, user_id from login_emails where email = $1 or same_key = $2 order by (email = $1 and not gave_way) desc, same_key = $2 desc nulls last limit 1",
        email.as_str(),
        Key::of(email.as_str()).to_string()
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|found| (AccountId(found.account_id), UserId(found.user_id))))
}

/// Reads the hash of a user's password; none for one without a password, deactivated, or unknown.
pub(crate) async fn password_hash(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<Option<String>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select password_hash from users where account_id = $1 and id = $2 and deactivated_at is null",
        account.0,
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten())
}

/// True if the user still signs in with the password of this hash and is not deactivated. Locks the user until the transaction ends, so
/// that it stays so.
pub(crate) async fn still_signs_in_with(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    hash: &str,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!(
        "select password_hash, deactivated_at from users where account_id = $1 and id = $2 for no key update",
        account.0,
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some_and(|row| row.deactivated_at.is_none() && row.password_hash.as_deref() == Some(hash)))
}

/// User that is about to be stored.
pub(crate) struct NewUser<'a> {
    pub id: UserId,
    pub email: &'a Email,
    pub name: &'a Name,
    pub role: Role,
    /// Hash of their password; none for one who will choose it by a link.
    pub password_hash: Option<&'a str>,
}

/// Adds a user and their address to sign in with. Violates `login_emails_pkey` or `login_emails_same_key` where the address is taken, in
/// whatever account and however it is written.
pub(crate) async fn insert(conn: &mut PgConnection, account: AccountId, user: &NewUser<'_>, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (account_id, id, email, name, role, password_hash, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        account.0,
        user.id.0,
        user.email.as_str(),
        user.name.as_str(),
        user.role.as_str(),
        user.password_hash,
        now.utc()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into login_emails (email, account_id, user_id, same_key) values ($1, $2, $3, $4)",
        user.email.as_str(),
        account.0,
        user.id.0,
        Key::of(user.email.as_str()).to_string()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces the hash of a user's password. Their logins go on; the caller ends them.
pub(crate) async fn set_password(conn: &mut PgConnection, account: AccountId, user: UserId, hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set password_hash = $3 where account_id = $1 and id = $2", account.0, user.0, hash).execute(conn).await?;
    Ok(())
}

/// Replaces a user's name and role.
pub(crate) async fn change(conn: &mut PgConnection, account: AccountId, user: UserId, name: &Name, role: Role) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set name = $3, role = $4 where account_id = $1 and id = $2",
        account.0,
        user.0,
        name.as_str(),
        role.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets a user write drafts of trees, or no longer.
pub(crate) async fn let_author(conn: &mut PgConnection, account: AccountId, user: UserId, may: bool) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set may_author = $3 where account_id = $1 and id = $2", account.0, user.0, may).execute(conn).await?;
    Ok(())
}

/// Deactivates a user as of this time, or with none lets them sign in again. Their logins are the caller's business.
pub(crate) async fn deactivate(
    conn: &mut PgConnection,
    account: AccountId,
    user: UserId,
    since: Option<Timestamp>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set deactivated_at = $3 where account_id = $1 and id = $2", account.0, user.0, since.map(Timestamp::utc))
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts the admins who can sign in: they have a password and are not deactivated.
pub(crate) async fn admins(conn: &mut PgConnection, account: AccountId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from users
           where account_id = $1 and role = 'admin' and deactivated_at is null and password_hash is not null"#,
        account.0
    )
    .fetch_one(conn)
    .await
}

struct UserColumns {
    id: Uuid,
    name: String,
    email: String,
    role: String,
    may_author: bool,
    invited: bool,
    deactivated_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

impl TryFrom<UserColumns> for UserRow {
    type Error = sqlx::Error;

    fn try_from(row: UserColumns) -> Result<Self, sqlx::Error> {
        let standing = match (row.deactivated_at, row.invited) {
            (Some(_), _) => UserStatus::Deactivated,
            (None, true) => UserStatus::Invited,
            (None, false) => UserStatus::Active,
        };
        Ok(Self {
            id: UserId(row.id),
            name: row.name,
            email: row.email,
            role: row.role.parse().map_err(decode)?,
            may_author: row.may_author,
            standing,
            last_used_at: at(row.last_used_at),
        })
    }
}

/// Lists users by name, deactivated ones included, with the last use of their logins; with an id, that user alone.
pub(crate) async fn rows(conn: &mut PgConnection, account: AccountId, user: Option<UserId>) -> Result<Vec<UserRow>, sqlx::Error> {
    let rows = sqlx::query_as!(
        UserColumns,
        r#"select id, name, email, role, may_author, password_hash is null as "invited!", deactivated_at,
               (select max(last_used_at) from logins where logins.account_id = users.account_id and user_id = users.id) as last_used_at
           from users
           where account_id = $1 and ($2::uuid is null or id = $2)
           order by name collate alphabetical, id"#,
        account.0,
        user.map(|user| user.0)
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(UserRow::try_from).collect()
}

/// Finds a user by id, as [`rows`] lists them; none where there is none.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    Ok(rows(conn, account, Some(user)).await?.pop())
}

/// Lists id and name of every user, deactivated ones included, by name.
pub(crate) async fn people(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Person>, sqlx::Error> {
    let rows = sqlx::query!("select id, name from users where account_id = $1 order by name collate alphabetical, id", account.0)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| Person { id: UserId(row.id), name: row.name }).collect())
}

/// Lists the users who can be given sessions: everyone who is not deactivated.
pub(crate) async fn active(conn: &mut PgConnection, account: AccountId) -> Result<Vec<UserId>, sqlx::Error> {
    let ids =
        sqlx::query_scalar!("select id from users where account_id = $1 and deactivated_at is null", account.0).fetch_all(conn).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Reads id and name of a user, deactivated or not. Fails with `RowNotFound` where there is none.
pub(crate) async fn person(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<Person, sqlx::Error> {
    let row = sqlx::query!("select id, name from users where account_id = $1 and id = $2", account.0, user.0).fetch_one(conn).await?;
    Ok(Person { id: UserId(row.id), name: row.name })
}

/// Lists those who may write trees, by name: deactivated users may not.
pub(crate) async fn authors(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Person>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, name from users
         where account_id = $1 and deactivated_at is null and (may_author or role in ('manager', 'admin'))
         order by name collate alphabetical, id",
        account.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Person { id: UserId(row.id), name: row.name }).collect())
}
