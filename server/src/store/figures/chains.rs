//! Chains: a session with its follow-ups, and whether somebody came back with the same problem.

use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::session::VersionRef;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::version;

/// Statements that create the functions by which chains are counted.
pub(in crate::store) fn of_function() -> String {
    include_str!("../../../../migrations/functions/chains_of.sql").to_owned()
}

/// See [`of_function`].
pub(in crate::store) fn due_function() -> String {
    include_str!("../../../../migrations/functions/chain_roots_due.sql").to_owned()
}

/// Counts of the chains of a version whose first sessions ended between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chains {
    /// Version of the first session.
    pub version: VersionRef,
    /// Between which bounds, from 0 for the first two.
    pub span: usize,
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

/// Counts chains by tree and version and by the bounds, in ascending order, between which their first sessions ended, as of `now`. Exact at
/// every moment: chains of which a change is not counted yet are counted here.
pub(crate) async fn by_version(
    conn: &mut PgConnection,
    account: AccountId,
    bounds: &[Timestamp],
    now: Timestamp,
) -> Result<Vec<Chains>, sqlx::Error> {
    let bounds: Vec<_> = bounds.iter().map(|bound| bound.utc()).collect();
    let rows = sqlx::query!(
        r#"with due as materialized (select root as id from chain_roots_due($1) as root),
           chain as (
               select tree_id, version_number, started_at, ended_at, sessions, outcome, came_back_at
               from chains
               where account_id = $1 and ended_at >= $2 and ended_at < $3 and not exists (select from due where due.id = chains.root_id)
               union all
               select tree_id, version_number, started_at, ended_at, sessions, outcome, came_back_at
               from chains_of($1, array(select id from due))
               where ended_at >= $2 and ended_at < $3
           )
           select tree_id as "tree_id!", version_number as "version_number!", width_bucket(ended_at, $4::timestamptz[]) as "span!",
               count(*) as "count!",
               count(*) filter (where ended_at <= $5::timestamptz - interval '7 days') as "settled!",
               count(*) filter (
                   where ended_at <= $5 - interval '7 days' and sessions = 1 and outcome in ('resolved', 'workaround')
                       and (came_back_at is null or came_back_at > ended_at + interval '7 days')
               ) as "first_contact!",
               count(*) filter (where came_back_at <= $5) as "came_back!",
               count(*) filter (where started_at <= $5 - interval '30 days') as "closed!",
               count(*) filter (where started_at <= $5 - interval '30 days' and came_back_at is not null) as "came_back_of_closed!"
           from chain
           group by 1, 2, 3"#,
        account.0,
        bounds.first(),
        bounds.last(),
        &bounds,
        now.utc()
    )
    .fetch_all(conn)
    .await?;
    let chains = rows.into_iter().map(|row| Chains {
        version: version(row.tree_id, row.version_number),
        span: usize::try_from(row.span).unwrap_or(0).saturating_sub(1),
        count: row.count,
        settled: row.settled,
        first_contact: row.first_contact,
        came_back: row.came_back,
        closed: row.closed,
        came_back_of_closed: row.came_back_of_closed,
    });
    // Not by the database, which would sort each chain for it.
    let mut chains: Vec<Chains> = chains.collect();
    chains.sort_by_key(|chains| (chains.version.tree_id, chains.version.number, chains.span));
    Ok(chains)
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
