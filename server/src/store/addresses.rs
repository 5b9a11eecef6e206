//! Keys of the addresses with which people sign in. Outside tenancy: an address belongs to one user of the installation.

use app::backend::admin::{Address, SameAddresses};
use app::backend::views::Person;
use resolutionflow::id::{AccountId, UserId};
use resolutionflow::text::Key;
use sqlx::PgConnection;

/// Lists the addresses of an account that have no key yet, nor a contested one, those of the oldest users first.
pub(crate) async fn without_key(conn: &mut PgConnection, account: AccountId) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select user_id, email from login_emails
         where account_id = $1 and same_key is null and contested_key is null
         order by user_id",
        account.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (UserId(row.user_id), row.email)).collect())
}

/// Gives an address its key, or where another user has the key, the older of the two: the newer one's is contested from then on. Returns the
/// address that is contested, if one is.
pub(crate) async fn set_key(conn: &mut PgConnection, user: UserId, email: &str, key: &Key) -> Result<Option<String>, sqlx::Error> {
    let holder = sqlx::query!("select user_id, email from login_emails where same_key = $1 for update", key.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    // Ids begin with the time at which they were made.
    let newer = match holder {
        None => None,
        Some(holder) if holder.user_id < user.0 => Some(email.to_owned()),
        Some(holder) => Some(holder.email),
    };
    if let Some(newer) = &newer {
        sqlx::query!("update login_emails set same_key = null, contested_key = $2 where email = $1", newer, key.as_str())
            .execute(&mut *conn)
            .await?;
    }
    if newer.as_deref() != Some(email) {
        sqlx::query!("update login_emails set same_key = $2 where email = $1", email, key.as_str()).execute(conn).await?;
    }
    Ok(newer)
}

/// Gives the key of a deactivated user's address to the oldest user whose address is the same, and with it the first one's spelling; does
/// nothing where nobody's is.
pub(crate) async fn pass_key_on(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<(), sqlx::Error> {
    let next = sqlx::query!(
        r#"select heir.email, heir.contested_key as "key!", holder.email as holder
           from login_emails holder
           join login_emails heir on heir.contested_key = holder.same_key
           where holder.account_id = $1 and holder.user_id = $2
           order by heir.user_id
           limit 1
           for update"#,
        account.0,
        user.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(next) = next else { return Ok(()) };
    sqlx::query!("update login_emails set same_key = null, contested_key = $2, gave_way = true where email = $1", next.holder, next.key)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update login_emails set same_key = $2, contested_key = null, gave_way = false where email = $1", next.email, next.key)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets a user who was reactivated sign in with the exact spelling of their address again.
pub(crate) async fn take_spelling_back(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("update login_emails set gave_way = false where account_id = $1 and user_id = $2 and gave_way", account.0, user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lists the pairs of addresses that are the same, of which one at least is the account's, and whose users there are not deactivated. An
/// address of another account is left out.
pub(crate) async fn same(conn: &mut PgConnection, account: AccountId) -> Result<Vec<SameAddresses>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select other.email as other_email, other_user.id as "other_id?", other_user.name as "other_name?",
               holder.email as holder_email, holder_user.id as "holder_id?", holder_user.name as "holder_name?"
           from login_emails other
           join login_emails holder on holder.same_key = other.contested_key
           left join users other_user on other_user.account_id = $1 and other.account_id = $1 and other_user.id = other.user_id
           left join users holder_user on holder_user.account_id = $1 and holder.account_id = $1 and holder_user.id = holder.user_id
           where (other.account_id = $1 or holder.account_id = $1)
             and other_user.deactivated_at is null and holder_user.deactivated_at is null
           order by coalesce(holder_user.name, other_user.name) collate alphabetical, other.email"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    let address = |email, id: Option<uuid::Uuid>, name: Option<String>| {
        id.zip(name).map(|(id, name)| Address { person: Person { id: UserId(id), name }, email })
    };
    Ok(rows
        .into_iter()
        .map(|row| SameAddresses {
            holder: address(row.holder_email, row.holder_id, row.holder_name),
            other: address(row.other_email, row.other_id, row.other_name),
        })
        .collect())
}
