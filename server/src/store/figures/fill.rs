//! Fills a generation with the walks of sessions that had ended before it was begun.

use resolutionflow::id::AccountId;
use resolutionflow::stats::Walk;
use sqlx::PgConnection;

use super::keep::insert;

/// Adds walks of sessions that this transaction has locked. One that is there already is the same: whoever wrote it had the session.
pub(crate) async fn add(conn: &mut PgConnection, account: AccountId, generation: i32, walks: &[Walk]) -> Result<(), sqlx::Error> {
    for walk in walks {
        insert(conn, account, generation, walk).await?;
    }
    Ok(())
}
