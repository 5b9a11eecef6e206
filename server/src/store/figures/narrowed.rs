//! Walks for one client, or of one holder: read one by one, because no sum has them, and at most so many.

use chrono::{DateTime, NaiveDate, Utc};
use resolutionflow::id::{AccountId, ClientId, SessionId, UserId};
use resolutionflow::stats::{Rate, Walk};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use super::generations::Counted;
use super::read::Days;
use super::row::WalkRow;

/// Most walks of a period that are read at once.
const MOST: i64 = 20_000;

/// Whose walks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Those for a client.
    Client(ClientId),
    /// Those of a holder.
    Holder(UserId),
}

/// First-contact resolution, and the share that came back, of the chains that some walks begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lasting {
    pub first_contact: Option<Rate>,
    pub came_back: Option<Rate>,
}

/// Day of the newest of the walks that are too many to be read, of those that ended on some days; none where all are read.
pub(crate) async fn cut(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    of: Of,
    days: Days,
) -> Result<Option<NaiveDate>, sqlx::Error> {
    match of {
        Of::Client(client) => {
            let Some((from, to)) = instants(counted, days) else { return Ok(None) };
            let at = sqlx::query_scalar!(
                r#"select completed_at as "completed_at!" from sessions
                   where account_id = $1 and client_id = $2 and completed_at >= $3 and completed_at < $4
                   order by completed_at desc offset $5 limit 1"#,
                account.0,
                client.0,
                from,
                to,
                MOST
            )
            .fetch_optional(conn)
            .await?;
            Ok(at.map(|at| counted.zone.day(Timestamp::from_utc(at))))
        }
        Of::Holder(holder) => {
            sqlx::query_scalar!(
                "select ended_on from walks
                 where account_id = $1 and generation = $2 and holder_id = $3 and ended_on between $4 and $5
                 order by ended_on desc offset $6 limit 1",
                account.0,
                counted.generation,
                holder.0,
                days.from,
                days.to,
                MOST
            )
            .fetch_optional(conn)
            .await
        }
    }
}

/// Walks that ended on some days.
pub(crate) async fn walks(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    of: Of,
    days: Days,
) -> Result<Vec<Walk>, sqlx::Error> {
    let rows = match of {
        Of::Client(client) => {
            let Some((from, to)) = instants(counted, days) else { return Ok(Vec::new()) };
            // By their index, and then each walk by its own: a session of a client has one at most.
            sqlx::query_as!(
                WalkRow,
                "select session_id, walks.tree_id, walks.version_number, walks.holder_id, walks.outcome, walks.started_at,
                     walks.completed_at, ended_on, walks.total_seconds, walks.active_seconds, walks.parked_seconds, flags, steps
                 from sessions
                 join walks on walks.account_id = $1 and walks.generation = $2 and walks.session_id = sessions.id
                 where sessions.account_id = $1 and sessions.client_id = $3
                     and sessions.completed_at >= $4 and sessions.completed_at < $5",
                account.0,
                counted.generation,
                client.0,
                from,
                to
            )
            .fetch_all(conn)
            .await?
        }
        Of::Holder(holder) => {
            sqlx::query_as!(
                WalkRow,
                "select session_id, tree_id, version_number, holder_id, outcome, started_at, completed_at, ended_on, total_seconds,
                     active_seconds, parked_seconds, flags, steps
                 from walks
                 where account_id = $1 and generation = $2 and holder_id = $3 and ended_on between $4 and $5",
                account.0,
                counted.generation,
                holder.0,
                days.from,
                days.to
            )
            .fetch_all(conn)
            .await?
        }
    };
    rows.into_iter().map(Walk::try_from).collect()
}

/// First instant of some days, and the first one after them.
pub(crate) fn instants(counted: &Counted, days: Days) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    days.instants(counted.zone).map(|(from, to)| (from.utc(), to.utc()))
}

/// Whether it lasted, of the chains that these sessions begin, as of `now`. Exact at every moment, as
/// [`by_version`](super::chains::by_version) is, whose rules these are.
pub(crate) async fn lasting(
    conn: &mut PgConnection,
    account: AccountId,
    sessions: &[SessionId],
    now: Timestamp,
) -> Result<Lasting, sqlx::Error> {
    let ids: Vec<Uuid> = sessions.iter().map(|session| session.0).collect();
    let row = sqlx::query!(
        r#"with due as materialized (select root as id from chain_roots_due($1) as root),
           chain as (
               select chains.started_at, chains.ended_at, chains.sessions, chains.outcome, chains.came_back_at
               from unnest($2::uuid[]) as asked (id)
               join chains on chains.account_id = $1 and chains.first_id = asked.id
               where not exists (select from due where due.id = chains.root_id)
               union all
               select chains.started_at, chains.ended_at, chains.sessions, chains.outcome, chains.came_back_at
               from chains_of($1, array(select id from due)) as chains
               where chains.first_id = any($2)
           )
           select
               count(*) filter (where ended_at <= $3::timestamptz - interval '7 days') as "settled!",
               count(*) filter (
                   where ended_at <= $3 - interval '7 days' and sessions = 1 and outcome in ('resolved', 'workaround')
                       and (came_back_at is null or came_back_at > ended_at + interval '7 days')
               ) as "first_contact!",
               count(*) filter (where started_at <= $3 - interval '30 days') as "closed!",
               count(*) filter (where started_at <= $3 - interval '30 days' and came_back_at is not null) as "came_back!"
           from chain"#,
        account.0,
        &ids,
        now.utc()
    )
    .fetch_one(conn)
    .await?;
    Ok(Lasting { first_contact: Rate::new(row.first_contact, row.settled), came_back: Rate::new(row.came_back, row.closed) })
}
