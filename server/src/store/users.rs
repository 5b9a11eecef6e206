//! The people of an account.

use app::backend::views::Person;
use resolutionflow::access::Role;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::text::{Email, Name};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

/// Whose address it is. Addresses stand outside tenancy: they are known before the account is.
pub(crate) async fn by_email(conn: &mut PgConnection, email: &Email) -> Result<Option<(AccountId, UserId)>, sqlx::Error> {
    let found = sqlx::query!("select account_id, user_id from login_emails where email = $1", email.as_str()).fetch_optional(conn).await?;
    Ok(found.map(|found| (AccountId(found.account_id), UserId(found.user_id))))
}

/// The hash of a user's password.
pub(crate) async fn password_hash(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select password_hash from users where account_id = $1 and id = $2", account.0, user.0).fetch_optional(conn).await
}

/// A user about to be added.
pub(crate) struct NewUser<'a> {
    pub id: UserId,
    pub email: &'a Email,
    pub name: &'a Name,
    pub role: Role,
    pub password_hash: &'a str,
}

/// Adds a user; `login_emails_pkey` is violated where the address belongs to somebody else.
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
    sqlx::query!("insert into login_emails (email, account_id, user_id) values ($1, $2, $3)", user.email.as_str(), account.0, user.id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Changes a user's password.
pub(crate) async fn set_password(conn: &mut PgConnection, account: AccountId, user: UserId, hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set password_hash = $3 where account_id = $1 and id = $2", account.0, user.0, hash).execute(conn).await?;
    Ok(())
}

/// Everyone, by name.
pub(crate) async fn people(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Person>, sqlx::Error> {
    let rows = sqlx::query!("select id, name from users where account_id = $1 order by name, id", account.0).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| Person { id: UserId(row.id), name: row.name }).collect())
}

/// One of them.
pub(crate) async fn person(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<Person, sqlx::Error> {
    let row = sqlx::query!("select id, name from users where account_id = $1 and id = $2", account.0, user.0).fetch_one(conn).await?;
    Ok(Person { id: UserId(row.id), name: row.name })
}
