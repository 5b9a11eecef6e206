//! Categories of an account's trees, under the account's names for them.

use app::backend::admin::CategoryRow;
use resolutionflow::id::AccountId;
use sqlx::PgConnection;

/// Returns the account's name for a category that a document names; case does not matter. A new category is added under the document's
/// word.
pub(crate) async fn ensure(conn: &mut PgConnection, account: AccountId, word: &str) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into categories (account_id, key, name) values ($1, lower($2::text collate "und-x-icu"), $2)
           on conflict on constraint categories_pkey do update set name = categories.name
           returning name"#,
        account.0,
        word
    )
    .fetch_one(conn)
    .await
}

/// Lists the categories that have a tree, with the number of their trees, archived ones included, by name.
pub(crate) async fn rows(conn: &mut PgConnection, account: AccountId) -> Result<Vec<CategoryRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select category as name, count(*)::int4 as "trees!" from trees where account_id = $1
           group by category order by lower(category), category"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| CategoryRow { name: row.name, trees: super::positive(row.trees) }).collect())
}

/// Renames a category, in its trees and for what is published later; a name that another category has, in whatever case, merges the two
/// under that one's. Returns the name that it has then and its number of trees, 0 where no tree was in it.
pub(crate) async fn rename(conn: &mut PgConnection, account: AccountId, from: &str, to: &str) -> Result<(String, u64), sqlx::Error> {
    let same =
        sqlx::query_scalar!(r#"select lower($1::text collate "und-x-icu") = lower($2::text collate "und-x-icu") as "same!""#, from, to)
            .fetch_one(&mut *conn)
            .await?;
    let name = if same { to.to_owned() } else { ensure(conn, account, to).await? };
    sqlx::query!("update categories set name = $3 where account_id = $1 and name = $2", account.0, from, name).execute(&mut *conn).await?;
    let done =
        sqlx::query!("update trees set category = $3 where account_id = $1 and category = $2", account.0, from, name).execute(conn).await?;
    Ok((name, done.rows_affected()))
}
