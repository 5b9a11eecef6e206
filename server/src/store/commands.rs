//! Receipts: every change that a person made, so that sending it again changes nothing.

use resolutionflow::id::{AccountId, CommandId, SessionId, UserId};
use resolutionflow::session::{Command, Facts};
use resolutionflow::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::integer;

/// What was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sent {
    /// The start of a session, under the session's own id.
    Start(Start),
    /// A change to it.
    Command(Command),
}

/// A start, as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Start {
    /// The tree's key.
    pub tree: String,
    /// Ticket and client.
    pub facts: Facts,
    /// The session that it follows up.
    pub follows: Option<SessionId>,
}

/// What was carried out under an id, and who sent it.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    id: CommandId,
) -> Result<Option<(Sent, UserId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select content as "content: Json<Sent>", user_id from commands where account_id = $1 and session_id = $2 and id = $3"#,
        account.0,
        session.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.content.0, UserId(row.user_id))))
}

/// Something that was carried out.
pub(crate) struct Done<'a> {
    pub session: SessionId,
    pub id: CommandId,
    pub by: UserId,
    pub sent: &'a Sent,
    /// The session's revision after it.
    pub revision: u32,
    pub at: Timestamp,
}

/// Adds a receipt.
pub(crate) async fn insert(conn: &mut PgConnection, account: AccountId, done: &Done<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into commands (account_id, session_id, id, user_id, content, revision, received_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        account.0,
        done.session.0,
        done.id.0,
        done.by.0,
        Json(done.sent) as _,
        integer(done.revision),
        done.at.utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}
