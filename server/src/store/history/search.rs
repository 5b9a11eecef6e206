//! The search: a call of `find_sessions`, the one function that may use the index of words under row security. It takes every
//! filter by name, as a `session_filter`.

use app::backend::history::{FILTERS, RANKED, SORTED};
use resolutionflow::id::SessionId;
use resolutionflow::search::Query;
use resolutionflow::time::Timestamp;
use serde_json::{Map, Value, json};
use sqlx::types::Json;
use sqlx::{Postgres, QueryBuilder};

use super::filter::{ActiveState, ResolvedFilter, SAME_WALK, after, names};
use super::source::times;
use crate::store::integer;
use crate::store::words::{query, typed};

/// Matches of a search to look for, in the order of starts: from the newest or oldest on, or after a place.
pub(super) struct Matches {
    pub limit: i64,
    pub beyond: Option<(Timestamp, SessionId)>,
    pub oldest_first: bool,
}

impl Matches {
    /// The `limit` newest matches.
    pub(super) const fn newest(limit: u32) -> Self {
        Self { limit: limit as i64, beyond: None, oldest_first: false }
    }
}

/// The newest matches, which are put in an order other than by start; older ones are left out.
pub(super) const SORTED_MATCHES: Matches = Matches::newest(SORTED);
/// The newest matches, which are ranked by relevance; older ones are left out.
pub(super) const RANKED_MATCHES: Matches = Matches::newest(RANKED);

/// SQL that creates the function `find_sessions`, with the conditions of the filters written in, so that list and search compare the
/// same.
pub(in crate::store) fn function() -> String {
    let written = |of_walk: bool| {
        let compared = FILTERS.iter().filter(|filter| !filter.condition.is_empty() && filter.is_of_walk() == of_walk);
        let conditions = compared.map(|filter| {
            if filter.is_flag {
                ["and (('", filter.name, "' = any (filter.flags)) is not true or ", filter.condition, ")"].concat()
            } else {
                let value = ["filter.", filter.attribute].concat();
                ["and (", &value, " is null or ", &filter.condition.replace("{}", &value), ")"].concat()
            }
        });
        conditions.collect::<Vec<_>>().join("\n")
    };
    include_str!("../../../../migrations/functions/find_sessions.sql")
        .replace("-- {times}", &[", ", &times("filter.as_of")].concat())
        .replace("-- {conditions}", &written(false))
        .replace("-- {same walk}", &["and ", &SAME_WALK.replace("{}", "filter.generation")].concat())
        .replace("-- {conditions on walks}", &written(true))
}

/// Adds the call of `find_sessions` with query, filter and place to a statement, every value bound.
pub(super) fn push(sql: &mut QueryBuilder<Postgres>, filter: &ResolvedFilter, matches: &Matches) {
    let text = filter.text.as_deref().unwrap_or_default();
    sql.push("find_sessions(").push_bind(query(&Query::of(text, filter.matching)));
    sql.push(", ").push_bind(typed(text));
    sql.push(", ").push_bind(integer(matches.limit));
    sql.push(", jsonb_populate_record(null::session_filter, ").push_bind(Json(attributes(filter)));
    sql.push("), ").push_bind(matches.beyond.map(|(at, _)| at.utc()));
    sql.push(", ").push_bind(matches.beyond.map(|(_, id)| id.0));
    sql.push(", ").push_bind(matches.oldest_first).push(")");
}

/// The filter as the attributes of `session_filter`. What is null or left out lets every session through.
fn attributes(filter: &ResolvedFilter) -> Map<String, Value> {
    let is = |state| (filter.active_state == Some(state)).then_some(true);
    let untouched_since = match filter.active_state {
        Some(ActiveState::Untouched(since)) => Some(since),
        _ => None,
    };
    let mut flags = Vec::new();
    let mut attributes = Map::new();
    for (entry, value) in filter.values.conditions() {
        if entry.is_flag {
            flags.push(entry.name);
        } else {
            attributes.insert(entry.attribute.to_owned(), value.into());
        }
    }
    let resolved = json!({
        "as_of": filter.as_of,
        "only_of": filter.reach.only_of,
        "holder": filter.holder,
        "trees": filter.trees,
        "client": filter.client,
        "ticket_from": filter.ticket,
        "ticket_to": filter.ticket.as_deref().map(after),
        "endings": filter.endings.as_deref().map(names),
        "running": if filter.active_state == Some(ActiveState::Parked) { Some(false) } else { is(ActiveState::Running) },
        "waiting": is(ActiveState::Waiting),
        "untouched_since": untouched_since,
        "started_from": filter.from,
        "started_to": filter.to,
        "ended_from": filter.ended_from,
        "ended_to": filter.ended_to,
        "came_back_of": filter.came_back_of,
        "generation": filter.values.conditions().any(|(entry, _)| entry.is_of_walk()).then_some(filter.generation),
        "flags": flags,
    });
    if let Value::Object(resolved) = resolved {
        attributes.extend(resolved);
    }
    attributes
}
