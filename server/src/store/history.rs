//! The session history: every filter with every other one, newest first.

use app::backend::views::{HistoryQuery, HistoryRow, Person, StateFilter, Technician};
use resolutionflow::id::{AccountId, SessionId, UserId};
use resolutionflow::time::Timestamp;
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::sessions::{Reach, state, total};
use super::words::words;
use super::{at, positive};

/// How long a session must rest to count as untouched.
const UNTOUCHED: i64 = 24 * 3600;

/// A row as listed. Whether the viewer may change it is not for the store to say: `can_close` and `can_undo_close` are no.
pub(crate) struct Listed {
    pub row: HistoryRow,
    /// When it was closed from a list, if it was.
    pub closed_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    revision: i32,
    outcome: Option<String>,
    open_entered_at: Option<DateTime<Utc>>,
    tree: String,
    version_number: i32,
    holder_id: Uuid,
    holder: String,
    ticket: String,
    client: Option<String>,
    started_at: DateTime<Utc>,
    last_activity_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    total_seconds: i64,
    step_count: i32,
}

/// Sessions, newest first, at most `limit`; those after the one of that start and id, if one is named.
pub(crate) async fn list(
    conn: &mut PgConnection,
    reach: Reach,
    viewer: UserId,
    query: &HistoryQuery,
    after: Option<(Timestamp, Uuid)>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    let mut sql = QueryBuilder::<Postgres>::new(
        "select s.id, s.revision, s.outcome, s.open_entered_at, trees.name as tree, s.version_number, s.holder_id, users.name as holder,
             s.ticket, clients.name as client, s.started_at, s.last_activity_at, s.closed_at, s.total_seconds, s.step_count
         from (
             select account_id, id, tree_id, version_number, holder_id, client_id, ticket, revision, started_at, last_activity_at,
                 open_entered_at, outcome, closed_at, total_seconds, step_count
             from sessions s
             where s.account_id = ",
    );
    sql.push_bind(reach.account.0);
    if let Some(user) = reach.only_of {
        sql.push(" and (s.holder_id = ").push_bind(user.0).push(" or s.for_someone_else)");
    }
    narrow(&mut sql, reach.account, viewer, query, now);
    if let Some((at, id)) = after {
        sql.push(" and (s.started_at, s.id) < (").push_bind(at.utc()).push(", ").push_bind(id).push(")");
    }
    // The page first, then the names on it: the planner would rather join all that a search finds.
    sql.push(" order by s.started_at desc, s.id desc limit ").push_bind(limit).push(
        ") s
         join trees on trees.account_id = s.account_id and trees.id = s.tree_id
         join users on users.account_id = s.account_id and users.id = s.holder_id
         left join clients on clients.account_id = s.account_id and clients.id = s.client_id
         order by s.started_at desc, s.id desc",
    );
    let rows: Vec<Row> = sql.build_query_as().fetch_all(conn).await?;
    rows.into_iter().map(|row| listed(row, now)).collect()
}

fn narrow(sql: &mut QueryBuilder<Postgres>, account: AccountId, viewer: UserId, query: &HistoryQuery, now: Timestamp) {
    match query.state {
        None => {}
        Some(StateFilter::Active) => {
            sql.push(" and s.outcome is null");
        }
        Some(StateFilter::Running) => {
            sql.push(" and s.open_visit_id is not null");
        }
        Some(StateFilter::Parked) => {
            sql.push(" and s.outcome is null and s.open_visit_id is null");
        }
        Some(StateFilter::Waiting) => {
            sql.push(" and s.for_someone_else");
        }
        Some(StateFilter::Completed) => {
            sql.push(" and s.outcome is not null");
        }
        Some(StateFilter::Untouched) => {
            sql.push(" and s.outcome is null and s.last_activity_at <= ").push_bind(now.plus(-UNTOUCHED).utc());
        }
    }
    if let Some(outcome) = query.outcome {
        sql.push(" and s.outcome = ").push_bind(outcome.as_str());
    }
    if let Some(tree) = &query.tree {
        sql.push(" and s.tree_id = (select id from trees where account_id = ").push_bind(account.0);
        sql.push(" and key = ").push_bind(tree.clone()).push(")");
    }
    match query.technician {
        Technician::Me => {
            sql.push(" and s.holder_id = ").push_bind(viewer.0);
        }
        Technician::User(user) => {
            sql.push(" and s.holder_id = ").push_bind(user.0);
        }
        Technician::Anyone => {}
    }
    if !query.text.trim().is_empty() {
        sql.push(" and s.id in (select search_sessions(").push_bind(words(&query.text)).push("))");
    }
}

fn listed(row: Row, now: Timestamp) -> Result<Listed, sqlx::Error> {
    let open_since = at(row.open_entered_at);
    Ok(Listed {
        closed_at: at(row.closed_at),
        row: HistoryRow {
            id: SessionId(row.id),
            revision: positive(row.revision),
            state: state(row.outcome.as_deref(), open_since.is_some())?,
            tree: row.tree,
            version: positive(row.version_number),
            technician: Person { id: UserId(row.holder_id), name: row.holder },
            ticket: row.ticket,
            client: row.client.unwrap_or_default(),
            started_at: Timestamp::from_utc(row.started_at),
            last_activity_at: Timestamp::from_utc(row.last_activity_at),
            total: total(row.total_seconds, open_since, now),
            steps: positive(row.step_count),
            can_close: false,
            can_undo_close: false,
        },
    })
}
