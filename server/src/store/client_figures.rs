//! What the pages of clients, and of one's own figures, read beside the walks.

use app::backend::views::insights::{ClientRow, Open};
use resolutionflow::id::{AccountId, ClientId, TreeId, UserId};
use resolutionflow::stats::Rate;
use resolutionflow::time::Timestamp;
use sqlx::PgConnection;
use sqlx::types::chrono::NaiveDate;
use uuid::Uuid;

use super::figures::Days;
use super::figures::generations::Counted;
use super::figures::narrowed::{Of, instants};

/// Most sessions of a period of which clients are listed.
const MOST: i64 = 20_000;

/// Walks of a client, without a name yet; of none, those that name no client.
pub(crate) struct Sums {
    pub client: Option<ClientId>,
    pub walks: i64,
    pub resolution: Option<Rate>,
    pub came_back: Option<Rate>,
    pub spent: i64,
}

impl Sums {
    /// Row of the client of that id and name.
    pub(crate) fn named(self, id: ClientId, name: String) -> ClientRow {
        let Self { walks, resolution, came_back, spent, .. } = self;
        ClientRow { id, name, walks, resolution, came_back, spent }
    }

    /// Sums of no walks.
    pub(crate) fn none(client: ClientId) -> Self {
        Self { client: Some(client), walks: 0, resolution: None, came_back: None, spent: 0 }
    }
}

/// Day of the newest of the sessions that are too many to be read; none where all are read.
pub(crate) async fn cut(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
) -> Result<Option<NaiveDate>, sqlx::Error> {
    let Some((from, to)) = instants(counted, days) else { return Ok(None) };
    let at = sqlx::query_scalar!(
        r#"select completed_at as "completed_at!" from sessions
           where account_id = $1 and completed_at >= $2 and completed_at < $3
           order by completed_at desc offset $4 limit 1"#,
        account.0,
        from,
        to,
        MOST
    )
    .fetch_optional(conn)
    .await?;
    Ok(at.map(|at| counted.zone.day(Timestamp::from_utc(at))))
}

/// Sums of each client that has walks of these days and trees, in no order, as of `now`. From indexes alone: of each session that ended
/// its client, ending and active time, and of its chain whether somebody came back.
pub(crate) async fn sums(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
    trees: Option<&[TreeId]>,
    now: Timestamp,
) -> Result<Vec<Sums>, sqlx::Error> {
    let Some((from, to)) = instants(counted, days) else { return Ok(Vec::new()) };
    let trees: Option<Vec<Uuid>> = trees.map(|trees| trees.iter().map(|tree| tree.0).collect());
    let rows = sqlx::query!(
        r#"with due as materialized (select root as id from chain_roots_due($1) as root),
           chain as (
               select first_id, started_at, came_back_at
               from chains
               where account_id = $1 and ended_at >= $2 and ended_at < $3 and not exists (select from due where due.id = chains.root_id)
               union all
               select first_id, started_at, came_back_at
               from chains_of($1, array(select id from due))
               where ended_at >= $2 and ended_at < $3
           ),
           ended as (
               select id, client_id, ending, active_seconds
               from sessions
               where account_id = $1 and completed_at >= $2 and completed_at < $3 and ending <> 'cancelled'
                   and ($4::uuid[] is null or tree_id = any($4))
           )
           select client_id,
               count(*) as "walks!",
               count(*) filter (where ending in ('resolved', 'workaround')) as "solved!",
               count(*) filter (where ending <> 'resolved_externally') as "decided!",
               sum(active_seconds)::bigint as "spent!",
               count(*) filter (where chain.started_at <= $5::timestamptz - interval '30 days') as "closed!",
               count(*) filter (
                   where chain.started_at <= $5 - interval '30 days' and chain.came_back_at is not null
               ) as "came_back!"
           from ended
           left join chain on chain.first_id = ended.id
           group by client_id"#,
        account.0,
        from,
        to,
        trees.as_deref(),
        now.utc()
    )
    .fetch_all(conn)
    .await?;
    let sums = rows.into_iter().map(|row| Sums {
        client: row.client_id.map(ClientId),
        walks: row.walks,
        resolution: Rate::new(row.solved, row.decided),
        came_back: Rate::new(row.came_back, row.closed),
        spent: row.spent,
    });
    Ok(sums.collect())
}

/// Names of some clients.
pub(crate) async fn names(conn: &mut PgConnection, account: AccountId, ids: &[ClientId]) -> Result<Vec<(ClientId, String)>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!("select id, name from clients where account_id = $1 and id = any($2)", account.0, &ids).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (ClientId(row.id), row.name)).collect())
}

/// The client of that id, or the one that it was merged into, with its name; none where there is neither. Mergers are few: the search
/// begins with them.
pub(crate) async fn present(conn: &mut PgConnection, account: AccountId, id: ClientId) -> Result<Option<(ClientId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"with recursive way as (
               select $2::uuid as id
               union
               select audit.subject_id
               from way
               join audit on audit.account_id = $1 and audit.action = 'merge_clients' and audit.before ->> 'client' = way.id::text
           )
           select clients.id, clients.name
           from way
           join clients on clients.account_id = $1 and clients.id = way.id
           limit 1"#,
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (ClientId(row.id), row.name)))
}

/// Counts the sessions without an outcome for a client or of a holder, of some trees or of all.
pub(crate) async fn open(conn: &mut PgConnection, account: AccountId, of: Of, trees: Option<&[TreeId]>) -> Result<Open, sqlx::Error> {
    let trees: Option<Vec<Uuid>> = trees.map(|trees| trees.iter().map(|tree| tree.0).collect());
    let (client, holder) = match of {
        Of::Client(client) => (Some(client.0), None),
        Of::Holder(holder) => (None, Some(holder.0)),
    };
    sqlx::query_as!(
        Open,
        r#"select count(*) as "sessions!", count(open_visit_id) as "running!"
           from sessions
           where account_id = $1 and outcome is null and ($2::uuid is null or client_id = $2) and ($3::uuid is null or holder_id = $3)
               and ($4::uuid[] is null or tree_id = any($4))"#,
        account.0,
        client,
        holder,
        trees.as_deref()
    )
    .fetch_one(conn)
    .await
}

/// Counts, of the newest sessions that ended on these days, the people beside one who walked each of some trees.
pub(crate) async fn others(
    conn: &mut PgConnection,
    account: AccountId,
    counted: &Counted,
    days: Days,
    trees: &[TreeId],
    than: UserId,
) -> Result<Vec<(TreeId, i64)>, sqlx::Error> {
    let Some((from, to)) = instants(counted, days) else { return Ok(Vec::new()) };
    let trees: Vec<Uuid> = trees.iter().map(|tree| tree.0).collect();
    let rows = sqlx::query!(
        r#"select tree_id, count(distinct holder_id) as "people!"
           from (
               select tree_id, holder_id from sessions
               where account_id = $1 and completed_at >= $2 and completed_at < $3 and ending <> 'cancelled'
               order by completed_at desc
               limit $6
           ) as newest
           where tree_id = any($4) and holder_id <> $5
           group by tree_id"#,
        account.0,
        from,
        to,
        &trees,
        than.0,
        MOST
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (TreeId(row.tree_id), row.people)).collect())
}
