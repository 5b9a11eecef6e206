//! Time budgets of trees and their steps.

use app::backend::views::SetBudget;
use resolutionflow::budget::{Budget, Target};
use resolutionflow::decision::{ClockSource, DecisionRecord};
use resolutionflow::id::{AccountId, SessionId, TreeId, UserId, VisitId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Facts, OutputSizes, Phase, Session, VersionRef, Visit};
use resolutionflow::text::Note;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{CommandValues, NodeId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::figures::Days;
use super::figures::generations::Counted;
use super::{decode, integer, positive};

struct BudgetRow {
    tree_id: Uuid,
    node_id: String,
    title: String,
    seconds: i32,
    clock: String,
    target: i16,
}

impl BudgetRow {
    fn budget(self) -> Result<(TreeId, SetBudget), sqlx::Error> {
        let budget = Budget {
            time: Seconds(positive(self.seconds).into()),
            clock: self.clock.parse().map_err(decode)?,
            target: Target::new(u8::try_from(self.target).unwrap_or(0)).map_err(decode)?,
        };
        let node = (!self.node_id.is_empty()).then_some(NodeId(self.node_id));
        Ok((TreeId(self.tree_id), SetBudget { node, title: self.title, budget }))
    }
}

/// Reads the budgets of a tree: that of its sessions first, then those of its steps by their titles.
pub(crate) async fn of_tree(conn: &mut PgConnection, account: AccountId, tree: TreeId) -> Result<Vec<SetBudget>, sqlx::Error> {
    let rows = sqlx::query_as!(
        BudgetRow,
        "select tree_id, node_id, title, seconds, clock, target from time_budgets
         where account_id = $1 and tree_id = $2 order by (node_id <> ''), title collate alphabetical, node_id",
        account.0,
        tree.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| Ok(row.budget()?.1)).collect()
}

/// Reads every budget of an account, in the order of [`of_tree`].
pub(crate) async fn all(conn: &mut PgConnection, account: AccountId) -> Result<Vec<(TreeId, SetBudget)>, sqlx::Error> {
    let rows = sqlx::query_as!(
        BudgetRow,
        "select tree_id, node_id, title, seconds, clock, target from time_budgets
         where account_id = $1 order by (node_id <> ''), title collate alphabetical, node_id",
        account.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(BudgetRow::budget).collect()
}

/// Sets the budget of a tree's sessions or of a step, in place of the one that it has.
pub(crate) async fn set(conn: &mut PgConnection, account: AccountId, tree: TreeId, set: &SetBudget) -> Result<(), sqlx::Error> {
    let Budget { time, clock, target } = set.budget;
    sqlx::query!(
        "insert into time_budgets (account_id, tree_id, node_id, title, seconds, clock, target) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint time_budgets_pkey do update
         set title = excluded.title, seconds = excluded.seconds, clock = excluded.clock, target = excluded.target",
        account.0,
        tree.0,
        set.node.as_ref().map_or("", |node| node.0.as_str()),
        set.title,
        integer(time.0),
        clock.as_str(),
        i16::from(target.percent())
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes the budget of a tree's sessions, or of a step.
pub(crate) async fn remove(conn: &mut PgConnection, account: AccountId, tree: TreeId, node: Option<&NodeId>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from time_budgets where account_id = $1 and tree_id = $2 and node_id = $3",
        account.0,
        tree.0,
        node.map_or("", |node| node.0.as_str())
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A session that is open, as of now.
pub(crate) struct OpenSession {
    pub version: VersionRef,
    pub started_at: Timestamp,
    pub total: Seconds,
    pub active: Seconds,
    /// The open step, if it is at one of the nodes that were asked for.
    pub step: Option<OpenStep>,
}

/// An open step, with the visits before its interruptions.
pub(crate) struct OpenStep {
    pub node: NodeId,
    pub elapsed: Seconds,
    pub active: Seconds,
}

/// Reads the open sessions of some trees, those that began first, at most so many, with what they have taken up to `now`.
pub(crate) async fn open(
    conn: &mut PgConnection,
    account: AccountId,
    trees: &[TreeId],
    nodes: &[NodeId],
    now: Timestamp,
    most: i64,
) -> Result<Vec<OpenSession>, sqlx::Error> {
    let trees: Vec<Uuid> = trees.iter().map(|tree| tree.0).collect();
    let nodes: Vec<String> = nodes.iter().map(|node| node.0.clone()).collect();
    let rows = sqlx::query!(
        r#"select id, tree_id, version_number, holder_id, started_at, total_seconds, active_seconds, open_entered_at, open_node_id,
               open_idle_seconds,
               case when open_node_id = any($3) and open_detour is null then
                   case when pg_column_size(decisions) <= 8192 then decisions else (
                       select jsonb_agg(record - 'notes' order by place)
                       from jsonb_array_elements(decisions) with ordinality as records (record, place)
                   ) end
               end as "decisions?: Json<Vec<DecisionRecord>>"
           from sessions
           where account_id = $1 and outcome is null and tree_id = any($2)
           order by started_at
           limit $4"#,
        account.0,
        &trees,
        &nodes,
        most
    )
    .fetch_all(conn)
    .await?;
    let seconds = |number: i64| Seconds(number.max(0).cast_unsigned());
    let open = rows.into_iter().map(|row| {
        let version = VersionRef { tree_id: TreeId(row.tree_id), number: positive(row.version_number) };
        let entered_at = row.open_entered_at.map(Timestamp::from_utc);
        let (so_far, idle) = (entered_at.map_or(Seconds(0), |at| now.since(at)), seconds(row.open_idle_seconds.unwrap_or(0)));
        let step = entered_at.zip(row.open_node_id).zip(row.decisions).and_then(|((entered_at, node), Json(records))| {
            let node = NodeId(node);
            let visit = Visit {
                id: VisitId(row.id),
                node_id: node.clone(),
                detour: None,
                entered_at,
                clock: ClockSource::Server,
                notes: Note::default(),
                idle,
            };
            let session = Session {
                id: SessionId(row.id),
                version,
                holder: UserId(row.holder_id),
                handed_over_at: None,
                revision: 0,
                started_at: Timestamp::from_utc(row.started_at),
                last_activity_at: entered_at,
                records,
                phase: Phase::Running(visit),
                facts: Facts::default(),
                values: CommandValues::default(),
                output_sizes: OutputSizes::default(),
                follows: None,
            };
            Some(OpenStep { elapsed: session.time_here(now)?, active: session.active_here(now)?, node })
        });
        OpenSession {
            version,
            started_at: Timestamp::from_utc(row.started_at),
            total: seconds(row.total_seconds) + so_far,
            active: seconds(row.active_seconds) + so_far.less(idle),
            step,
        }
    });
    Ok(open.collect())
}

/// Beginning and end of a decided walk.
pub(crate) struct Span {
    pub tree: TreeId,
    pub outcome: Outcome,
    pub started_at: Timestamp,
    pub completed_at: Timestamp,
}

/// Reads when decided walks of some trees that ended on some days began and ended, the last ones first, at most so many.
pub(crate) async fn spans(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    trees: &[TreeId],
    days: Days,
    most: i64,
) -> Result<Vec<Span>, sqlx::Error> {
    let trees: Vec<Uuid> = trees.iter().map(|tree| tree.0).collect();
    let rows = sqlx::query!(
        "select tree_id, outcome, started_at, completed_at from walks
         where account_id = $1 and generation = $2 and tree_id = any($3) and ended_on between $4 and $5
             and outcome <> 'resolved_externally'
         order by ended_on desc
         limit $6",
        account.0,
        counted.generation,
        &trees,
        days.from,
        days.to,
        most
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Span {
                tree: TreeId(row.tree_id),
                outcome: row.outcome.parse().map_err(decode)?,
                started_at: Timestamp::from_utc(row.started_at),
                completed_at: Timestamp::from_utc(row.completed_at),
            })
        })
        .collect()
}
