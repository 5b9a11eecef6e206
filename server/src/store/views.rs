//! Views of the history that people saved under a name.

use app::backend::history::SavedView;
use resolutionflow::id::{AccountId, UserId, ViewId};
use resolutionflow::text::Key;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;

/// Saved view of the history, as stored: the name, and the address's query with filters, order and columns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct View {
    pub owner: UserId,
    pub name: String,
    pub query: String,
    pub shared: bool,
}

/// Lists the views that a user sees, their own and those that others share, their own first, by name.
pub(crate) async fn of_user(conn: &mut PgConnection, account: AccountId, user: UserId) -> Result<Vec<SavedView>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select saved_views.id, saved_views.name, query, shared, owner_id = $2 as "mine!", users.name as owner
           from saved_views
           join users on users.account_id = saved_views.account_id and users.id = owner_id
           where saved_views.account_id = $1 and (owner_id = $2 or shared)
           order by owner_id = $2 desc, saved_views.name collate alphabetical, saved_views.id"#,
        account.0,
        user.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SavedView { id: ViewId(row.id), name: row.name, query: row.query, shared: row.shared, mine: row.mine, owner: row.owner })
        .collect())
}

/// Locks a view until the transaction ends, and returns it; none where there is none. The caller checks its owner.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, id: ViewId) -> Result<Option<View>, sqlx::Error> {
    let row =
        sqlx::query!("select owner_id, name, query, shared from saved_views where account_id = $1 and id = $2 for update", account.0, id.0)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|row| View { owner: UserId(row.owner_id), name: row.name, query: row.query, shared: row.shared }))
}

/// Counts a user's views, and locks the user, who saves no other one until the transaction ends.
pub(crate) async fn count(conn: &mut PgConnection, account: AccountId, owner: UserId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("select id from users where account_id = $1 and id = $2 for no key update", account.0, owner.0)
        .fetch_one(&mut *conn)
        .await?;
    sqlx::query_scalar!(r#"select count(*) as "count!" from saved_views where account_id = $1 and owner_id = $2"#, account.0, owner.0)
        .fetch_one(conn)
        .await
}

/// Adds a view. Violates `saved_views_same_key` where its owner has another one of that name.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    id: ViewId,
    view: &View,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into saved_views (account_id, id, owner_id, name, query, shared, created_at, same_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        account.0,
        id.0,
        view.owner.0,
        view.name,
        view.query,
        view.shared,
        now.utc(),
        Key::of(&view.name).to_string()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces name, query and sharing of a view. Violates `saved_views_same_key` where its owner has another one of that name.
pub(crate) async fn update(conn: &mut PgConnection, account: AccountId, id: ViewId, view: &View) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update saved_views set name = $3, query = $4, shared = $5 where account_id = $1 and id = $2",
        account.0,
        id.0,
        view.name,
        view.query,
        view.shared
    )
    .execute(&mut *conn)
    .await?;
    // On its own: another name leaves the old one's key.
    set_key(conn, account, id, &Key::of(&view.name)).await
}

/// Sets the key by which a view's name is the same as another one of its owner's.
pub(crate) async fn set_key(conn: &mut PgConnection, account: AccountId, id: ViewId, key: &Key) -> Result<(), sqlx::Error> {
    sqlx::query!("update saved_views set same_key = $3 where account_id = $1 and id = $2", account.0, id.0, key.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Lists the views that have no key yet, the oldest first.
pub(crate) async fn without_key(conn: &mut PgConnection, account: AccountId) -> Result<Vec<(ViewId, View)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, owner_id, name, query, shared from saved_views where account_id = $1 and same_key is null order by created_at, id",
        account.0
    )
    .fetch_all(conn)
    .await?;
    let view = |owner, name, query, shared| View { owner: UserId(owner), name, query, shared };
    Ok(rows.into_iter().map(|row| (ViewId(row.id), view(row.owner_id, row.name, row.query, row.shared))).collect())
}

/// Finds the view of a user that has a key; none where there is none.
pub(crate) async fn of_key(conn: &mut PgConnection, account: AccountId, owner: UserId, key: &Key) -> Result<Option<ViewId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select id from saved_views where account_id = $1 and owner_id = $2 and same_key = $3",
        account.0,
        owner.0,
        key.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(ViewId))
}

/// Shares a view, whatever else it is.
pub(crate) async fn share(conn: &mut PgConnection, account: AccountId, id: ViewId) -> Result<(), sqlx::Error> {
    sqlx::query!("update saved_views set shared = true where account_id = $1 and id = $2", account.0, id.0).execute(conn).await?;
    Ok(())
}

/// Deletes a view.
pub(crate) async fn delete(conn: &mut PgConnection, account: AccountId, id: ViewId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from saved_views where account_id = $1 and id = $2", account.0, id.0).execute(conn).await?;
    Ok(())
}
