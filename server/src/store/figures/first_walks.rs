//! The first walks of each tree.

use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::insights::FIRST_WALKS;
use resolutionflow::time::Seconds;
use sqlx::PgConnection;
use sqlx::types::chrono::NaiveDate;

use super::generations::Counted;

/// Reads the first 30 solved walks of every tree: the day on which each ended, and its active time. A few entries of an index a tree.
pub(crate) async fn of_trees(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
) -> Result<Vec<(TreeId, NaiveDate, Seconds)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select trees.id as tree_id, ended_on, active_seconds
         from trees
         cross join lateral (
             select ended_on, active_seconds from walks
             where account_id = $1 and generation = $2 and tree_id = trees.id and outcome in ('resolved', 'workaround')
             order by ended_on, completed_at, session_id
             limit $3
         ) as first
         where trees.account_id = $1",
        account.0,
        counted.generation,
        FIRST_WALKS
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (TreeId(row.tree_id), row.ended_on, Seconds(row.active_seconds.unsigned_abs()))).collect())
}
