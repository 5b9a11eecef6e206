//! Output of commands that ran at the customer's: a row a visit.

use std::collections::HashMap;

use resolutionflow::id::{AccountId, SessionId, VisitId};
use resolutionflow::text::Output;
use sqlx::PgConnection;

/// Reads the output of a session's commands, by visit. Visits without output are left out.
pub(crate) async fn of_session(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
) -> Result<HashMap<VisitId, String>, sqlx::Error> {
    let rows = sqlx::query!("select visit_id, output from outputs where account_id = $1 and session_id = $2", account.0, session.0)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (VisitId(row.visit_id), row.output)).collect())
}

/// Stores the output of a visit's commands in place of what was there; empty output deletes the row.
pub(crate) async fn save(
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    visit: VisitId,
    output: &Output,
) -> Result<(), sqlx::Error> {
    if output.is_empty() {
        sqlx::query!("delete from outputs where account_id = $1 and session_id = $2 and visit_id = $3", account.0, session.0, visit.0)
            .execute(conn)
            .await?;
    } else {
        sqlx::query!(
            "insert into outputs (account_id, session_id, visit_id, output) values ($1, $2, $3, $4)
             on conflict on constraint outputs_pkey do update set output = excluded.output",
            account.0,
            session.0,
            visit.0,
            output.as_str()
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}
