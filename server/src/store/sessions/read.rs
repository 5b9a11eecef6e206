//! From a row to a session.

use std::mem::take;

use resolutionflow::decision::{ClockSource, DecisionRecord};
use resolutionflow::id::{AccountId, ClientId, SessionId, TreeId, UserId, VisitId};
use resolutionflow::session::{Closing, Completion, Facts, OutputSizes, Phase, Session, VersionRef, Visit};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{CommandValues, NodeId};
use sqlx::PgConnection;
use sqlx::types::Json;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Reach, Stored};
use crate::store::{at, decode, positive, text};

struct SessionRow {
    id: Uuid,
    tree_id: Uuid,
    version_number: i32,
    holder_id: Uuid,
    handed_over_at: Option<DateTime<Utc>>,
    client_id: Option<Uuid>,
    client: Option<String>,
    ticket: String,
    follows_session_id: Option<Uuid>,
    revision: i32,
    started_at: DateTime<Utc>,
    last_activity_at: DateTime<Utc>,
    decisions: Json<Vec<DecisionRecord>>,
    open_visit_id: Option<Uuid>,
    open_node_id: Option<String>,
    open_entered_at: Option<DateTime<Utc>>,
    open_entry_claimed: Option<bool>,
    open_notes: Option<String>,
    open_detour: Option<String>,
    open_idle_seconds: Option<i64>,
    parked_reason: Option<String>,
    for_someone_else: bool,
    scratchpad: String,
    command_values: Json<CommandValues>,
    output_sizes: Json<OutputSizes>,
    open_output: Option<String>,
    outcome: Option<String>,
    outcome_notes: Option<String>,
    next_steps: Option<String>,
    completed_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
    closed_reason: Option<String>,
}

/// Query for sessions in a reach, of which `$condition` (from `$3` on) says which; it may go on after the `where`.
macro_rules! sessions {
    ($reach:expr, $condition:literal, $argument:expr) => {
        sqlx::query_as!(
            SessionRow,
            r#"select s.id, s.tree_id, s.version_number, s.holder_id, s.client_id, clients.name as "client?", s.ticket, s.follows_session_id,
                   s.handed_over_at, s.revision, s.started_at, s.last_activity_at, s.decisions as "decisions: Json<Vec<DecisionRecord>>",
                   s.open_visit_id, s.open_node_id, s.open_entered_at, s.open_entry_claimed, s.open_notes, s.open_detour, s.open_idle_seconds,
                   outputs.output as "open_output?", s.parked_reason, s.for_someone_else, s.scratchpad,
                   s.command_values as "command_values: Json<CommandValues>",
                   coalesce(s.output_sizes, (
                       select coalesce(jsonb_object_agg(visit_id, octet_length(output)), '{}')
                       from outputs of_all where of_all.account_id = s.account_id and of_all.session_id = s.id
                   )) as "output_sizes!: Json<OutputSizes>",
                   s.outcome, s.outcome_notes, s.next_steps, s.completed_at, s.closed_at, s.closed_by, s.closed_reason
               from sessions s
               left join clients on clients.account_id = s.account_id and clients.id = s.client_id
               left join outputs on outputs.account_id = s.account_id and outputs.session_id = s.id and outputs.visit_id = s.open_visit_id
               where s.account_id = $1 and ($2::uuid is null or s.holder_id = $2 or s.for_someone_else) and "#
                + $condition,
            $reach.account.0,
            $reach.only_of(),
            $argument
        )
    };
}

/// Sessions by id, in the order of their ids.
async fn load(conn: &mut PgConnection, reach: Reach, ids: &[Uuid]) -> Result<Vec<Stored>, sqlx::Error> {
    let rows = sessions!(reach, "s.id = any($3) order by s.id", ids).fetch_all(conn).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// Reads a session without locking it; none where none in reach has the id. Not through `load`: a statement on an array of ids is planned
/// each time, which takes longer than the rest.
pub(crate) async fn find(conn: &mut PgConnection, reach: Reach, id: SessionId) -> Result<Option<Stored>, sqlx::Error> {
    let row = sessions!(reach, "s.id = $3", id.0).fetch_optional(conn).await?;
    row.map(Stored::try_from).transpose()
}

/// Lists the versions of trees that sessions of the account walk, each once.
pub(crate) async fn versions(
    conn: &mut PgConnection,
    account: AccountId,
    ids: impl IntoIterator<Item = SessionId>,
) -> Result<Vec<VersionRef>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let rows =
        sqlx::query!("select distinct tree_id, version_number from sessions where account_id = $1 and id = any($2)", account.0, &ids)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|row| VersionRef { tree_id: TreeId(row.tree_id), number: positive(row.version_number) }).collect())
}

/// Reads a session to change it, and locks it: others wait until the transaction ends. None where none in reach has the id.
///
/// `no key update`, because follow-ups hold a key-share lock on the session that they name, and need not wait. Where this
/// had to wait for another change, the client and the output that are joined may be those from before it; the revision then
/// says that the command is stale.
pub(crate) async fn lock(conn: &mut PgConnection, reach: Reach, id: SessionId) -> Result<Option<Stored>, sqlx::Error> {
    let row = sessions!(reach, "s.id = $3 for no key update of s", id.0).fetch_optional(&mut *conn).await?;
    match row {
        // It had to wait while its client was merged into another one: the row is the new one, the join is from before.
        Some(row) if row.client_id.is_some() && row.client.is_none() => find(conn, reach, id).await,
        row => row.map(Stored::try_from).transpose(),
    }
}

/// Locks a holder's running session, and the one of `id`, to change both, and returns those of them that are in reach. Of one holder only one
/// transaction at a time gets here: where none is running, there is no row to wait for, and all would begin a visit. Locked in the order of
/// their ids, so that two such transactions wait for each other and not for ever. Read once they are held.
pub(crate) async fn lock_with_running(
    conn: &mut PgConnection,
    reach: Reach,
    id: Option<SessionId>,
    holder: UserId,
) -> Result<Vec<Stored>, sqlx::Error> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))").bind(holder.to_string()).execute(&mut *conn).await?;
    let ids = sqlx::query_scalar!(
        "select id from sessions
         where account_id = $1 and (id = $2 or (holder_id = $3 and open_visit_id is not null))
         order by id
         for no key update",
        reach.account.0,
        id.map(|id| id.0),
        holder.0
    )
    .fetch_all(&mut *conn)
    .await?;
    if ids.is_empty() { Ok(Vec::new()) } else { load(conn, reach, &ids).await }
}

impl TryFrom<SessionRow> for Stored {
    type Error = sqlx::Error;

    fn try_from(mut row: SessionRow) -> Result<Self, sqlx::Error> {
        let facts = Facts {
            scratchpad: text(take(&mut row.scratchpad))?,
            ticket: text(take(&mut row.ticket))?,
            client: text(row.client.take().unwrap_or_default())?,
            outcome_notes: text(row.outcome_notes.take().unwrap_or_default())?,
            next_steps: text(row.next_steps.take().unwrap_or_default())?,
        };
        let phase = phase(&mut row)?;
        let session = Session {
            id: SessionId(row.id),
            version: VersionRef { tree_id: TreeId(row.tree_id), number: positive(row.version_number) },
            holder: UserId(row.holder_id),
            handed_over_at: at(row.handed_over_at),
            revision: positive(row.revision),
            started_at: Timestamp::from_utc(row.started_at),
            last_activity_at: Timestamp::from_utc(row.last_activity_at),
            records: row.decisions.0,
            phase,
            facts,
            values: row.command_values.0,
            output_sizes: row.output_sizes.0,
            follows: row.follows_session_id.map(SessionId),
        };
        Ok(Self { session, client: row.client_id.map(ClientId), open_output: row.open_output.unwrap_or_default() })
    }
}

/// The constraints say which columns are set together.
fn phase(row: &mut SessionRow) -> Result<Phase, sqlx::Error> {
    if let (Some(outcome), Some(completed_at)) = (&row.outcome, at(row.completed_at)) {
        let reason = row.closed_reason.take().map(text).transpose()?;
        let closed = at(row.closed_at).zip(row.closed_by).map(|(at, by)| Closing { at, by: UserId(by), reason });
        return Ok(Phase::Completed(Completion { outcome: outcome.parse().map_err(decode)?, completed_at, closed }));
    }
    if let (Some(id), Some(node_id), Some(entered_at)) = (row.open_visit_id, row.open_node_id.take(), at(row.open_entered_at)) {
        let notes = text(row.open_notes.take().unwrap_or_default())?;
        let detour = row.open_detour.take().map(text).transpose()?;
        let idle = Seconds(row.open_idle_seconds.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0));
        let clock = if row.open_entry_claimed == Some(true) { ClockSource::Client } else { ClockSource::Server };
        return Ok(Phase::Running(Visit { id: VisitId(id), node_id: NodeId(node_id), detour, entered_at, clock, notes, idle }));
    }
    let node_id = row.decisions.iter().rev().find_map(|record| record.node_id.clone());
    let reason = row.parked_reason.take().map(text).transpose()?;
    Ok(Phase::Parked { node_id: node_id.ok_or(sqlx::Error::RowNotFound)?, reason, for_someone_else: row.for_someone_else })
}
