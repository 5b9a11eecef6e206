//! What pages of Insights read beside the figures: open sessions, published versions and corrections.

use app::backend::views::insights::Open;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::session::VersionRef;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::NaiveDate;
use uuid::Uuid;

use super::figures::Days;
use super::positive;

fn ids(trees: Option<&[TreeId]>) -> Option<Vec<Uuid>> {
    trees.map(|trees| trees.iter().map(|tree| tree.0).collect())
}

/// Counts the sessions without an outcome, of some trees or of all.
pub(crate) async fn open(conn: &mut PgConnection, account: AccountId, trees: Option<&[TreeId]>) -> Result<Open, sqlx::Error> {
    let ids = ids(trees);
    sqlx::query_as!(
        Open,
        r#"select count(*) as "sessions!", count(open_visit_id) as "running!"
           from sessions
           where account_id = $1 and outcome is null and ($2::uuid[] is null or tree_id = any($2))"#,
        account.0,
        ids.as_deref()
    )
    .fetch_one(conn)
    .await
}

/// Lists the versions that were published from one instant to before another, the earliest first.
pub(crate) async fn published(
    conn: &mut PgConnection,
    account: AccountId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(VersionRef, Timestamp)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select tree_id, number, published_at
         from tree_versions
         where account_id = $1 and published_at >= $2 and published_at < $3
         order by published_at, tree_id, number",
        account.0,
        from.utc(),
        to.utc()
    )
    .fetch_all(conn)
    .await?;
    let version = |tree: Uuid, number: i32| VersionRef { tree_id: TreeId(tree), number: positive(number) };
    Ok(rows.into_iter().map(|row| (version(row.tree_id, row.number), Timestamp::from_utc(row.published_at))).collect())
}

/// Counts, by local day, the walks whose outcome was corrected since an instant, of some trees or of all. Corrections are few: the search
/// begins with them.
pub(crate) async fn corrected(
    conn: &mut PgConnection,
    account: AccountId,
    generation: i32,
    trees: Option<&[TreeId]>,
    days: Days,
    since: Timestamp,
) -> Result<Vec<(NaiveDate, i64)>, sqlx::Error> {
    let ids = ids(trees);
    let rows = sqlx::query!(
        r#"with corrections as materialized (
               select distinct subject_id from audit where account_id = $1 and action = 'correct_outcome' and at >= $5
           )
           select walks.ended_on, count(*) as "walks!"
           from corrections
           join walks on walks.account_id = $1 and walks.generation = $2 and walks.session_id = corrections.subject_id
           where walks.ended_on between $3 and $4 and ($6::uuid[] is null or walks.tree_id = any($6))
           group by walks.ended_on"#,
        account.0,
        generation,
        days.from,
        days.to,
        since.utc(),
        ids.as_deref()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.ended_on, row.walks)).collect())
}
