//! Customers of the MSP, made on first use.

use app::backend::admin::ClientRow;
use resolutionflow::id::{AccountId, ClientId};
use resolutionflow::text::{ClientName, Key};
use sqlx::PgConnection;
use uuid::Uuid;

use super::words::Vector;

/// Returns the client of a name, however it is written, adding one if there is none. None for an empty name.
pub(crate) async fn ensure(conn: &mut PgConnection, account: AccountId, name: &ClientName) -> Result<Option<ClientId>, sqlx::Error> {
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(id) = find(conn, account, name).await? {
        return Ok(Some(id));
    }
    sqlx::query!(
        "insert into clients (account_id, id, name, same_key) values ($1, $2, $3, $4) on conflict do nothing",
        account.0,
        Uuid::now_v7(),
        name.as_str(),
        Key::of(name.as_str()).to_string()
    )
    .execute(&mut *conn)
    .await?;
    // The row is this transaction's, or that of one that was faster.
    find(conn, account, name).await
}

/// Adds clients, in one statement. Violates `clients_same_key` where one has the name already.
pub(crate) async fn insert_all(conn: &mut PgConnection, account: AccountId, clients: &[(ClientId, ClientName)]) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = clients.iter().map(|(id, _)| id.0).collect();
    let names: Vec<String> = clients.iter().map(|(_, name)| name.as_str().to_owned()).collect();
    let keys: Vec<String> = names.iter().map(|name| Key::of(name).to_string()).collect();
    sqlx::query!(
        "insert into clients (account_id, id, name, same_key)
         select $1, id, name, same_key from unnest($2::uuid[], $3::text[], $4::text[]) as client (id, name, same_key)",
        account.0,
        &ids,
        &names,
        &keys
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds the client of a name, however it is written; none where there is none. One that has no key yet is found as the version before
/// finds it, in whatever case.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, name: &ClientName) -> Result<Option<ClientId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select id from clients
           where account_id = $1
             and (same_key = $2 or (same_key is null and name_key = lower($3::text collate "und-x-icu") collate "C"))
           order by same_key nulls last
           limit 1"#,
        account.0,
        Key::of(name.as_str()).to_string(),
        name.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(ClientId))
}

/// Lists names of clients to suggest, in alphabetical order, at most `limit`.
pub(crate) async fn names(conn: &mut PgConnection, account: AccountId, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from clients where account_id = $1 order by name collate alphabetical, id limit $2", account.0, limit)
        .fetch_all(conn)
        .await
}

/// Reads a client, with the start of its last session; none where there is no such client.
pub(crate) async fn row(conn: &mut PgConnection, account: AccountId, id: ClientId) -> Result<Option<ClientRow>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, name, (select max(started_at) from sessions where account_id = $1 and client_id = $2) as last_session_at
         from clients where account_id = $1 and id = $2",
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| ClientRow { id: ClientId(row.id), name: row.name, last_session_at: super::at(row.last_session_at) }))
}

/// Reads clients whose names hold a text, however it is written, by name, at most `limit`: from the first, or those that come after the client
/// `after`.
pub(crate) async fn rows(
    conn: &mut PgConnection,
    account: AccountId,
    text: &str,
    after: Option<ClientId>,
    limit: i64,
) -> Result<Vec<ClientRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, name,
               (select max(started_at) from sessions where sessions.account_id = clients.account_id and client_id = clients.id)
                   as last_session_at
           from clients
           where account_id = $1
             and ($2 = '' or strpos(coalesce(same_key, name_key), $2) > 0)
             and ($3::uuid is null
                 or (name collate alphabetical, id) > (select name collate alphabetical, id from clients where account_id = $1 and id = $3))
           order by name collate alphabetical, id
           limit $4"#,
        account.0,
        Key::of(text).to_string(),
        after.map(|after| after.0),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ClientRow { id: ClientId(row.id), name: row.name, last_session_at: super::at(row.last_session_at) })
        .collect())
}

/// Locks a client until the transaction ends, and returns its name; none where there is no such client.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, id: ClientId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from clients where account_id = $1 and id = $2 for update", account.0, id.0).fetch_optional(conn).await
}

/// Renames a client; `clients_same_key` is violated where another one has the name. Its sessions are found by either name.
pub(crate) async fn rename(conn: &mut PgConnection, account: AccountId, id: ClientId, name: &ClientName) -> Result<(), sqlx::Error> {
    sqlx::query!("update clients set name = $3 where account_id = $1 and id = $2", account.0, id.0, name.as_str())
        .execute(&mut *conn)
        .await?;
    // On its own: another name leaves the old one's key.
    set_key(conn, account, id, &Key::of(name.as_str())).await?;
    sqlx::query!(
        "update sessions set search = search || $3::text::tsvector where account_id = $1 and client_id = $2",
        account.0,
        id.0,
        Vector::of(name.as_str()).into_text()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the key by which a client's name is the same as another one.
async fn set_key(conn: &mut PgConnection, account: AccountId, id: ClientId, key: &Key) -> Result<(), sqlx::Error> {
    set_keys(conn, account, [(id, key.clone())]).await
}

/// Sets keys of clients, in one statement. Violates `clients_same_key` where another one has the key.
pub(crate) async fn set_keys(
    conn: &mut PgConnection,
    account: AccountId,
    keys: impl IntoIterator<Item = (ClientId, Key)>,
) -> Result<(), sqlx::Error> {
    let (ids, keys): (Vec<Uuid>, Vec<String>) = keys.into_iter().map(|(id, key)| (id.0, key.to_string())).unzip();
    sqlx::query!(
        "update clients set same_key = given.same_key
         from unnest($2::uuid[], $3::text[]) as given (id, same_key)
         where account_id = $1 and clients.id = given.id",
        account.0,
        &ids,
        &keys
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Client as stored.
pub(crate) struct Client {
    pub id: ClientId,
    pub name: String,
    /// True if its name has a key.
    pub has_key: bool,
}

/// Lists every client, the oldest first.
pub(crate) async fn all(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Client>, sqlx::Error> {
    // Ids begin with the time at which they were made.
    let rows =
        sqlx::query!(r#"select id, name, same_key is not null as "has_key!" from clients where account_id = $1 order by id"#, account.0)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|row| Client { id: ClientId(row.id), name: row.name, has_key: row.has_key }).collect())
}

/// Moves a client's sessions to another one, whose `name` they are then found by, too, and deletes the first. Returns the number of
/// sessions. The caller has locked both.
pub(crate) async fn merge(
    conn: &mut PgConnection,
    account: AccountId,
    from: ClientId,
    into: ClientId,
    name: &str,
) -> Result<u64, sqlx::Error> {
    let moved = sqlx::query!(
        "update sessions set client_id = $3, search = search || $4::text::tsvector where account_id = $1 and client_id = $2",
        account.0,
        from.0,
        into.0,
        Vector::of(name).into_text()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from clients where account_id = $1 and id = $2", account.0, from.0).execute(conn).await?;
    Ok(moved.rows_affected())
}
