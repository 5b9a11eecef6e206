//! Sessions: one row each, which every step locks, reads and writes whole.

pub(crate) mod copied;
mod read;
mod related;
mod search;
pub(crate) mod searches;
mod write;

use app::backend::views::SessionState;
use resolutionflow::id::{AccountId, ClientId, SessionId, UserId};
use resolutionflow::session::Session;
use resolutionflow::time::{Seconds, Timestamp};
use sqlx::PgConnection;

pub(crate) use read::{find, lock, lock_with_running, versions};
pub(crate) use related::{Before, OfTicket, linked, of_ticket, recurring};
pub(crate) use search::NewOutput;
pub(in crate::store) use search::{Place, searched};
pub(crate) use write::{insert, touch, update};

use super::decode;

/// Sessions that a user may read, and so can change if their role and the session's state allow it. Queries leave out all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reach {
    /// Account of the sessions.
    pub account: AccountId,
    /// Only what this user holds, and what waits for somebody to take it over; all of the account's for none.
    pub only_of: Option<UserId>,
}

impl Reach {
    /// Reach over every session of the account.
    pub(crate) fn whole(account: AccountId) -> Self {
        Self { account, only_of: None }
    }

    fn only_of(self) -> Option<uuid::Uuid> {
        self.only_of.map(|user| user.0)
    }
}

/// Session as stored, with what saving it needs besides.
pub(crate) struct Stored {
    pub session: Session,
    /// Id of the client, so that saving need not look it up by name again.
    pub client: Option<ClientId>,
    /// Output of the open step's commands; empty where no step is open.
    pub open_output: String,
}

/// Finds the holder of a session; none where no such session is in reach.
pub(crate) async fn holder(conn: &mut PgConnection, reach: Reach, id: SessionId) -> Result<Option<UserId>, sqlx::Error> {
    let holder = sqlx::query_scalar!(
        "select holder_id from sessions
         where account_id = $1 and id = $2 and ($3::uuid is null or holder_id = $3 or for_someone_else)",
        reach.account.0,
        id.0,
        reach.only_of()
    )
    .fetch_optional(conn)
    .await?;
    Ok(holder.map(UserId))
}

/// State of a session from its columns: completed where it has an outcome, otherwise running or parked. An error where the outcome's name
/// is unknown.
pub(super) fn state(outcome: Option<&str>, running: bool) -> Result<SessionState, sqlx::Error> {
    Ok(match outcome {
        Some(outcome) => SessionState::Completed(outcome.parse().map_err(decode)?),
        None if running => SessionState::Running,
        None => SessionState::Parked,
    })
}

/// Total time as of `now`: the finished visits' seconds, and the open one's since it was entered.
pub(super) fn total(finished: i64, open_since: Option<Timestamp>, now: Timestamp) -> Seconds {
    Seconds(u64::try_from(finished).unwrap_or(0)) + open_since.map_or(Seconds(0), |since| now.since(since))
}
