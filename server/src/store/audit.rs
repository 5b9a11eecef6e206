//! Who did what to which thing, before and after.

use resolutionflow::id::{AccountId, UserId};
use resolutionflow::time::Timestamp;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Something that the audit trail keeps.
pub(crate) struct Entry {
    /// Nobody: on the command line.
    pub by: Option<UserId>,
    /// What was done.
    pub action: &'static str,
    /// The session or tree it was done to.
    pub subject: Uuid,
    /// What it was before.
    pub before: Option<Value>,
    /// What it was afterwards.
    pub after: Option<Value>,
}

/// Adds an entry.
pub(crate) async fn insert(conn: &mut PgConnection, account: AccountId, at: Timestamp, entry: &Entry) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into audit (account_id, at, user_id, action, subject_id, before, after) values ($1, $2, $3, $4, $5, $6, $7)",
        account.0,
        at.utc(),
        entry.by.map(|by| by.0),
        entry.action,
        entry.subject,
        entry.before,
        entry.after
    )
    .execute(conn)
    .await?;
    Ok(())
}
