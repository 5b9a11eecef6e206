//! The ids of a page: every filter with every order. Here, in `filter`, `search` and `counts`, and nowhere else, SQL is put
//! together; every value is bound.
//!
//! The columns that are compared stand in the indexes of migration 10, so that a session which a filter excludes is not read.

use resolutionflow::id::{SessionId, TreeId};
use resolutionflow::search::Query;
use resolutionflow::time::Timestamp;
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::{Encode, PgConnection, Postgres, QueryBuilder, Type};
use uuid::Uuid;

use super::filter::{Ending, ResolvedFilter};
use super::search::{self, Matches};
use crate::store::words::query;

/// Group of the history that is in the order of trees or endings: the sessions of one key that come after a start and id.
#[derive(Debug, Clone)]
pub(crate) struct Group<Key> {
    pub key: Key,
    pub beyond: (Timestamp, SessionId),
}

/// Order of the history, and the place after which reading begins; none for the beginning.
#[derive(Debug, Clone)]
pub(crate) enum Axis {
    /// By the time of the start.
    Started(Option<(Timestamp, SessionId)>),
    /// By total time in seconds, up to the filter's instant.
    Total(Option<(i64, SessionId)>),
    /// By tree, in the order of the groups, by start in each.
    Trees(Vec<Group<TreeId>>),
    /// By ending, in the order of the groups, by start in each.
    Endings(Vec<Group<Ending>>),
    /// By relevance to the words of the search.
    Rank(Option<(f32, SessionId)>),
}

/// Page of the history to read: order, place, direction and number of sessions.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    pub axis: Axis,
    /// True for the earliest, shortest or lowest first. Groups come in the order in which they stand.
    pub ascending: bool,
    pub limit: i64,
}

/// Id of a session that was found, with its rank, which is 0 in every order but by relevance.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct Found {
    #[sqlx(try_from = "Uuid")]
    pub id: SessionId,
    pub rank: f32,
}

/// Finds the sessions of a page, by filter and scan, in the scan's order. The rows are read by `rows`.
pub(crate) async fn find(conn: &mut PgConnection, filter: &ResolvedFilter, scan: &Scan) -> Result<Vec<Found>, sqlx::Error> {
    // Planned with its values: the number of sessions that a filter leaves decides which index serves best.
    statement(filter, scan).build_query_as().persistent(false).fetch_all(conn).await
}

/// Builds the statement that [`find`] sends, with every value bound.
pub(super) fn statement(filter: &ResolvedFilter, scan: &Scan) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::<Postgres>::new("select s.id, 0::real as rank from ");
    // A group implies its own filter. A search keeps it: its newest matches are those of all filters.
    let implied = |bare| if filter.text.is_some() { filter.clone() } else { bare };
    match &scan.axis {
        Axis::Started(beyond) if filter.text.is_some() => {
            search::push(&mut sql, filter, &Matches { limit: scan.limit, beyond: *beyond, oldest_first: scan.ascending });
            sql.push(" as s");
        }
        Axis::Started(beyond) => push_page(&mut sql, filter, scan, "s.started_at", beyond.map(|(at, id)| (at.utc(), id))),
        Axis::Total(beyond) => push_page(&mut sql, filter, scan, "s.total", *beyond),
        Axis::Trees(groups) => {
            let keys: Vec<Uuid> = groups.iter().map(|group| group.key.0).collect();
            sql.push("unnest(").push_bind(keys).push("::uuid[], ");
            push_groups(&mut sql, &implied(ResolvedFilter { trees: None, ..filter.clone() }), scan, groups, "s.tree_id");
        }
        Axis::Endings(groups) => {
            let keys: Vec<&str> = groups.iter().map(|group| group.key.as_str()).collect();
            sql.push("unnest(").push_bind(keys).push("::text[], ");
            push_groups(&mut sql, &implied(ResolvedFilter { endings: None, ..filter.clone() }), scan, groups, "s.ending");
        }
        Axis::Rank(beyond) => {
            sql = QueryBuilder::new("select s.id, s.rank from (select s.id, ts_rank(s.search, search_tokens(");
            sql.push_bind(query(&Query::of(filter.text.as_deref().unwrap_or_default(), filter.matching))).push(")) as rank from ");
            search::push(&mut sql, filter, &search::RANKED_MATCHES);
            sql.push(" as found join sessions s on s.account_id = ").push_bind(filter.reach.account.0).push(" and s.id = found.id) s");
            scan.push_beyond(&mut sql, " where ", "s.rank", *beyond);
            scan.push_order(&mut sql, "s.rank");
            scan.push_limit(&mut sql);
        }
    }
    sql
}

/// Goes on after `select … from `: the first sessions in the order of a column.
fn push_page<Value>(
    sql: &mut QueryBuilder<Postgres>,
    filter: &ResolvedFilter,
    scan: &Scan,
    column: &str,
    beyond: Option<(Value, SessionId)>,
) where
    Value: 'static + Copy + Send + for<'q> Encode<'q, Postgres> + Type<Postgres>,
{
    let columns = ["s.id, ", column, " as place"].concat();
    filter.push_sessions(sql, matches!(scan.axis, Axis::Total(_)), &columns, |sql| {
        scan.push_beyond(sql, " and ", column, beyond);
        scan.push_order(sql, column);
        scan.push_limit(sql);
    });
    scan.push_order(sql, "s.place");
    scan.push_limit(sql);
}

/// Goes on after `unnest(keys, `. Where the filter leaves few sessions they are found first and then sorted; otherwise each group
/// gives its first ones, and no group is read to its end.
fn push_groups<Key>(sql: &mut QueryBuilder<Postgres>, filter: &ResolvedFilter, scan: &Scan, groups: &[Group<Key>], column: &str) {
    let (starts, ids): (Vec<DateTime<Utc>>, Vec<Uuid>) = groups.iter().map(|group| (group.beyond.0.utc(), group.beyond.1.0)).unzip();
    sql.push_bind(starts)
        .push("::timestamptz[], ")
        .push_bind(ids)
        .push("::uuid[]) with ordinality as g (key, beyond_at, beyond_id, place) ");
    let few = filter.text.is_some() || filter.client.is_some() || filter.ticket.is_some() || filter.active_state.is_some();
    let beyond = |sql: &mut QueryBuilder<Postgres>, key: &str| {
        sql.push(key).push(" = g.key and (s.started_at, s.id)").push(scan.further()).push("(g.beyond_at, g.beyond_id)");
    };
    if few {
        sql.push("join ");
        filter.push_sessions(sql, false, &["s.id, s.started_at, ", column, " as key"].concat(), |_| {});
        sql.push(" on ");
        beyond(sql, "s.key");
    } else {
        sql.push("cross join lateral ");
        filter.push_sessions(sql, false, "s.id, s.started_at", |sql| {
            sql.push(" and ");
            beyond(sql, column);
            scan.push_order(sql, "s.started_at");
            scan.push_limit(sql);
        });
    }
    scan.push_order(sql, "g.place, s.started_at");
    scan.push_limit(sql);
}

impl Scan {
    fn further(&self) -> &'static str {
        if self.ascending { " > " } else { " < " }
    }

    /// The rows beyond a value of a column and an id.
    fn push_beyond<Value>(&self, sql: &mut QueryBuilder<Postgres>, joint: &str, column: &str, beyond: Option<(Value, SessionId)>)
    where
        Value: 'static + Send + for<'q> Encode<'q, Postgres> + Type<Postgres>,
    {
        if let Some((value, id)) = beyond {
            sql.push(joint).push("(").push(column).push(", s.id)").push(self.further()).push("(");
            sql.push_bind(value).push(", ").push_bind(id.0).push(")");
        }
    }

    fn push_order(&self, sql: &mut QueryBuilder<Postgres>, column: &str) {
        let way = if self.ascending { " asc" } else { " desc" };
        sql.push(" order by ").push(column).push(way).push(", s.id").push(way);
    }

    fn push_limit(&self, sql: &mut QueryBuilder<Postgres>) {
        sql.push(" limit ").push_bind(self.limit);
    }
}
