//! Receipts: every change that a person made, so that sending it again changes nothing.

use std::collections::HashMap;

use resolutionflow::id::{AccountId, CommandId, SessionId, UserId};
use resolutionflow::session::{Command, Facts};
use resolutionflow::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::integer;

/// Content of a receipt: a start or a command, as the browser sent it. Stored as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sent {
    /// The start of a session, under the session's own id.
    Start(Start),
    /// A command on the session.
    Command(Command),
}

/// Start of a session, as the browser sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Start {
    /// The tree's key.
    pub tree: String,
    /// Facts that the start form has: ticket and client.
    pub facts: Facts,
    /// The session that it follows up, if it is a follow-up.
    pub follows: Option<SessionId>,
}

/// Finds the start or command that was carried out on a session under an id, and the user who sent it; none for a new id.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    id: CommandId,
) -> Result<Option<(Sent, UserId)>, sqlx::Error> {
    Ok(receipts(conn, account, session, &[id.0]).await?.remove(&id))
}

/// Reads what was carried out on a session under these ids, and the users who sent it; ids that are new are left out.
pub(crate) async fn receipts(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    ids: &[Uuid],
) -> Result<HashMap<CommandId, (Sent, UserId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, content as "content: Json<Sent>", user_id from commands
           where account_id = $1 and session_id = $2 and id = any($3)"#,
        account.0,
        session.0,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (CommandId(row.id), (row.content.0, UserId(row.user_id)))).collect())
}

/// Start or command that was carried out, to store as a receipt.
pub(crate) struct Done {
    pub id: CommandId,
    pub sent: Sent,
    /// The session's revision after it.
    pub revision: u32,
}

/// Stores receipts of what the user `by` sent, in one statement. Violates `commands_pkey` where an id is taken.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    by: UserId,
    at: Timestamp,
    done: &[Done],
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = done.iter().map(|done| done.id.0).collect();
    let contents: Vec<Json<&Sent>> = done.iter().map(|done| Json(&done.sent)).collect();
    let revisions: Vec<i32> = done.iter().map(|done| integer(done.revision)).collect();
    sqlx::query!(
        "insert into commands (account_id, session_id, id, user_id, content, revision, received_at)
         select $1, $2, done.id, $3, done.content, done.revision, $4
         from unnest($5::uuid[], $6::jsonb[], $7::integer[]) as done (id, content, revision)",
        account.0,
        session.0,
        by.0,
        at.utc(),
        &ids,
        &contents as _,
        &revisions
    )
    .execute(conn)
    .await?;
    Ok(())
}
