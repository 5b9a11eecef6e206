//! Open sessions as Now lists them: running ones, parked ones, and those in the hand-over queue.

use app::backend::views::insights::{Listed, OpenSession, ParkedNow};
use resolutionflow::decision::{ClockSource, DecisionRecord};
use resolutionflow::id::{AccountId, SessionId, TreeId, UserId, VisitId};
use resolutionflow::session::{Facts, OutputSizes, Phase, Session, VersionRef, Visit};
use resolutionflow::text::Note;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::{CommandValues, NodeId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{positive, text};

/// A running session: its times and place, and its names.
pub(crate) struct Running {
    /// With what its times are reckoned from; texts are left out.
    pub session: Session,
    pub named: OpenSession,
}

/// Reads the running sessions, those that entered their step first before others, at most 200, and counts all of them. An account has one a
/// technician.
pub(crate) async fn running(conn: &mut PgConnection, account: AccountId) -> Result<Listed<Running>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with running as materialized (
               select id, open_entered_at, count(*) over () as number
               from sessions
               where account_id = $1 and open_visit_id is not null
               order by open_entered_at, id
               limit 200
           )
           select s.id as "id!", running.number as "number!", s.tree_id as "tree_id!", s.version_number as "version_number!",
               s.holder_id as "holder_id!", s.ticket as "ticket!", clients.name as "client?", version.name as "tree!",
               users.name as "technician!", s.started_at as "started_at!", case when pg_column_size(s.decisions) <= 8192 then s.decisions else (
                   select jsonb_agg(record - 'notes' order by place)
                   from jsonb_array_elements(s.decisions) with ordinality as records (record, place)
               ) end as "decisions!: Json<Vec<DecisionRecord>>",
               s.open_visit_id as "open_visit_id!", s.open_node_id as "open_node_id!", s.open_entered_at as "open_entered_at!",
               s.open_detour as "open_detour?", s.open_idle_seconds as "open_idle_seconds?"
           from running
           cross join lateral (select * from sessions where account_id = $1 and id = running.id offset 0) as s
           join tree_versions version
               on version.account_id = $1 and version.tree_id = s.tree_id and version.number = s.version_number
           join users on users.account_id = $1 and users.id = s.holder_id
           left join clients on clients.account_id = $1 and clients.id = s.client_id
           order by running.open_entered_at, running.id"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    let all = rows.first().map_or(0, |row| row.number);
    let rows = rows.into_iter().map(|row| {
        let visit = Visit {
            id: VisitId(row.open_visit_id),
            node_id: NodeId(row.open_node_id),
            detour: row.open_detour.clone().map(text).transpose()?,
            entered_at: Timestamp::from_utc(row.open_entered_at),
            clock: ClockSource::Server,
            notes: Note::default(),
            idle: Seconds(row.open_idle_seconds.and_then(|idle| u64::try_from(idle).ok()).unwrap_or(0)),
        };
        let session = Session {
            id: SessionId(row.id),
            version: VersionRef { tree_id: TreeId(row.tree_id), number: positive(row.version_number) },
            holder: UserId(row.holder_id),
            handed_over_at: None,
            revision: 0,
            started_at: Timestamp::from_utc(row.started_at),
            last_activity_at: visit.entered_at,
            records: row.decisions.0,
            phase: Phase::Running(visit),
            facts: Facts::default(),
            values: CommandValues::default(),
            output_sizes: OutputSizes::default(),
            follows: None,
        };
        let named = OpenSession {
            id: session.id,
            ticket: row.ticket,
            client: row.client.unwrap_or_default(),
            tree: row.tree,
            version: session.version.number,
            step: row.open_detour.unwrap_or_default(),
            technician: row.technician,
        };
        Ok(Running { session, named })
    });
    Ok(Listed { rows: rows.collect::<Result<_, sqlx::Error>>()?, all })
}

/// Reads the parked sessions, of those in the queue or of the others, those that were parked first before others, at most 50, and counts all
/// of them.
pub(crate) async fn parked(conn: &mut PgConnection, account: AccountId, in_queue: bool) -> Result<Listed<ParkedNow>, sqlx::Error> {
    // Total and parked time add up to the time since the start (timing rule 3).
    let rows = sqlx::query!(
        r#"with parked as materialized (
               select id, started_at + make_interval(secs => total_seconds + parked_seconds) as since, count(*) over () as number
               from sessions
               where account_id = $1 and outcome is null and open_visit_id is null and for_someone_else = $2
               order by since, id
               limit 50
           )
           select s.id as "id!", parked.since as "since!", parked.number as "number!", s.ticket as "ticket!", clients.name as "client?",
               version.name as "tree!", s.version_number as "version_number!", s.decisions -> -1 ->> 'title' as "step?",
               users.name as "technician!", s.parked_reason as "parked_reason?"
           from parked
           cross join lateral (select * from sessions where account_id = $1 and id = parked.id offset 0) as s
           join tree_versions version
               on version.account_id = $1 and version.tree_id = s.tree_id and version.number = s.version_number
           join users on users.account_id = $1 and users.id = s.holder_id
           left join clients on clients.account_id = $1 and clients.id = s.client_id
           order by parked.since, parked.id"#,
        account.0,
        in_queue
    )
    .fetch_all(conn)
    .await?;
    let all = rows.first().map_or(0, |row| row.number);
    let rows = rows.into_iter().map(|row| ParkedNow {
        session: OpenSession {
            id: SessionId(row.id),
            ticket: row.ticket,
            client: row.client.unwrap_or_default(),
            tree: row.tree,
            version: positive(row.version_number),
            step: row.step.unwrap_or_default(),
            technician: row.technician,
        },
        since: Timestamp::from_utc(row.since),
        reason: row.parked_reason.unwrap_or_default(),
    });
    Ok(Listed { rows: rows.collect(), all })
}
