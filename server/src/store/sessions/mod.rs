//! Sessions: one row each, which every step locks, reads and writes whole.

mod read;
mod search;
mod write;

use app::backend::views::{LinkedSession, RunningSession, SessionState};
use resolutionflow::id::{AccountId, ClientId, SessionId, UserId};
use resolutionflow::session::Session;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

pub(crate) use read::{find, lock, lock_with_running};
pub(crate) use write::{insert, touch, update};

use super::decode;

/// Which sessions somebody reads, and so can change if anybody may.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// Whose.
    pub account: AccountId,
    /// Only what this user holds, and what waits for somebody; all of the account's for none.
    pub only_of: Option<UserId>,
}

impl Reach {
    /// Every session of the account.
    pub(crate) fn whole(account: AccountId) -> Self {
        Self { account, only_of: None }
    }

    fn only_of(self) -> Option<uuid::Uuid> {
        self.only_of.map(|user| user.0)
    }
}

/// A session as stored.
pub(crate) struct Stored {
    pub session: Session,
    /// The client's row, so that saving need not look it up again.
    pub client: Option<ClientId>,
    /// What the commands of the open step printed.
    pub open_output: String,
}

/// A holder's running session, for the top bar.
pub(crate) async fn running(
    conn: &mut PgConnection,
    account: AccountId,
    holder: UserId,
    now: Timestamp,
) -> Result<Option<RunningSession>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select sessions.id, sessions.ticket, sessions.total_seconds, sessions.open_entered_at as "open_entered_at!", trees.name as tree
           from sessions
           join trees on trees.account_id = sessions.account_id and trees.id = sessions.tree_id
           where sessions.account_id = $1 and sessions.holder_id = $2 and sessions.open_visit_id is not null"#,
        account.0,
        holder.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| RunningSession {
        id: SessionId(row.id),
        tree: row.tree,
        ticket: row.ticket,
        total: total(row.total_seconds, Some(Timestamp::from_utc(row.open_entered_at)), now),
    }))
}

/// The session that this one follows up, and those that follow it up, oldest first.
pub(crate) async fn linked(conn: &mut PgConnection, reach: Reach, session: &Session) -> Result<Vec<LinkedSession>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select sessions.id, sessions.started_at, sessions.outcome, sessions.open_visit_id, trees.name as tree
           from sessions
           join trees on trees.account_id = sessions.account_id and trees.id = sessions.tree_id
           where sessions.account_id = $1 and (sessions.id = $2 or sessions.follows_session_id = $3)
             and ($4::uuid is null or sessions.holder_id = $4 or sessions.for_someone_else)
           order by sessions.started_at, sessions.id"#,
        reach.account.0,
        session.follows.map(|follows| follows.0),
        session.id.0,
        reach.only_of()
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = state(row.outcome.as_deref(), row.open_visit_id.is_some())?;
            Ok(LinkedSession { id: SessionId(row.id), tree: row.tree, started_at: Timestamp::from_utc(row.started_at), state })
        })
        .collect()
}

/// How a row stands.
pub(super) fn state(outcome: Option<&str>, running: bool) -> Result<SessionState, sqlx::Error> {
    Ok(match outcome {
        Some(outcome) => SessionState::Completed(outcome.parse().map_err(decode)?),
        None if running => SessionState::Running,
        None => SessionState::Parked,
    })
}

/// A row's total as of now: that of the finished visits, and the open one.
pub(super) fn total(finished: i64, open_since: Option<Timestamp>, now: Timestamp) -> Seconds {
    Seconds(u64::try_from(finished).unwrap_or(0)) + open_since.map_or(Seconds(0), |since| now.since(since))
}
