//! Chains: a session with its follow-ups, and whether somebody came back with the same problem.

use chrono::{Datelike, NaiveDate};
use resolutionflow::id::{AccountId, SessionId, TreeId};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{DayKey, first_of_month};
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use super::read::next_month;
use super::row::version;
use crate::store::positive;

/// Statements that create the functions by which chains are counted.
pub(in crate::store) fn of_function() -> String {
    include_str!("../../../../migrations/functions/chains_of.sql").to_owned()
}

/// See [`of_function`].
pub(in crate::store) fn due_function() -> String {
    include_str!("../../../../migrations/functions/chain_roots_due.sql").to_owned()
}

/// Counts of the chains of a version whose first sessions ended within some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chains {
    /// Version of the first session.
    pub version: VersionRef,
    /// All chains.
    pub count: i64,
    /// Those whose first session ended at least seven days ago.
    pub settled: i64,
    /// Of those, the ones of one session that resolved it or worked around it, after which nobody came back within seven days.
    pub first_contact: i64,
    /// Of all, those that came back so far within 30 days of their start.
    pub came_back: i64,
    /// Those whose first session began at least 30 days ago, so that nobody can come back any more.
    pub closed: i64,
    /// Of those, the ones that came back.
    pub came_back_of_closed: i64,
}

/// Seconds after which a chain counts the same for ever, from the end of its first session on.
const OPEN: i64 = 30 * DAY;
/// Seconds after which nobody comes back to a first contact, from its end on.
const SETTLED: i64 = 7 * DAY;
/// Seconds of a day of UTC.
const DAY: i64 = 24 * 3_600;

/// Whole UTC days of which sums are read, the last of them excluded, and the whole months among them.
struct Summed {
    from: NaiveDate,
    to: NaiveDate,
    months: (NaiveDate, NaiveDate),
}

impl Summed {
    /// Those within two instants, that were over thirty days ago; none, as an empty span at `from`, where there is no such day.
    fn within(from: Timestamp, to: Timestamp, now: Timestamp) -> Self {
        let first = from.plus(DAY - 1).utc().date_naive();
        let last = to.min(now.plus(-OPEN)).utc().date_naive().max(first);
        let month = if first.day() == 1 { first } else { next_month(first) };
        Self { from: first, to: last, months: (month, first_of_month(last).max(month)) }
    }
}

/// Counts chains by tree and version whose first sessions ended from one instant to before another, as of `now`. Exact at every moment:
/// chains of which a change is not counted yet are counted here, in place of what is stored of them.
pub(crate) async fn by_version(
    conn: &mut PgConnection,
    account: AccountId,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<Chains>, sqlx::Error> {
    let summed = Summed::within(from, to, now);
    let rows = sqlx::query!(
        r#"with due as materialized (select root as id from chain_roots_due($1) as root),
           chain as (
               select 1 as sign, tree_id, version_number, started_at, ended_at, sessions, outcome, came_back_at
               from chains
               where account_id = $1 and ended_at >= $2 and ended_at < least($3, $4::date::timestamp at time zone 'UTC')
                   and not exists (select from due where due.id = chains.root_id)
               union all
               select 1, tree_id, version_number, started_at, ended_at, sessions, outcome, came_back_at
               from chains
               where account_id = $1 and ended_at >= $5::date::timestamp at time zone 'UTC' and ended_at < $3
                   and not exists (select from due where due.id = chains.root_id)
               union all
               select 1, tree_id, version_number, started_at, ended_at, sessions, outcome, came_back_at
               from chains_of($1, array(select id from due))
               where ended_at >= $2 and ended_at < $3
               union all
               select -1, tree_id, version_number, started_at, ended_at, sessions, outcome, came_back_at
               from chains
               where account_id = $1 and root_id in (select id from due) and ended_at >= $4::date::timestamp at time zone 'UTC'
                   and ended_at < $5::date::timestamp at time zone 'UTC'
           ),
           part as (
               select tree_id, version_number, chains as count, chains as settled, first_contact, came_back, chains as closed,
                   came_back as came_back_of_closed
               from chain_days
               where account_id = $1 and is_month and day >= $6 and day < $7
               union all
               select tree_id, version_number, chains, chains, first_contact, came_back, chains, came_back
               from chain_days
               where account_id = $1 and not is_month and (day >= $4 and day < least($5, $6) or day >= greatest($4, $7) and day < $5)
               union all
               select tree_id, version_number, sum(sign),
                   sum(sign) filter (where ended_at <= $9),
                   sum(sign) filter (
                       where ended_at <= $9 and sessions = 1 and outcome in ('resolved', 'workaround')
                           and (came_back_at is null or came_back_at > ended_at + interval '168 hours')
                   ),
                   sum(sign) filter (where came_back_at <= $8),
                   sum(sign) filter (where started_at <= $10),
                   sum(sign) filter (where started_at <= $10 and came_back_at is not null)
               from chain
               group by tree_id, version_number
           )
           select tree_id as "tree_id!", version_number as "version_number!",
               sum(count)::bigint as "count!",
               coalesce(sum(settled), 0)::bigint as "settled!",
               coalesce(sum(first_contact), 0)::bigint as "first_contact!",
               coalesce(sum(came_back), 0)::bigint as "came_back!",
               coalesce(sum(closed), 0)::bigint as "closed!",
               coalesce(sum(came_back_of_closed), 0)::bigint as "came_back_of_closed!"
           from part
           group by tree_id, version_number
           having sum(count) > 0
           order by tree_id, version_number"#,
        account.0,
        from.utc(),
        to.utc(),
        summed.from,
        summed.to,
        summed.months.0,
        summed.months.1,
        now.utc(),
        // Not worked out row by row: an interval of days goes by the calendar.
        now.plus(-SETTLED).utc(),
        now.plus(-OPEN).utc()
    )
    .fetch_all(conn)
    .await?;
    let chains = rows.into_iter().map(|row| Chains {
        version: version(row.tree_id, row.version_number),
        count: row.count,
        settled: row.settled,
        first_contact: row.first_contact,
        came_back: row.came_back,
        closed: row.closed,
        came_back_of_closed: row.came_back_of_closed,
    });
    Ok(chains.collect())
}

/// Makes the sums of an account what its chains make them. The caller has the account's lock.
pub(crate) async fn sum_anew(conn: &mut PgConnection, account: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from chain_days where account_id = $1", account.0).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into chain_days (account_id, tree_id, version_number, is_month, day, chains, first_contact, came_back)
         select account_id, tree_id, version_number, is_month, day, chains, first_contact, came_back
         from chain_sums
         where account_id = $1",
        account.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// First days of sums that are not those of the stored chains, by tree and version, and whether each is of a month.
pub(crate) async fn wrong_sums(conn: &mut PgConnection, account: AccountId) -> Result<Vec<DayKey>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with kept as (
               select tree_id, version_number, is_month, day, chains, first_contact, came_back
               from chain_days where account_id = $1 and chains > 0
           ),
           counted as (
               select tree_id, version_number, is_month, day, chains, first_contact, came_back from chain_sums where account_id = $1
           )
           select distinct tree_id as "tree_id!", version_number as "version_number!", is_month as "is_month!", day as "day!"
           from ((table kept except table counted) union (table counted except table kept)) as differing
           order by 1, 2, 3, 4"#,
        account.0
    )
    .fetch_all(conn)
    .await?;
    let keys = rows.into_iter().map(|row| DayKey {
        tree: TreeId(row.tree_id),
        version: positive(row.version_number),
        is_month: row.is_month,
        day: row.day,
    });
    Ok(keys.collect())
}

/// Counts the chains anew that some noted changes may have changed, and forgets the notes, at most so many. Returns how many. The caller
/// has the account's lock. Sessions that came back one after the other are noted together, so that their chains are counted once.
pub(crate) async fn fold(conn: &mut PgConnection, account: AccountId, most: i64) -> Result<u64, sqlx::Error> {
    let notes = sqlx::query_scalar!(
        "select id from chains_due where account_id = $1
         order by tree_id, client_id, ticket_key, started_at
         limit $2
         for update skip locked",
        account.0,
        most
    )
    .fetch_all(&mut *conn)
    .await?;
    if notes.is_empty() {
        return Ok(0);
    }
    let roots = sqlx::query_scalar!(r#"select root as "root!" from chain_roots_due($1, $2) as root"#, account.0, &notes)
        .fetch_all(&mut *conn)
        .await?;
    recount(&mut *conn, account, &roots).await?;
    let gone = sqlx::query!("delete from chains_due where account_id = $1 and id = any($2)", account.0, &notes).execute(conn).await?;
    Ok(gone.rows_affected())
}

/// Counts the chains of topmost sessions anew. The caller has the account's lock, so that nobody stores what they were before.
pub(crate) async fn recount(conn: &mut PgConnection, account: AccountId, roots: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from chains where account_id = $1 and root_id = any($2)", account.0, roots).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into chains (
             account_id, root_id, first_id, tree_id, version_number, holder_id, started_at, ended_at, sessions, outcome, came_back_at
         )
         select $1, root_id, first_id, tree_id, version_number, holder_id, started_at, ended_at, sessions, outcome, came_back_at
         from chains_of($1, $2)",
        account.0,
        roots
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Chains that are not what their sessions say, of the next topmost sessions.
pub(crate) struct Compared {
    /// The last of those sessions; none after the end.
    pub last: Option<SessionId>,
    /// Topmost sessions of the chains that differ, and are not noted.
    pub wrong: Vec<SessionId>,
}

/// Compares stored chains with their sessions: of topmost sessions after one of them, or from the first, at most so many.
pub(crate) async fn compare(
    conn: &mut PgConnection,
    account: AccountId,
    after: Option<SessionId>,
    most: i64,
) -> Result<Compared, sqlx::Error> {
    let roots = sqlx::query_scalar!(
        "select id from sessions where account_id = $1 and follows_session_id is null and ($2::uuid is null or id > $2)
         order by id limit $3",
        account.0,
        after.map(|after| after.0),
        most
    )
    .fetch_all(&mut *conn)
    .await?;
    let wrong = sqlx::query_scalar!(
        r#"with stored as (
               select root_id, first_id, tree_id, version_number, holder_id, started_at, ended_at, sessions, outcome, came_back_at
               from chains where account_id = $1 and root_id = any($2)
           ),
           counted as (
               select root_id, first_id, tree_id, version_number, holder_id, started_at, ended_at, sessions, outcome, came_back_at
               from chains_of($1, $2)
           )
           select root_id as "root_id!"
           from ((table stored except table counted) union (table counted except table stored)) as differing
           where root_id not in (select * from chain_roots_due($1))
           group by root_id"#,
        account.0,
        &roots
    )
    .fetch_all(conn)
    .await?;
    Ok(Compared { last: roots.last().copied().map(SessionId), wrong: wrong.into_iter().map(SessionId).collect() })
}
