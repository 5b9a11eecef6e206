//! Which sessions the history lists: every filter with every order. Here and in `counts`, and nowhere else, SQL is put together;
//! every value is bound.
//!
//! What is compared here stands in the indexes of migration 10, so that a session which a filter leaves out is not read.

use app::backend::history::{RANKED, SORTED};
use resolutionflow::id::{SessionId, TreeId};
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::narrowing::{Axis, Ending, Found, Group, Narrowing, Scan, Standing};
use crate::store::integer;
use crate::store::words::words;

/// After every text that begins in the same way: the last character that there is.
const LAST: char = '\u{10FFFF}';

/// The sessions of a page in the order of the scan.
pub(crate) async fn find(conn: &mut PgConnection, narrowing: &Narrowing, scan: &Scan) -> Result<Vec<Found>, sqlx::Error> {
    // Planned with its values: what a filter leaves over decides which index serves best.
    finding(narrowing, scan).build_query_as().persistent(false).fetch_all(conn).await
}

/// The statement of [`find`].
pub(super) fn finding(narrowing: &Narrowing, scan: &Scan) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::<Postgres>::new("select s.id, 0::real as rank from ");
    // What the groups say already. Not of a search, whose newest matches are those of all that it is asked.
    let rest = |bare| if narrowing.text.is_some() { narrowing.clone() } else { bare };
    match &scan.axis {
        Axis::Started(beyond) if narrowing.text.is_some() => {
            search(&mut sql, narrowing, scan.limit, *beyond, scan.ascending);
            sql.push(" as s");
        }
        Axis::Started(beyond) => {
            sql.push("sessions s where ");
            narrow(&mut sql, narrowing);
            if let Some((at, id)) = beyond {
                sql.push(" and (s.started_at, s.id)")
                    .push(further(scan))
                    .push("(")
                    .push_bind(at.utc())
                    .push(", ")
                    .push_bind(id.0)
                    .push(")");
            }
            sql.push(" order by s.started_at").push(way(scan)).push(", s.id").push(way(scan)).push(" limit ").push_bind(scan.limit);
        }
        Axis::Total(beyond) => {
            sql.push("sessions s where ");
            narrow(&mut sql, narrowing);
            if let Some((total, id)) = beyond {
                sql.push(" and (s.total_seconds, s.id)")
                    .push(further(scan))
                    .push("(")
                    .push_bind(*total)
                    .push(", ")
                    .push_bind(id.0)
                    .push(")");
            }
            sql.push(" order by s.total_seconds").push(way(scan)).push(", s.id").push(way(scan)).push(" limit ").push_bind(scan.limit);
        }
        Axis::Trees(groups) => {
            let keys: Vec<Uuid> = groups.iter().map(|group| group.key.0).collect();
            sql.push("unnest(").push_bind(keys).push("::uuid[], ");
            grouped(&mut sql, &rest(Narrowing { trees: None, ..narrowing.clone() }), scan, groups, "s.tree_id");
        }
        Axis::Endings(groups) => {
            let keys: Vec<&str> = groups.iter().map(|group| group.key.as_str()).collect();
            sql.push("unnest(").push_bind(keys).push("::text[], ");
            grouped(&mut sql, &rest(Narrowing { endings: None, ..narrowing.clone() }), scan, groups, "s.ending");
        }
        Axis::Rank(beyond) => {
            sql = QueryBuilder::new("select s.id, s.rank from (select s.id, ts_rank(s.search, search_query(");
            sql.push_bind(words(narrowing.text.as_deref().unwrap_or_default())).push(")) as rank from ");
            search(&mut sql, narrowing, i64::from(RANKED), None, false);
            sql.push(" as found join sessions s on s.account_id = ").push_bind(narrowing.reach.account.0).push(" and s.id = found.id) s");
            if let Some((rank, id)) = beyond {
                sql.push(" where (s.rank, s.id)").push(further(scan)).push("(").push_bind(*rank).push(", ").push_bind(id.0).push(")");
            }
            sql.push(" order by s.rank").push(way(scan)).push(", s.id").push(way(scan)).push(" limit ").push_bind(scan.limit);
        }
    }
    sql
}

/// Goes on after `unnest(keys, `. Where few sessions are left over they are found first and then put in order; otherwise each
/// group gives the first ones it has, and no group is read to its end.
fn grouped<Key>(sql: &mut QueryBuilder<Postgres>, narrowing: &Narrowing, scan: &Scan, groups: &[Group<Key>], column: &str) {
    let (starts, ids): (Vec<DateTime<Utc>>, Vec<Uuid>) = groups.iter().map(|group| (group.beyond.0.utc(), group.beyond.1.0)).unzip();
    sql.push_bind(starts)
        .push("::timestamptz[], ")
        .push_bind(ids)
        .push("::uuid[]) with ordinality as g (key, beyond_at, beyond_id, place) ");
    let few = narrowing.text.is_some() || narrowing.client.is_some() || narrowing.ticket.is_some() || narrowing.standing.is_some();
    sql.push(if few { "join sessions s on " } else { "cross join lateral (select s.id, s.started_at from sessions s where " });
    sql.push(column).push(" = g.key and (s.started_at, s.id)").push(further(scan)).push("(g.beyond_at, g.beyond_id) and ");
    narrow(sql, narrowing);
    if !few {
        sql.push(" order by s.started_at").push(way(scan)).push(", s.id").push(way(scan)).push(" limit ").push_bind(scan.limit).push(") s");
    }
    sql.push(" order by g.place, s.started_at").push(way(scan)).push(", s.id").push(way(scan)).push(" limit ").push_bind(scan.limit);
}

fn way(scan: &Scan) -> &'static str {
    if scan.ascending { " asc" } else { " desc" }
}

fn further(scan: &Scan) -> &'static str {
    if scan.ascending { " > " } else { " < " }
}

/// The condition that a session `s` must meet.
pub(super) fn narrow(sql: &mut QueryBuilder<Postgres>, narrowing: &Narrowing) {
    sql.push("s.account_id = ").push_bind(narrowing.reach.account.0);
    if narrowing.text.is_some() {
        sql.push(" and s.id in (select id from ");
        search(sql, narrowing, i64::from(SORTED), None, false);
        sql.push(")");
        return;
    }
    if let Some(user) = narrowing.reach.only_of {
        sql.push(" and (s.holder_id = ").push_bind(user.0).push(" or s.for_someone_else)");
    }
    if let Some(selected) = &narrowing.selected {
        let selected: Vec<Uuid> = selected.iter().map(|id| id.0).collect();
        sql.push(" and s.id = any(").push_bind(selected).push(")");
    }
    if let Some(user) = narrowing.holder {
        sql.push(" and s.holder_id = ").push_bind(user.0);
    }
    match narrowing.trees.as_deref() {
        None => {}
        Some([tree]) => {
            sql.push(" and s.tree_id = ").push_bind(tree.0);
        }
        Some(trees) => {
            sql.push(" and s.tree_id = any(").push_bind(ids(trees)).push(")");
        }
    }
    if let Some(version) = narrowing.version {
        sql.push(" and s.version_number = ").push_bind(integer(version));
    }
    if let Some(client) = narrowing.client {
        sql.push(" and s.client_id = ").push_bind(client.0);
    }
    if let Some(ticket) = &narrowing.ticket {
        sql.push(" and s.ticket_key <> '' and s.ticket_key >= lower(").push_bind(ticket.clone());
        sql.push("::text collate \"und-x-icu\") collate \"C\" and s.ticket_key < lower(").push_bind(after(ticket));
        sql.push("::text collate \"und-x-icu\") collate \"C\"");
    }
    match narrowing.endings.as_deref() {
        None => {}
        Some([ending]) => {
            sql.push(" and s.ending = ").push_bind(ending.as_str());
        }
        Some(endings) => {
            sql.push(" and s.ending = any(").push_bind(names(endings)).push(")");
        }
    }
    match narrowing.standing {
        None => {}
        Some(Standing::Running) => {
            sql.push(" and s.open_visit_id is not null");
        }
        // That there is no outcome follows from the endings; said like this it leads to the few that are still active.
        Some(Standing::Parked) => {
            sql.push(" and s.outcome is null and s.open_visit_id is null");
        }
        Some(Standing::Waiting) => {
            sql.push(" and s.for_someone_else");
        }
        Some(Standing::Untouched(since)) => {
            // The index has hours.
            sql.push(" and s.outcome is null and s.active_hour <= ").push_bind(integer(since.unix().div_euclid(3600)));
            sql.push(" and s.last_activity_at <= ").push_bind(since.utc());
        }
    }
    if let Some(from) = narrowing.from {
        sql.push(" and s.started_at >= ").push_bind(from.utc());
    }
    if let Some(to) = narrowing.to {
        sql.push(" and s.started_at < ").push_bind(to.utc());
    }
    // Nobody was active for longer than it took, which the index by totals knows.
    if let Some(least) = narrowing.total.least.max(narrowing.active.least) {
        sql.push(" and s.total_seconds >= ").push_bind(number(least));
    }
    if let Some(most) = narrowing.total.most {
        sql.push(" and s.total_seconds <= ").push_bind(number(most));
    }
    if let Some(least) = narrowing.active.least {
        sql.push(" and s.active_seconds >= ").push_bind(number(least));
    }
    if let Some(most) = narrowing.active.most {
        sql.push(" and s.active_seconds <= ").push_bind(number(most));
    }
    if narrowing.parked {
        sql.push(" and s.parked_seconds > 0");
    }
    if narrowing.follow_ups {
        sql.push(" and s.follows_session_id is not null");
    }
    if narrowing.with_notes {
        sql.push(" and s.has_notes");
    }
}

/// The same for a search: a call of the one function that may use the index of words.
pub(super) fn search(
    sql: &mut QueryBuilder<Postgres>,
    narrowing: &Narrowing,
    limit: i64,
    beyond: Option<(Timestamp, SessionId)>,
    oldest_first: bool,
) {
    let of = |standing| (narrowing.standing == Some(standing)).then_some(true);
    let running = if narrowing.standing == Some(Standing::Parked) { Some(false) } else { of(Standing::Running) };
    let untouched = match narrowing.standing {
        Some(Standing::Untouched(since)) => Some(since.utc()),
        _ => None,
    };
    sql.push("search_sessions(").push_bind(words(narrowing.text.as_deref().unwrap_or_default()));
    sql.push(", ").push_bind(integer(limit));
    sql.push(", ").push_bind(narrowing.reach.only_of.map(|user| user.0));
    sql.push(", ").push_bind(narrowing.holder.map(|user| user.0));
    sql.push(", ").push_bind(narrowing.trees.as_deref().map(ids));
    sql.push(", ").push_bind(narrowing.version.map(integer));
    sql.push(", ").push_bind(narrowing.client.map(|client| client.0));
    sql.push(", ").push_bind(narrowing.ticket.clone());
    sql.push(", ").push_bind(narrowing.ticket.as_deref().map(after));
    sql.push(", ").push_bind(narrowing.endings.as_deref().map(names));
    sql.push(", ").push_bind(running);
    sql.push(", ").push_bind(of(Standing::Waiting));
    sql.push(", ").push_bind(untouched);
    sql.push(", ").push_bind(narrowing.from.map(Timestamp::utc));
    sql.push(", ").push_bind(narrowing.to.map(Timestamp::utc));
    for limit in [narrowing.total.least, narrowing.total.most, narrowing.active.least, narrowing.active.most] {
        sql.push(", ").push_bind(limit.map(number));
    }
    for asked in [narrowing.parked, narrowing.follow_ups, narrowing.with_notes] {
        sql.push(", ").push_bind(asked.then_some(true));
    }
    sql.push(", ").push_bind(beyond.map(|(at, _)| at.utc()));
    sql.push(", ").push_bind(beyond.map(|(_, id)| id.0));
    sql.push(", ").push_bind(oldest_first).push(")");
}

fn ids(trees: &[TreeId]) -> Vec<Uuid> {
    trees.iter().map(|tree| tree.0).collect()
}

fn names(endings: &[Ending]) -> Vec<&'static str> {
    endings.iter().map(|ending| ending.as_str()).collect()
}

fn after(prefix: &str) -> String {
    let mut end = prefix.to_owned();
    end.push(LAST);
    end
}

fn number(seconds: Seconds) -> i64 {
    i64::try_from(seconds.0).unwrap_or(i64::MAX)
}
