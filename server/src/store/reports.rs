//! Problems with steps, as technicians reported them to the authors of a tree.

use app::backend::views::{Person, StepReport, TreeName};
use resolutionflow::id::{AccountId, CommandId, SessionId, TreeId, UserId};
use resolutionflow::session::Session;
use resolutionflow::text::Problem;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::NodeId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{integer, positive};

/// Problem that a technician reports about a step of a tree, to be stored.
pub(crate) struct Report<'a> {
    pub id: CommandId,
    pub node: &'a NodeId,
    pub problem: &'a Problem,
    pub by: UserId,
}

/// Stores a report on a step of the version that the session walks. Violates `step_reports_pkey` where the command's id was used for
/// another report.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    session: &Session,
    report: &Report<'_>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into step_reports (account_id, id, session_id, tree_id, version_number, node_id, problem, reported_by, reported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        account.0,
        report.id.0,
        session.id.0,
        session.version.tree_id.0,
        integer(session.version.number),
        report.node.0,
        report.problem.as_str(),
        report.by.0,
        now.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lists the reports on a tree, in whatever version, that nobody has settled yet, oldest first, at most `limit`.
pub(crate) async fn unsettled(
    conn: &mut PgConnection,
    account: AccountId,
    tree: TreeId,
    limit: i64,
) -> Result<Vec<StepReport>, sqlx::Error> {
    let rows = sqlx::query!(
        "select step_reports.id, session_id, version_number, node_id, problem, reported_at, reported_by, users.name
         from step_reports
         join users on users.account_id = step_reports.account_id and users.id = step_reports.reported_by
         where step_reports.account_id = $1 and tree_id = $2 and settled_at is null
         order by reported_at, step_reports.id
         limit $3",
        account.0,
        tree.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    let reports = rows.into_iter().map(|row| StepReport {
        id: CommandId(row.id),
        session: SessionId(row.session_id),
        version: positive(row.version_number),
        node: NodeId(row.node_id),
        problem: row.problem,
        by: Person { id: UserId(row.reported_by), name: row.name },
        at: Timestamp::from_utc(row.reported_at),
    });
    Ok(reports.collect())
}

/// Counts the reports that nobody has settled yet, by tree, in the order of the trees' names, at most 100 trees.
pub(crate) async fn by_tree(conn: &mut PgConnection, account: AccountId) -> Result<Vec<(TreeName, u32)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select trees.key, trees.name, open.count as "count!"
           from (
               select tree_id, count(*)::int4 as count from step_reports where account_id = $1 and settled_at is null group by tree_id
           ) open
           join trees on trees.account_id = $1 and trees.id = open.tree_id
           order by trees.name collate alphabetical, trees.key
           limit 100"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (TreeName { key: row.key, name: row.name }, positive(row.count))).collect())
}

/// Marks a report as settled by a user, and returns id and key of its tree; none if there is no such report. Doing it again changes
/// nothing.
pub(crate) async fn settle(
    conn: &mut PgConnection,
    account: AccountId,
    id: CommandId,
    by: Option<UserId>,
    now: Timestamp,
) -> Result<Option<(TreeId, String)>, sqlx::Error> {
    let tree: Option<Uuid> = sqlx::query_scalar!(
        "update step_reports set settled_at = coalesce(settled_at, $3), settled_by = coalesce(settled_by, $4)
         where account_id = $1 and id = $2
         returning tree_id",
        account.0,
        id.0,
        now.utc(),
        by.map(|by| by.0)
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(tree) = tree else { return Ok(None) };
    let key = sqlx::query_scalar!("select key from trees where account_id = $1 and id = $2", account.0, tree).fetch_one(conn).await?;
    Ok(Some((TreeId(tree), key)))
}
