//! Sessions related to one: follow-ups, recurrences of the last 30 days, and those of the same ticket.

use app::backend::views::{LinkedSession, Person, Recurrence};
use resolutionflow::id::{ClientId, SessionId, TreeId, UserId};
use resolutionflow::session::Session;
use resolutionflow::text::Ticket;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

use super::{Reach, state, total};
use crate::store::at;

/// Seconds for which a walk counts as one that the next one repeats.
const RECURS_WITHIN: i64 = 30 * 24 * 3600;
/// The most walks that are shown as earlier ones.
const SHOWN: i64 = 5;

/// Lists the session that this one follows up, and those that follow it up, oldest first, as far as they are in reach.
pub(crate) async fn linked(conn: &mut PgConnection, reach: Reach, session: &Session) -> Result<Vec<LinkedSession>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select sessions.id, sessions.started_at, sessions.outcome, sessions.open_visit_id, version.name as tree
           from sessions
           join tree_versions version
               on version.account_id = sessions.account_id and version.tree_id = sessions.tree_id and version.number = sessions.version_number
           where sessions.account_id = $1 and (sessions.id = $2 or sessions.follows_session_id = $3)
             and ($4::uuid is null or sessions.holder_id = $4 or sessions.for_someone_else)
           order by sessions.started_at, sessions.id"#,
        reach.account.0,
        session.follows.map(|follows| follows.0),
        session.id.0,
        reach.only_of()
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = state(row.outcome.as_deref(), row.open_visit_id.is_some())?;
            Ok(LinkedSession { id: SessionId(row.id), tree: row.tree, started_at: Timestamp::from_utc(row.started_at), state })
        })
        .collect()
}

/// Walk, started or about to start, for which earlier walks of the same problem are looked up.
pub(crate) struct Before<'a> {
    /// Its tree, in whatever version.
    pub tree: TreeId,
    /// Its ticket; empty for none.
    pub ticket: &'a Ticket,
    pub client: Option<ClientId>,
    /// Time of its start; only earlier walks count.
    pub until: Timestamp,
}

/// Lists the latest walks of the same tree for the same ticket or client in the 30 days before, newest first, at most five, as far as they
/// are in reach.
pub(crate) async fn recurring(conn: &mut PgConnection, reach: Reach, before: &Before<'_>) -> Result<Vec<Recurrence>, sqlx::Error> {
    if before.ticket.is_empty() && before.client.is_none() {
        return Ok(Vec::new());
    }
    // Apart, because each has an index of its own.
    let rows = sqlx::query!(
        r#"with same as (
               (select id from sessions
                where account_id = $1 and ticket_key = lower($2::text collate "und-x-icu") collate "C" and ticket_key <> '' and tree_id = $3 and started_at >= $4 and started_at < $5
                  and ($6::uuid is null or holder_id = $6 or for_someone_else)
                order by started_at desc limit $7)
               union
               (select id from sessions
                where account_id = $1 and client_id = $8 and tree_id = $3 and started_at >= $4 and started_at < $5
                  and ($6::uuid is null or holder_id = $6 or for_someone_else)
                order by started_at desc limit $7)
           )
           select s.id, s.started_at, s.outcome, s.open_visit_id, version.name as tree, users.id as holder_id, users.name as holder,
               s.ticket_key <> '' and s.ticket_key = lower($2::text collate "und-x-icu") collate "C" as "same_ticket!"
           from same
           join sessions s on s.account_id = $1 and s.id = same.id
           join tree_versions version
               on version.account_id = s.account_id and version.tree_id = s.tree_id and version.number = s.version_number
           join users on users.account_id = s.account_id and users.id = s.holder_id
           order by s.started_at desc, s.id desc
           limit $7"#,
        reach.account.0,
        before.ticket.as_str(),
        before.tree.0,
        before.until.plus(-RECURS_WITHIN).utc(),
        before.until.utc(),
        reach.only_of(),
        SHOWN,
        before.client.map(|client| client.0)
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = state(row.outcome.as_deref(), row.open_visit_id.is_some())?;
            let session = LinkedSession { id: SessionId(row.id), tree: row.tree, started_at: Timestamp::from_utc(row.started_at), state };
            let technician = Person { id: UserId(row.holder_id), name: row.holder };
            Ok(Recurrence { session, technician, same_ticket: row.same_ticket })
        })
        .collect()
}

/// Session of a ticket with its active time, for the bill.
pub(crate) struct OfTicket {
    pub session: LinkedSession,
    /// Active time, which is billed; as of now, if the session is running.
    pub active: Seconds,
    /// True if the session is in reach; the time of others counts for the bill all the same.
    pub is_read: bool,
}

/// Lists the sessions of a ticket, in or out of reach, oldest first, at most `limit`.
pub(crate) async fn of_ticket(
    conn: &mut PgConnection,
    reach: Reach,
    ticket: &Ticket,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<OfTicket>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.id, s.started_at, s.outcome, s.open_entered_at, s.open_idle_seconds, s.active_seconds, version.name as tree,
               ($3::uuid is null or s.holder_id = $3 or s.for_someone_else) as "is_read!"
           from sessions s
           join tree_versions version
               on version.account_id = s.account_id and version.tree_id = s.tree_id and version.number = s.version_number
           where s.account_id = $1 and s.ticket_key = lower($2::text collate "und-x-icu") collate "C" and s.ticket_key <> ''
           order by s.started_at, s.id
           limit $4"#,
        reach.account.0,
        ticket.as_str(),
        reach.only_of(),
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let open_since = at(row.open_entered_at);
            let idle = Seconds(row.open_idle_seconds.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0));
            let open = open_since.map_or(Seconds(0), |since| now.since(since).less(idle));
            let state = state(row.outcome.as_deref(), open_since.is_some())?;
            let session = LinkedSession { id: SessionId(row.id), tree: row.tree, started_at: Timestamp::from_utc(row.started_at), state };
            Ok(OfTicket { session, active: total(row.active_seconds, None, now) + open, is_read: row.is_read })
        })
        .collect()
}
