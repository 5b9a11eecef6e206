//! Sessions as they are counted: without what no figure is made of.

use chrono::{DateTime, Utc};
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::{AccountId, SessionId, UserId};
use resolutionflow::session::{Closing, Completion, Facts, OutputSizes, Phase, Session};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{CommandValues, NodeId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::version;
use crate::store::{at, decode, text};

/// Row of a session as it is counted. Its records are parsed by [`Source::session`], which takes a while.
pub(crate) struct Source {
    id: Uuid,
    tree_id: Uuid,
    version_number: i32,
    holder_id: Uuid,
    handed_over_at: Option<DateTime<Utc>>,
    ticket: String,
    follows_session_id: Option<Uuid>,
    started_at: DateTime<Utc>,
    decisions: String,
    outcome: Option<String>,
    completed_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
}

impl Source {
    /// Id of the session.
    pub(crate) fn id(&self) -> SessionId {
        SessionId(self.id)
    }

    /// True if it has an outcome.
    pub(crate) fn has_ended(&self) -> bool {
        self.outcome.is_some()
    }

    /// True if it follows up no other one.
    pub(crate) fn is_topmost(&self) -> bool {
        self.follows_session_id.is_none()
    }

    /// The session, as far as it is counted.
    pub(crate) fn session(self) -> Result<Session, sqlx::Error> {
        let records: Vec<DecisionRecord> = serde_json::from_str(&self.decisions).map_err(decode)?;
        let closed = at(self.closed_at).zip(self.closed_by).map(|(at, by)| Closing { at, by: UserId(by), reason: None });
        let phase = match (self.outcome, at(self.completed_at)) {
            (Some(outcome), Some(completed_at)) => {
                Phase::Completed(Completion { outcome: outcome.parse().map_err(decode)?, completed_at, closed })
            }
            // Running or parked: neither counts.
            _ => Phase::Parked { node_id: NodeId(String::new()), reason: None, for_someone_else: false },
        };
        Ok(Session {
            id: SessionId(self.id),
            version: version(self.tree_id, self.version_number),
            holder: UserId(self.holder_id),
            handed_over_at: at(self.handed_over_at),
            revision: 0,
            started_at: Timestamp::from_utc(self.started_at),
            last_activity_at: Timestamp::from_utc(self.started_at),
            records,
            phase,
            facts: Facts { ticket: text(self.ticket)?, ..Facts::default() },
            values: CommandValues::default(),
            output_sizes: OutputSizes::default(),
            follows: self.follows_session_id.map(SessionId),
        })
    }
}

/// Most sessions that are read at a time: so many, or so many bytes of records, whichever is reached first; one, in any case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    pub sessions: i64,
    pub bytes: i64,
}

/// Statement of the next sessions of an account, in the order of their ids, after one of them or from the first. Large ones are read without
/// notes, of which nothing is counted.
macro_rules! next_sessions {
    ($condition:literal, $lock:literal, $account:expr, $after:expr, $most:expr) => {
        sqlx::query_as!(
            Source,
            r#"select id as "id!", tree_id as "tree_id!", version_number as "version_number!", holder_id as "holder_id!", handed_over_at,
                   ticket as "ticket!", follows_session_id, started_at as "started_at!", decisions as "decisions!", outcome, completed_at,
                   closed_at, closed_by
               from (
                   select *, sum(octet_length(decisions)) over (order by id) - octet_length(decisions) as bytes_before
                   from (
                       select id, tree_id, version_number, holder_id, handed_over_at, ticket, follows_session_id, started_at, outcome,
                           completed_at, closed_at, closed_by,
                           case when pg_column_size(decisions) <= 8192 then decisions else (
                               select jsonb_agg(record - 'notes' order by place) from jsonb_array_elements(decisions)
                                   with ordinality as list (record, place)
                           ) end::text as decisions
                       from sessions
                       where account_id = $1 and ($2::uuid is null or id > $2) "#
                + $condition
                + " order by id limit $3 "
                + $lock
                + r#"
                   ) as next
               ) as next
               where bytes_before < $4
               order by id"#,
            $account.0,
            $after.map(|after| after.0),
            $most.sessions,
            $most.bytes
        )
    };
}

/// Reads the next sessions that have an outcome.
pub(crate) async fn ended(
    conn: &mut PgConnection,
    account: AccountId,
    after: Option<SessionId>,
    most: Most,
) -> Result<Vec<Source>, sqlx::Error> {
    next_sessions!("and outcome is not null", "", account, after, most).fetch_all(conn).await
}

/// Locks the next sessions until the transaction ends, and reads them. Those that have not ended, too: of one that somebody is ending just
/// now nothing else would wait.
pub(crate) async fn lock_next(
    conn: &mut PgConnection,
    account: AccountId,
    after: Option<SessionId>,
    most: Most,
) -> Result<Vec<Source>, sqlx::Error> {
    next_sessions!("", "for no key update", account, after, most).fetch_all(conn).await
}

/// Locks a session until the transaction ends, and reads it; none where there is none.
pub(crate) async fn lock(conn: &mut PgConnection, account: AccountId, id: SessionId) -> Result<Option<Source>, sqlx::Error> {
    sqlx::query_as!(
        Source,
        r#"select id, tree_id, version_number, holder_id, handed_over_at, ticket, follows_session_id, started_at,
               decisions::text as "decisions!", outcome, completed_at, closed_at, closed_by
           from sessions
           where account_id = $1 and id = $2
           for no key update"#,
        account.0,
        id.0
    )
    .fetch_optional(conn)
    .await
}
