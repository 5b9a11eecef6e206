//! Walks that authors keep as tests: of a tree or, until that is published, of its draft.

use app::backend::views::previews::KeptTest;
use resolutionflow::id::{AccountId, DraftId, TreeId, UserId, WalkTestId};
use resolutionflow::session::{Fingerprint, Receipt};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::WalkTest;
use sqlx::PgConnection;

use super::decode;

/// Draft whose tests are meant, with its tree if it has one: those of both.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of {
    pub draft: DraftId,
    pub tree: Option<TreeId>,
}

/// Lists the tests of a draft and of its tree, in the order in which they were kept.
pub(crate) async fn list(conn: &mut PgConnection, account: AccountId, of: Of) -> Result<Vec<(KeptTest, WalkTest)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select test.id, test.name, walk::text as "walk!", kept_at, users.name as kept_by, test.tree_id is null as "is_of_draft!"
           from walk_tests test
           join users on users.account_id = test.account_id and users.id = kept_by
           where test.account_id = $1 and (test.draft_id = $2 or test.tree_id = $3)
           order by kept_at, test.id"#,
        account.0,
        of.draft.0,
        of.tree.map(|tree| tree.0)
    )
    .fetch_all(conn)
    .await?;
    let tests = rows.into_iter().map(|row| {
        let kept = KeptTest {
            id: WalkTestId(row.id),
            name: row.name,
            kept_at: Timestamp::from_utc(row.kept_at),
            kept_by: row.kept_by,
            is_of_draft: row.is_of_draft,
        };
        Ok((kept, serde_json::from_str(&row.walk).map_err(decode)?))
    });
    tests.collect()
}

/// Lists names and walks of the tests of the tree with a key, in the order in which they were kept.
pub(crate) async fn of_key(conn: &mut PgConnection, account: AccountId, key: &str) -> Result<Vec<(String, WalkTest)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select test.name, walk::text as "walk!" from walk_tests test
           join trees on trees.account_id = test.account_id and trees.id = test.tree_id
           where test.account_id = $1 and trees.key = $2
           order by kept_at, test.id"#,
        account.0,
        key
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| Ok((row.name, serde_json::from_str(&row.walk).map_err(decode)?))).collect()
}

/// Keys of the trees that have tests and are in the library, in their order.
pub(crate) async fn keys(conn: &mut PgConnection, account: AccountId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select key from trees where account_id = $1 and archived_at is null
             and exists (select from walk_tests test where test.account_id = $1 and test.tree_id = trees.id)
         order by key",
        account.0
    )
    .fetch_all(conn)
    .await
}

/// Counts the tests of a draft and of its tree.
pub(crate) async fn count(conn: &mut PgConnection, account: AccountId, of: Of) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from walk_tests where account_id = $1 and (draft_id = $2 or tree_id = $3)"#,
        account.0,
        of.draft.0,
        of.tree.map(|tree| tree.0)
    )
    .fetch_one(conn)
    .await
}

/// Finds the receipt of the form that kept a test; none where none has the id.
pub(crate) async fn receipt(conn: &mut PgConnection, account: AccountId, id: WalkTestId) -> Result<Option<Receipt>, sqlx::Error> {
    let row = sqlx::query!("select fingerprint, kept_by from walk_tests where account_id = $1 and id = $2", account.0, id.0)
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        let fingerprint = Fingerprint(row.fingerprint.as_slice().try_into().map_err(decode)?);
        Ok(Receipt { fingerprint, by: UserId(row.kept_by) })
    })
    .transpose()
}

/// Keeps a test of a draft. Violates `walk_tests_pkey` where another one has the id.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    draft: DraftId,
    (id, receipt): (WalkTestId, Receipt),
    (name, walk): (&str, &str),
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into walk_tests (account_id, id, fingerprint, draft_id, name, walk, kept_at, kept_by)
         values ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8)",
        account.0,
        id.0,
        receipt.fingerprint.0.as_slice(),
        draft.0,
        name,
        walk,
        now.utc(),
        receipt.by.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a test of a draft or of its tree another name; false where they have no such test.
pub(crate) async fn rename(conn: &mut PgConnection, account: AccountId, of: Of, id: WalkTestId, name: &str) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update walk_tests set name = $5 where account_id = $1 and id = $2 and (draft_id = $3 or tree_id = $4)",
        account.0,
        id.0,
        of.draft.0,
        of.tree.map(|tree| tree.0),
        name
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes a test of a draft or of its tree; false where they have no such test.
pub(crate) async fn delete(conn: &mut PgConnection, account: AccountId, of: Of, id: WalkTestId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from walk_tests where account_id = $1 and id = $2 and (draft_id = $3 or tree_id = $4)",
        account.0,
        id.0,
        of.draft.0,
        of.tree.map(|tree| tree.0)
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives the tests of a draft to the tree that it was published as.
pub(crate) async fn publish(conn: &mut PgConnection, account: AccountId, draft: DraftId, tree: TreeId) -> Result<(), sqlx::Error> {
    sqlx::query!("update walk_tests set tree_id = $3, draft_id = null where account_id = $1 and draft_id = $2", account.0, draft.0, tree.0)
        .execute(conn)
        .await?;
    Ok(())
}
