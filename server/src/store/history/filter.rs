//! A filter of the history with its names, days and words resolved, and its conditions in SQL.

use app::backend::history::SessionFilter;
use resolutionflow::id::{ClientId, SessionId, TreeId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::search::Matching;
use resolutionflow::time::Timestamp;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::search;
use crate::store::integer;
use crate::store::sessions::Reach;

/// The last character that there is: comes after every text with the same beginning.
const LAST: char = '\u{10FFFF}';

/// Condition that a walk `w` of a generation `{}` is that of a session `s`. With the tree, so that a tree's walks can be read by their index.
pub(super) const SAME_WALK: &str = "w.account_id = s.account_id and w.generation = {} and w.session_id = s.id and w.tree_id = s.tree_id";

/// Statement that creates the function by which sessions that somebody came back to are found.
pub(in crate::store) fn came_back_function() -> String {
    include_str!("../../../../migrations/functions/chains_that_came_back.sql").to_owned()
}

/// Ending of a session: an outcome, or none while it is in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ending(pub Option<Outcome>);

impl Ending {
    /// The ending as stored: the outcome's name, or `active`.
    pub(crate) fn as_str(self) -> &'static str {
        self.0.map_or("active", Outcome::as_str)
    }

    /// Every ending in the order in which pages list them: in progress, then the outcomes.
    pub(crate) fn all() -> impl DoubleEndedIterator<Item = Self> {
        std::iter::once(Self(None)).chain(Outcome::ALL.map(|outcome| Self(Some(outcome))))
    }
}

/// State of a session in progress, to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActiveState {
    Running,
    Parked,
    /// Parked for another technician to take over.
    Waiting,
    /// In progress, without activity since this time.
    Untouched(Timestamp),
}

/// Filter of the history as the store takes it: ids, instants and endings. A field that is none lets every session through.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResolvedFilter {
    pub reach: Reach,
    /// Instant up to which the times of running sessions count.
    pub as_of: Timestamp,
    /// These sessions alone. Ignored by a search.
    pub selected: Option<Vec<SessionId>>,
    pub holder: Option<UserId>,
    pub trees: Option<Vec<TreeId>>,
    pub client: Option<ClientId>,
    /// The beginning of the ticket's number, in whatever case.
    pub ticket: Option<String>,
    pub endings: Option<Vec<Ending>>,
    pub active_state: Option<ActiveState>,
    pub from: Option<Timestamp>,
    /// End of the time of the start, exclusive.
    pub to: Option<Timestamp>,
    pub ended_from: Option<Timestamp>,
    /// End of the time of the end, exclusive.
    pub ended_to: Option<Timestamp>,
    /// Sessions that begin a chain to which somebody came back, of those that began up to this time: nobody can come back to them any more.
    pub came_back_of: Option<Timestamp>,
    /// Generation of the account's walks that figures are read from, for the filters that compare walks.
    pub generation: i64,
    /// The words of a search, as they were typed.
    pub text: Option<String>,
    /// How much of each word has to be there.
    pub matching: Matching,
    /// The filters that compare their value as it is, such as totals. Those that are resolved into fields above are unset here.
    pub values: SessionFilter,
}

impl ResolvedFilter {
    /// Filter that lets through every session that the viewer may read.
    pub(crate) fn all(reach: Reach, as_of: Timestamp) -> Self {
        Self {
            reach,
            as_of,
            selected: None,
            holder: None,
            trees: None,
            client: None,
            ticket: None,
            endings: None,
            active_state: None,
            from: None,
            to: None,
            ended_from: None,
            ended_to: None,
            came_back_of: None,
            generation: 0,
            text: None,
            matching: Matching::Words,
            values: SessionFilter::default(),
        }
    }

    /// Filter that lets through these sessions, as far as the viewer may read them.
    pub(crate) fn selected(reach: Reach, as_of: Timestamp, selected: Vec<SessionId>) -> Self {
        Self { selected: Some(selected), ..Self::all(reach, as_of) }
    }

    /// True if it filters by trees, or a version of one, or by a client, or by a total, and by nothing else. Each of these has an index in
    /// which sessions of one ending stand together, so that counting stays fast.
    pub(super) fn is_counted_by_an_index(&self) -> bool {
        let totals = (self.values.total_min, self.values.total_max);
        let indexed = [self.trees.is_some(), self.client.is_some(), totals != (None, None)];
        let values = SessionFilter { version: None, total_min: None, total_max: None, ..self.values.clone() };
        let rest = Self { trees: None, client: None, values, ..self.clone() };
        indexed.into_iter().filter(|indexed| *indexed).count() == 1 && rest == Self::all(self.reach, self.as_of)
    }

    /// Adds the filter's conditions on a session `s` to a statement, every value bound.
    pub(super) fn push(&self, sql: &mut QueryBuilder<Postgres>) {
        sql.push("s.account_id = ").push_bind(self.reach.account.0);
        if self.text.is_some() {
            sql.push(" and s.id in (select id from ");
            search::push(sql, self, &search::SORTED_MATCHES);
            sql.push(")");
            return;
        }
        if let Some(user) = self.reach.only_of {
            sql.push(" and (s.holder_id = ").push_bind(user.0).push(" or s.for_someone_else)");
        }
        if let Some(selected) = &self.selected {
            let selected: Vec<Uuid> = selected.iter().map(|id| id.0).collect();
            sql.push(" and s.id = any(").push_bind(selected).push(")");
        }
        if let Some(user) = self.holder {
            sql.push(" and s.holder_id = ").push_bind(user.0);
        }
        // One value is compared by itself: an index is then in the order of the list.
        match self.trees.as_deref() {
            None => {}
            Some([tree]) => {
                sql.push(" and s.tree_id = ").push_bind(tree.0);
            }
            Some(trees) => {
                sql.push(" and s.tree_id = any(").push_bind(trees.iter().map(|tree| tree.0).collect::<Vec<_>>()).push(")");
            }
        }
        if let Some(client) = self.client {
            sql.push(" and s.client_id = ").push_bind(client.0);
        }
        if let Some(ticket) = &self.ticket {
            sql.push(" and s.ticket_key <> '' and s.ticket_key >= lower(").push_bind(ticket.clone());
            sql.push("::text collate \"und-x-icu\") collate \"C\" and s.ticket_key < lower(").push_bind(after(ticket));
            sql.push("::text collate \"und-x-icu\") collate \"C\"");
        }
        match self.endings.as_deref() {
            None => {}
            Some([ending]) => {
                sql.push(" and s.ending = ").push_bind(ending.as_str());
            }
            Some(endings) => {
                sql.push(" and s.ending = any(").push_bind(names(endings)).push(")");
            }
        }
        self.push_active_state(sql);
        if let Some(from) = self.from {
            sql.push(" and s.started_at >= ").push_bind(from.utc());
        }
        if let Some(to) = self.to {
            sql.push(" and s.started_at < ").push_bind(to.utc());
        }
        if let Some(from) = self.ended_from {
            sql.push(" and s.completed_at >= ").push_bind(from.utc());
        }
        if let Some(to) = self.ended_to {
            sql.push(" and s.completed_at < ").push_bind(to.utc());
        }
        if let Some(settled) = self.came_back_of {
            sql.push(" and s.id in (select chains_that_came_back(").push_bind(self.reach.account.0);
            for bound in [Some(settled), self.ended_from, self.ended_to] {
                sql.push(", ").push_bind(bound.map(Timestamp::utc));
            }
            sql.push("))");
        }
        for (filter, value) in self.values.conditions().filter(|(filter, _)| !filter.is_of_walk()) {
            push_condition(sql, filter.condition, value);
        }
        self.push_walk(sql);
    }

    /// The conditions on the session's walk, in one look at it.
    fn push_walk(&self, sql: &mut QueryBuilder<Postgres>) {
        let mut of_walk = self.values.conditions().filter(|(filter, _)| filter.is_of_walk()).peekable();
        if of_walk.peek().is_some() {
            sql.push(" and exists (select from walks w where true");
            push_condition(sql, SAME_WALK, self.generation);
            of_walk.for_each(|(filter, value)| push_condition(sql, filter.condition, value));
            sql.push(")");
        }
    }

    fn push_active_state(&self, sql: &mut QueryBuilder<Postgres>) {
        match self.active_state {
            None => {}
            Some(ActiveState::Running) => {
                sql.push(" and s.open_visit_id is not null");
            }
            // The endings imply that there is no outcome; said again, it leads to the index of the few active sessions.
            Some(ActiveState::Parked) => {
                sql.push(" and s.outcome is null and s.open_visit_id is null");
            }
            Some(ActiveState::Waiting) => {
                sql.push(" and s.for_someone_else");
            }
            Some(ActiveState::Untouched(since)) => {
                // The index has hours.
                sql.push(" and s.outcome is null and s.active_hour <= ").push_bind(integer(since.unix().div_euclid(3600)));
                sql.push(" and s.last_activity_at <= ").push_bind(since.utc());
            }
        }
    }
}

/// Adds a condition with its value at each `{}`.
fn push_condition(sql: &mut QueryBuilder<Postgres>, condition: &str, value: i64) {
    for (index, part) in condition.split("{}").enumerate() {
        if index == 0 {
            sql.push(" and ");
        } else {
            sql.push_bind(value);
        }
        sql.push(part);
    }
}

/// The endings as stored, for an array parameter.
pub(super) fn names(endings: &[Ending]) -> Vec<&'static str> {
    endings.iter().map(|ending| ending.as_str()).collect()
}

/// Upper bound of the texts with this beginning, for a range over an index.
pub(super) fn after(beginning: &str) -> String {
    let mut end = beginning.to_owned();
    end.push(LAST);
    end
}
