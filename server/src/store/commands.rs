//! Receipts: the fingerprint of every change that a person made, so that sending it again changes nothing.

use std::collections::HashMap;

use resolutionflow::id::{AccountId, CommandId, SessionId, UserId};
use resolutionflow::insights::DrawAnswer;
use resolutionflow::session::{Command, Facts, Fingerprint, Receipt};
use resolutionflow::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{decode, integer};

/// Time for which the receipts of a session stay after its end, and after what was changed since: 30 days, in seconds. That of the start
/// stays for as long as the session.
const KEPT_AFTER_END: i64 = 30 * 24 * 60 * 60;
/// The most receipts that go at a time; of at most [`SESSIONS_AT_A_TIME`].
const AT_A_TIME: i64 = 1_000;
const SESSIONS_AT_A_TIME: i64 = 10;

/// Kind of a start's receipt.
const START: &str = "start";

/// Start of a session, as the browser sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Start {
    /// The tree's key.
    pub tree: String,
    /// Facts that the start form has: ticket and client.
    pub facts: Facts,
    /// The session that it follows up, if it is a follow-up.
    pub follows: Option<SessionId>,
    /// Answer of the technician, where the ticket was drawn for a measurement.
    #[serde(default)]
    pub answer: Option<DrawAnswer>,
}

impl Start {
    /// Fingerprint of the start.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_kind(START, self)
    }
}

/// Content of a receipt from before there were fingerprints: what the browser sent, whole.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Whole {
    Start(Start),
    Command(Command),
}

impl Whole {
    fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::Start(start) => start.fingerprint(),
            Self::Command(command) => Fingerprint::of(command),
        }
    }
}

/// Finds the receipt of what was carried out on a session under an id; none for a new id.
pub(crate) async fn find(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    id: CommandId,
) -> Result<Option<Receipt>, sqlx::Error> {
    Ok(receipts(conn, account, session, &[id.0]).await?.remove(&id))
}

/// Reads the receipts of what was carried out on a session under these ids; ids that are new are left out.
pub(crate) async fn receipts(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    ids: &[Uuid],
) -> Result<HashMap<CommandId, Receipt>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, fingerprint, content as "content: Json<Whole>", user_id from commands
           where account_id = $1 and session_id = $2 and id = any($3)"#,
        account.0,
        session.0,
        ids
    )
    .fetch_all(conn)
    .await?;
    let receipt = |fingerprint: Option<Vec<u8>>, content: Option<Json<Whole>>, by| {
        let fingerprint = match (fingerprint, content) {
            (Some(bytes), _) => Fingerprint(bytes.as_slice().try_into().map_err(decode)?),
            (None, Some(whole)) => whole.fingerprint(),
            (None, None) => return Err(sqlx::Error::RowNotFound),
        };
        Ok(Receipt { fingerprint, by: UserId(by) })
    };
    rows.into_iter().map(|row| Ok((CommandId(row.id), receipt(row.fingerprint, row.content, row.user_id)?))).collect()
}

/// Start or command that was carried out, to store as a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Done {
    pub id: CommandId,
    /// Name of the command's action, or `start`.
    pub kind: &'static str,
    pub fingerprint: Fingerprint,
    /// The session's revision after it.
    pub revision: u32,
}

impl Done {
    /// The start of a session, under the session's own id.
    pub(crate) fn start(id: CommandId, start: &Start) -> Self {
        Self { id, kind: START, fingerprint: start.fingerprint(), revision: 0 }
    }

    /// A command that made this revision.
    pub(crate) fn command(command: &Command, revision: u32) -> Self {
        Self { id: command.id, kind: command.action.name(), fingerprint: Fingerprint::of(command), revision }
    }
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
    let kinds: Vec<&str> = done.iter().map(|done| done.kind).collect();
    let fingerprints: Vec<&[u8]> = done.iter().map(|done| done.fingerprint.0.as_slice()).collect();
    let revisions: Vec<i32> = done.iter().map(|done| integer(done.revision)).collect();
    sqlx::query!(
        "insert into commands (account_id, session_id, id, user_id, kind, fingerprint, revision, received_at)
         select $1, $2, done.id, $3, done.kind, done.fingerprint, done.revision, $4
         from unnest($5::uuid[], $6::text[], $7::bytea[], $8::integer[]) as done (id, kind, fingerprint, revision)",
        account.0,
        session.0,
        by.0,
        at.utc(),
        &ids,
        &kinds as _,
        &fingerprints as _,
        &revisions
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the receipts of a session, which has ended, may go 30 days from now.
pub(crate) async fn put_down(conn: &mut PgConnection, account: AccountId, session: SessionId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into receipts_due (account_id, session_id, due_at) values ($1, $2, $3)
         on conflict on constraint receipts_due_pkey do update set due_at = excluded.due_at",
        account.0,
        session.0,
        due_at(now).utc()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Instant from which the receipts of a session may go that ended, or was changed after its end, at `at`.
pub(crate) fn due_at(at: Timestamp) -> Timestamp {
    at.plus(KEPT_AFTER_END)
}

/// Deletes receipts that are due, at most 1,000 of ten sessions. Those of a session whose close was undone stay until its next end.
pub(crate) async fn sweep(conn: &mut PgConnection, account: AccountId, now: Timestamp) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with due as (
             select session_id from receipts_due where account_id = $1 and due_at <= $2
             order by due_at limit $3 for update skip locked
         ),
         gone as (
             delete from commands
             where account_id = $1 and ctid = any(array(
                 select receipt.ctid
                 from due
                 join sessions on sessions.account_id = $1 and sessions.id = due.session_id and sessions.outcome is not null
                 join commands receipt on receipt.account_id = $1 and receipt.session_id = due.session_id and receipt.id <> due.session_id
                 limit $4
             ))
             returning id
         )
         delete from receipts_due
         where account_id = $1 and session_id in (select session_id from due) and (select count(*) from gone) < $4",
        account.0,
        now.utc(),
        SESSIONS_AT_A_TIME,
        AT_A_TIME
    )
    .execute(conn)
    .await?;
    Ok(())
}
