//! Customers of the MSP, made on first use.

use resolutionflow::id::{AccountId, ClientId};
use resolutionflow::text::ClientName;
use sqlx::PgConnection;
use uuid::Uuid;

/// The client of that name, whatever its case; made if there is none. None for an empty name.
pub(crate) async fn ensure(conn: &mut PgConnection, account: AccountId, name: &ClientName) -> Result<Option<ClientId>, sqlx::Error> {
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(id) = find(conn, account, name).await? {
        return Ok(Some(id));
    }
    sqlx::query!(
        "insert into clients (account_id, id, name) values ($1, $2, $3)
         on conflict on constraint clients_name_key do nothing",
        account.0,
        Uuid::now_v7(),
        name.as_str()
    )
    .execute(&mut *conn)
    .await?;
    // Whoever inserted it, this transaction or one that was faster.
    find(conn, account, name).await
}

async fn find(conn: &mut PgConnection, account: AccountId, name: &ClientName) -> Result<Option<ClientId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select id from clients where account_id = $1 and name_key = lower($2::text collate "und-x-icu") collate "C""#,
        account.0,
        name.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(ClientId))
}

/// Names to suggest, by name; at most `limit`.
pub(crate) async fn names(conn: &mut PgConnection, account: AccountId, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select name from clients where account_id = $1 order by name_key collate \"und-x-icu\", id limit $2",
        account.0,
        limit
    )
    .fetch_all(conn)
    .await
}
