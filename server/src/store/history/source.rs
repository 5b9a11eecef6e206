//! Sessions that a statement reads, with the times that pages show.
//!
//! Indexes have the times of finished visits; those of a running session go on. So where times count, the running ones are read apart, one a
//! holder at most, and all others by the indexes.

use resolutionflow::time::Timestamp;
use sqlx::{Postgres, QueryBuilder};

use super::filter::{Ending, ResolvedFilter};

/// Seconds of a session `s` as they are shown at `{as_of}`. Visits that were opened since then count for nothing: a list that began before
/// them goes on as it began.
const TIMES: &str = "\
    greatest(0, coalesce(s.total_seconds + extract(epoch from {as_of} - s.open_entered_at)::bigint, s.total_seconds)) as total, \
    s.active_seconds + greatest(0, extract(epoch from {as_of} - s.open_entered_at)::bigint - coalesce(s.open_idle_seconds, 0)) as active";

/// Columns `total` and `active` of a session `s`, as of the instant that the SQL expression `as_of` gives.
pub(super) fn times(as_of: &str) -> String {
    TIMES.replace("{as_of}", as_of)
}

/// Sessions to read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// All, with the times of their finished visits.
    Stored,
    /// The same without those that run.
    Settled,
    /// Those that run, with the times that are shown.
    Running,
    /// All, with the times that are shown, which no index has.
    Shown,
}

impl Source {
    fn push(self, sql: &mut QueryBuilder<Postgres>, as_of: Timestamp) {
        match self {
            Self::Stored | Self::Settled => {
                sql.push("(select *, total_seconds as total, active_seconds as active from sessions) s");
            }
            Self::Running | Self::Shown => {
                let mut parts = TIMES.split("{as_of}");
                sql.push("(select s.*, ").push(parts.next().unwrap_or_default());
                for part in parts {
                    sql.push_bind(as_of.utc()).push("::timestamptz").push(part);
                }
                sql.push(" from sessions s) s");
            }
        }
    }

    fn push_condition(self, sql: &mut QueryBuilder<Postgres>, filter: &ResolvedFilter) {
        match self {
            Self::Stored | Self::Shown => {}
            // By ending and id, which the indexes have.
            Self::Settled => {
                sql.push(" and (s.ending <> 'active' or s.id <> all(array(");
                sql.push("select id from sessions where open_visit_id is not null and account_id = ").push_bind(filter.reach.account.0);
                sql.push(")))");
            }
            Self::Running => {
                sql.push(" and s.open_visit_id is not null");
            }
        }
    }
}

impl ResolvedFilter {
    /// Adds a subquery `s` to a statement: the `columns` of the sessions that pass, of each source those that `cut` leaves. `by_total` is
    /// true where it cuts by their totals.
    pub(super) fn push_sessions(
        &self,
        sql: &mut QueryBuilder<Postgres>,
        by_total: bool,
        columns: &str,
        cut: impl Fn(&mut QueryBuilder<Postgres>),
    ) {
        for (position, source) in self.sources(by_total).iter().enumerate() {
            sql.push(if position == 0 { "((select " } else { " union all (select " }).push(columns).push(" from ");
            source.push(sql, self.as_of);
            sql.push(" where ");
            self.push(sql);
            source.push_condition(sql, self);
            cut(sql);
            sql.push(")");
        }
        sql.push(") s");
    }

    fn sources(&self, by_total: bool) -> &'static [Source] {
        let may_run = self.endings.as_ref().is_none_or(|endings| endings.contains(&Ending(None)));
        let is_timed = |condition: &str| ["s.total ", "s.active "].iter().any(|time| condition.contains(time));
        match &self.text {
            _ if !may_run => &[Source::Stored],
            // A search has compared times already, and finds few enough to sort.
            Some(_) if by_total => &[Source::Shown],
            None if by_total || self.values.conditions().any(|(filter, _)| is_timed(filter.condition)) => {
                &[Source::Settled, Source::Running]
            }
            _ => &[Source::Stored],
        }
    }
}
