//! The session history. `find` has the ids of a page in their order, `counts` the numbers, `filter` and `search` the conditions of
//! both; this file reads the rows.

mod beginnings;
mod counts;
mod filter;
mod find;
mod search;
mod source;
mod statements;

use app::backend::history::HistoryRow;
use app::backend::views::Person;
use futures_util::TryStreamExt;
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{AccountId, SessionId, TreeId, UserId};
use resolutionflow::session::Facts;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

pub(crate) use beginnings::{as_on_the_page, beginnings};
pub(crate) use counts::counts;
pub(super) use filter::came_back_function;
pub(crate) use filter::{ActiveState, Ending, ResolvedFilter};
pub(crate) use find::{Axis, Found, Group, Scan, find};
pub(super) use search::function as search_function;
pub use statements::{Statement, statements};

use super::sessions::{Place, searched, state};
use super::{at, positive, text};

/// Row of the history with what cursors need. The service fills in `can_close` and `can_undo_close`, which are false here.
pub(crate) struct ListedSession {
    pub row: HistoryRow,
    pub tree: TreeId,
    /// Time of its close from a list; none where its walk ended otherwise.
    pub closed_at: Option<Timestamp>,
}

/// Number of the generation of an account's walks that figures are read from, or of the one that is being filled while there is no other.
pub(crate) async fn generation(conn: &mut PgConnection, account: AccountId) -> Result<i64, sqlx::Error> {
    let number = sqlx::query_scalar!(
        "select number from figure_generations where account_id = $1 order by filled_at is not null desc, number desc limit 1",
        account.0
    );
    Ok(number.fetch_optional(conn).await?.map_or(0, i64::from))
}

/// Reads the history's rows of sessions, in the order of the ids, with times as of `as_of`. Ids that are not there are left out.
pub(crate) async fn rows(
    conn: &mut PgConnection,
    account: AccountId,
    ids: &[SessionId],
    as_of: Timestamp,
) -> Result<Vec<ListedSession>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select s.id, s.revision, s.outcome, s.open_entered_at, s.open_idle_seconds, s.tree_id, version.name as tree, trees.category,
               s.version_number, s.holder_id, users.name as holder, s.ticket, clients.name as "client?", s.started_at, s.completed_at,
               s.last_activity_at, s.closed_at, s.total_seconds, s.active_seconds, s.parked_seconds, s.step_count, s.outcome_notes,
               s.next_steps, s.follows_session_id is not null as "is_follow_up!"
           from unnest($2::uuid[]) with ordinality as page (id, position)
           join sessions s on s.account_id = $1 and s.id = page.id
           join trees on trees.account_id = s.account_id and trees.id = s.tree_id
           join tree_versions version
               on version.account_id = s.account_id and version.tree_id = s.tree_id and version.number = s.version_number
           join users on users.account_id = s.account_id and users.id = s.holder_id
           left join clients on clients.account_id = s.account_id and clients.id = s.client_id
           order by page.position"#,
        account.0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (started_at, open_since) = (Timestamp::from_utc(row.started_at), at(row.open_entered_at));
            // Visits that were opened since then count for nothing, as in `source`.
            let open = open_since.map_or(0, |since| as_of.unix() - since.unix());
            // Total and parked time add up to the time since the start (timing rule 3).
            let last_exit = started_at.plus(row.total_seconds + row.parked_seconds);
            let waits_until = open_since.or_else(|| row.outcome.is_none().then_some(as_of));
            Ok(ListedSession {
                tree: TreeId(row.tree_id),
                closed_at: at(row.closed_at),
                row: HistoryRow {
                    id: SessionId(row.id),
                    revision: positive(row.revision),
                    state: state(row.outcome.as_deref(), open_since.is_some())?,
                    tree: row.tree,
                    category: row.category,
                    version: positive(row.version_number),
                    technician: Person { id: UserId(row.holder_id), name: row.holder },
                    ticket: row.ticket,
                    client: row.client.unwrap_or_default(),
                    started_at,
                    completed_at: at(row.completed_at),
                    last_activity_at: Timestamp::from_utc(row.last_activity_at),
                    as_of: row.outcome.is_none().then_some(as_of),
                    total: seconds(row.total_seconds + open),
                    active: seconds(row.active_seconds + (open - row.open_idle_seconds.unwrap_or(0)).max(0)),
                    parked: seconds(row.parked_seconds) + waits_until.map_or(Seconds(0), |until| until.since(last_exit)),
                    steps: positive(row.step_count),
                    outcome_notes: row.outcome_notes.unwrap_or_default(),
                    next_steps: row.next_steps.unwrap_or_default(),
                    is_follow_up: row.is_follow_up,
                    excerpt: Vec::new(),
                    can_close: false,
                    can_undo_close: false,
                    is_untimed: false,
                },
            })
        })
        .collect()
}

/// Reads the texts of sessions for excerpts, in the order of the ids: those that the search reads and rows do not show, and notes of the open
/// visit; notes first, then steps, then what commands printed, each the newest first.
pub(crate) async fn texts(conn: &mut PgConnection, account: AccountId, ids: &[SessionId]) -> Result<Vec<Vec<String>>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    // Row by row, so that the texts of one session alone are held in whole.
    let rows = sqlx::query!(
        r#"select s.decisions as "decisions: Json<Vec<DecisionRecord>>", s.outcome_notes, s.next_steps, s.open_notes, s.scratchpad,
               clients.name as "client?", version.name as tree,
               array(
                   select left(printed, (80000 - before)::integer)
                   from (
                       select visit_id, left(output, 8192) as printed,
                           coalesce(sum(least(length(output), 8192)) over (
                               order by visit_id desc rows between unbounded preceding and 1 preceding
                           ), 0) as before
                       from outputs
                       where outputs.account_id = s.account_id and session_id = s.id
                   ) as newest
                   where before < 80000
                   order by visit_id desc
               ) as "outputs!"
           from unnest($2::uuid[]) with ordinality as page (id, position)
           join sessions s on s.account_id = $1 and s.id = page.id
           join tree_versions version
               on version.account_id = s.account_id and version.tree_id = s.tree_id and version.number = s.version_number
           left join clients on clients.account_id = s.account_id and clients.id = s.client_id
           order by page.position"#,
        account.0,
        &ids
    )
    .fetch(conn);
    rows.and_then(async |row| {
        let facts = Facts {
            client: text(row.client.unwrap_or_default())?,
            outcome_notes: text(row.outcome_notes.unwrap_or_default())?,
            next_steps: text(row.next_steps.unwrap_or_default())?,
            scratchpad: text(row.scratchpad)?,
            ..Facts::default()
        };
        let mut written: Vec<_> = searched(&facts, &row.tree, &row.decisions.0).filter(|(place, _)| *place != Place::Name).collect();
        written.sort_by_key(|(place, _)| *place);
        let written = written.into_iter().map(|(_, text)| text.to_owned());
        Ok(row.open_notes.into_iter().chain(written).chain(row.outputs).collect())
    })
    .try_collect()
    .await
}

fn seconds(seconds: i64) -> Seconds {
    Seconds(u64::try_from(seconds).unwrap_or(0))
}
