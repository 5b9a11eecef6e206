//! Everything that is stored of a generation, to be compared with what its sessions give.

use resolutionflow::id::{AccountId, SessionId, TreeId};
use resolutionflow::stats::{DayKey, Group, MonthKey, NodeFigures, NodeKey, Rollup, SessionFigures, Walk};
use sqlx::PgConnection;

use super::generations::Counted;
use super::row::{Marks, walk_row};
use crate::store::{decode, positive};

/// Lets a transaction see the database as it is now until it ends. Before anything else is read in it.
pub(crate) async fn snapshot(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("set transaction isolation level repeatable read, read only").execute(conn).await?;
    Ok(())
}

/// Walk as it is stored.
pub(crate) struct Stored {
    pub walk: Walk,
    /// True if the columns that the history finds it by are those of its steps.
    pub is_found: bool,
}

/// Reads walks in the order of their sessions' ids: those after `after`, up to `last`, or to the end.
pub(crate) async fn walks(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    after: Option<SessionId>,
    last: Option<SessionId>,
) -> Result<Vec<Stored>, sqlx::Error> {
    let rows = sqlx::query!(
        "select session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on, total_seconds,
             active_seconds, parked_seconds, flags, steps, ending, exit_node, visited, chosen, interrupted, path
         from walks
         where account_id = $1 and generation = $2 and ($3::uuid is null or session_id > $3) and ($4::uuid is null or session_id <= $4)
         order by session_id",
        account.0,
        counted.generation,
        after.map(|after| after.0),
        last.map(|last| last.0)
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let walk = Walk::try_from(walk_row!(row))?;
            let marks = Marks::of(&walk);
            let lists = [(marks.visited, row.visited), (marks.chosen, row.chosen), (marks.interrupted, row.interrupted)];
            let is_found = (marks.ending, marks.exit_node, Some(marks.path)) == (row.ending.as_str(), row.exit_node, row.path)
                && lists.iter().all(|(ours, stored)| ours == stored);
            Ok(Stored { walk, is_found })
        })
        .collect()
}

/// Reads the sums as they are stored. An error where one is not in the form in which it is written.
pub(crate) async fn sums(conn: &mut PgConnection, account: AccountId, counted: &Counted) -> Result<Rollup, sqlx::Error> {
    let mut sums = Rollup::default();
    let days = sqlx::query!(
        "select tree_id, version_number, is_month, day, figures from flow_days where account_id = $1 and generation = $2",
        account.0,
        counted.generation
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in days {
        let key = DayKey { tree: TreeId(row.tree_id), version: positive(row.version_number), is_month: row.is_month, day: row.day };
        sums.days.insert(key, SessionFigures::decode(&row.figures).map_err(decode)?);
    }
    let months = sqlx::query!(
        "select tree_id, version_number, month, node, figures from flow_months where account_id = $1 and generation = $2",
        account.0,
        counted.generation
    )
    .fetch_all(conn)
    .await?;
    for row in months {
        let version = positive(row.version_number);
        let key = MonthKey { tree: TreeId(row.tree_id), version, month: row.month, node: NodeKey(row.node) };
        sums.months.insert(key, NodeFigures::decode(&row.figures).map_err(decode)?);
    }
    Ok(sums)
}

/// Adds what is not in the sums to them, and takes out what was retracted.
pub(crate) async fn add_unfolded(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    sums: &mut Rollup,
) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!(
        r#"select sign as "sign!", session_id as "session_id!", tree_id as "tree_id!", version_number as "version_number!",
               holder_id as "holder_id!", outcome as "outcome!", started_at as "started_at!", completed_at as "completed_at!",
               ended_on as "ended_on!", total_seconds as "total_seconds!", active_seconds as "active_seconds!",
               parked_seconds as "parked_seconds!", flags as "flags!", steps as "steps!"
           from unfolded_walks where account_id = $1 and generation = $2"#,
        account.0,
        counted.generation
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let walk = Walk::try_from(walk_row!(row))?;
        sums.add(&walk, row.sign.into());
    }
    Ok(())
}

/// Remembers that an account's newest generation is being compared with its sessions.
pub(crate) async fn comparing(conn: &mut PgConnection, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update figure_generations set compared_at = now()
         where account_id = $1 and number = (select max(number) from figure_generations where account_id = $1)",
        account.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Remembers that a generation was compared with its sessions.
pub(crate) async fn verified(conn: &mut PgConnection, account: AccountId, generation: i32) -> Result<(), sqlx::Error> {
    sqlx::query!("update figure_generations set verified_at = now() where account_id = $1 and number = $2", account.0, generation)
        .execute(conn)
        .await?;
    Ok(())
}
