//! Categories of an account's trees, under the account's names for them.

use app::backend::admin::CategoryRow;
use resolutionflow::id::AccountId;
use resolutionflow::text::{Key, Name};
use sqlx::PgConnection;

/// Returns the account's name for a category that a document names, however it is written. A new category is added under the document's
/// word.
pub(crate) async fn ensure(conn: &mut PgConnection, account: AccountId, word: &str) -> Result<String, sqlx::Error> {
    if let Some(name) = find(conn, account, word).await? {
        return Ok(name);
    }
    sqlx::query!(
        r#"insert into categories (account_id, key, name, same_key) values ($1, lower($2::text collate "und-x-icu"), $2, $3)
           on conflict do nothing"#,
        account.0,
        word,
        Key::of(word).to_string()
    )
    .execute(&mut *conn)
    .await?;
    // The row is this transaction's, or that of one that was faster.
    find(conn, account, word).await?.ok_or(sqlx::Error::RowNotFound)
}

/// Finds the account's name for a category, however it is written; none where there is none. One that has no key yet is found as the
/// version before finds it, in whatever case.
pub(crate) async fn find(conn: &mut PgConnection, account: AccountId, word: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select name from categories
           where account_id = $1 and (same_key = $2 or key = lower($3::text collate "und-x-icu") collate "C")
           order by same_key = $2 desc nulls last
           limit 1"#,
        account.0,
        Key::of(word).to_string(),
        word
    )
    .fetch_optional(conn)
    .await
}

/// Lists the categories that have a tree, with the number of their trees, archived ones included, by name.
pub(crate) async fn rows(conn: &mut PgConnection, account: AccountId) -> Result<Vec<CategoryRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select category as name, count(*)::int4 as "trees!" from trees where account_id = $1
           group by category order by category collate alphabetical"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| CategoryRow { name: row.name, trees: super::positive(row.trees) }).collect())
}

/// Finds the category that has a tree and this name, however it is written: its name as the account has it. None where there is none.
pub(crate) async fn named(conn: &mut PgConnection, account: AccountId, name: &Name) -> Result<Option<String>, sqlx::Error> {
    let key = Key::of(name.as_str());
    Ok(rows(conn, account).await?.into_iter().map(|row| row.name).find(|name| Key::of(name) == key))
}

/// Finds a word by which documents name the category of exactly this name; none where there is no such category.
pub(crate) async fn word(conn: &mut PgConnection, account: AccountId, name: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select key from categories where account_id = $1 and name = $2 order by key limit 1", account.0, name)
        .fetch_optional(conn)
        .await
}

/// Renames the category of exactly this name, in its trees and for what is published later; a name that another category has, however it
/// is written, merges the two under that one's. Returns the name that it has then and its number of trees, 0 where no tree was in it.
pub(crate) async fn rename(conn: &mut PgConnection, account: AccountId, from: &str, to: &str) -> Result<(String, u64), sqlx::Error> {
    let name = if Key::of(from) == Key::of(to) { to.to_owned() } else { ensure(conn, account, to).await? };
    let trees = call(conn, account, from, &name).await?;
    Ok((name, trees))
}

/// Gives every category and tree of one name another one. Returns the number of trees.
pub(crate) async fn call(conn: &mut PgConnection, account: AccountId, from: &str, to: &str) -> Result<u64, sqlx::Error> {
    sqlx::query!("update categories set name = $3 where account_id = $1 and name = $2", account.0, from, to).execute(&mut *conn).await?;
    let done =
        sqlx::query!("update trees set category = $3 where account_id = $1 and category = $2", account.0, from, to).execute(conn).await?;
    Ok(done.rows_affected())
}

/// Category as stored.
pub(crate) struct Category {
    /// What documents call it, in lower case.
    pub word: String,
    /// What the account calls it.
    pub name: String,
    /// True if it has a key.
    pub has_key: bool,
}

/// Lists every category, those that have a key first, then those with the most trees.
pub(crate) async fn all(conn: &mut PgConnection, account: AccountId) -> Result<Vec<Category>, sqlx::Error> {
    sqlx::query_as!(
        Category,
        r#"select key as word, name, same_key is not null as "has_key!"
           from categories
           where account_id = $1
           order by same_key is null,
               (select count(*) from trees where trees.account_id = categories.account_id and category = categories.name) desc, key"#,
        account.0
    )
    .fetch_all(conn)
    .await
}

/// Sets the key by which a document's word is the same as another one.
pub(crate) async fn set_key(conn: &mut PgConnection, account: AccountId, word: &str, key: &Key) -> Result<(), sqlx::Error> {
    sqlx::query!("update categories set same_key = $3 where account_id = $1 and key = $2", account.0, word, key.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
