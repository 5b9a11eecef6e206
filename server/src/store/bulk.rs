//! Loading very many sessions at once, as the owner. Only for an installation that has none.

use resolutionflow::id::{AccountId, ClientId, SessionId, UserId, VisitId};
use resolutionflow::session::Session;
use resolutionflow::stats::walk_of;
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use sqlx::PgConnection;

use super::commands::Done;
use super::figures::{FIRST, copied as walks};
use super::sessions::copied;
pub(crate) use sums::Sums;

mod sums;

/// Lets the owner write to the tables past row security, and drops the indexes of sessions and walks, which are made faster afterwards. Others
/// cannot use the tables until the transaction ends.
pub(crate) async fn begin(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(include_str!("bulk/begin.sql")).execute(conn).await?;
    Ok(())
}

/// Undoes [`begin`]: makes the indexes and turns row security on for the owner again. In the same transaction.
pub(crate) async fn finish(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(include_str!("bulk/finish.sql")).execute(conn).await?;
    Ok(())
}

/// Vacuums and analyses the loaded tables, so that the planner knows them. Not in a transaction.
pub(crate) async fn analyse(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(include_str!("bulk/analyse.sql")).execute(conn).await?;
    Ok(())
}

/// Receipt of a start or a command, with who sent it when.
pub(crate) struct Received {
    pub done: Done,
    pub by: UserId,
    pub at: Timestamp,
}

/// Rows of sessions, walks, outputs and receipts in the CSV that COPY takes, in memory, with the sums of the walks.
pub(crate) struct Lines {
    sessions: csv::Writer<Vec<u8>>,
    walks: csv::Writer<Vec<u8>>,
    sums: Sums,
    outputs: csv::Writer<Vec<u8>>,
    receipts: csv::Writer<Vec<u8>>,
    receipts_due: csv::Writer<Vec<u8>>,
    count: u64,
}

impl Default for Lines {
    fn default() -> Self {
        let writer = || csv::Writer::from_writer(Vec::new());
        let (sessions, walks, outputs, receipts, receipts_due) = (writer(), writer(), writer(), writer(), writer());
        Self { sessions, walks, sums: Sums::default(), outputs, receipts, receipts_due, count: 0 }
    }
}

impl Lines {
    /// Adds a session, its walk, and the output of its commands by visit, the newest last. `tree` is the name of its tree.
    pub(crate) fn add(
        &mut self,
        (account, zone): (AccountId, Zone),
        session: &Session,
        client: Option<ClientId>,
        tree: &str,
        outputs: &[(VisitId, String)],
    ) -> anyhow::Result<()> {
        let printed: Vec<&str> = outputs.iter().map(|(_, output)| output.as_str()).collect();
        self.sessions.write_record(copied::fields(account, session, client, tree, &printed)?)?;
        for (visit, output) in outputs {
            self.outputs.write_record([&account.to_string(), &session.id.to_string(), &visit.to_string(), output])?;
        }
        if let Some(walk) = walk_of(session, &zone) {
            self.walks.write_record(walks::fields(account, FIRST, &walk))?;
            self.sums.add(account, &walk);
        }
        self.count += 1;
        Ok(())
    }

    /// Adds receipts of a session, which go at `due` if it has ended.
    pub(crate) fn add_receipts(
        &mut self,
        account: AccountId,
        session: SessionId,
        receipts: &[Received],
        due: Option<Timestamp>,
    ) -> anyhow::Result<()> {
        let (account, session) = (account.to_string(), session.to_string());
        for Received { done, by, at } in receipts {
            let fingerprint = format!("\\x{:?}", done.fingerprint);
            let (id, by, revision, at) = (done.id.to_string(), by.to_string(), done.revision.to_string(), at.to_string());
            let fields: [&str; 8] = [&account, &session, &id, &by, done.kind, &fingerprint, &revision, &at];
            self.receipts.write_record(fields)?;
        }
        if let Some(due) = due {
            self.receipts_due.write_record([&account, &session, &due.to_string()])?;
        }
        Ok(())
    }

    /// Number of sessions that were added.
    pub(crate) fn sessions(&self) -> u64 {
        self.count
    }
}

/// Loads the rows through COPY, sessions first, and adds the sums of their walks to `sums`.
pub(crate) async fn copy(conn: &mut PgConnection, lines: Lines, sums: &mut Sums) -> anyhow::Result<()> {
    send(conn, copied::COPY, lines.sessions).await?;
    send(conn, walks::COPY, lines.walks).await?;
    sums.merge(&lines.sums);
    const OUTPUTS: &str = "copy outputs (account_id, session_id, visit_id, output) from stdin with (format csv)";
    send(conn, OUTPUTS, lines.outputs).await?;
    const RECEIPTS: &str =
        "copy commands (account_id, session_id, id, user_id, kind, fingerprint, revision, received_at) from stdin with (format csv)";
    send(conn, RECEIPTS, lines.receipts).await?;
    const RECEIPTS_DUE: &str = "copy receipts_due (account_id, session_id, due_at) from stdin with (format csv)";
    send(conn, RECEIPTS_DUE, lines.receipts_due).await
}

async fn send(conn: &mut PgConnection, statement: &str, lines: csv::Writer<Vec<u8>>) -> anyhow::Result<()> {
    let mut copy = conn.copy_in_raw(statement).await?;
    copy.send(lines.into_inner()?).await?;
    copy.finish().await?;
    Ok(())
}
