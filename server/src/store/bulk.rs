//! Loading very many sessions at once, as the owner. Only for an installation that has none.

use resolutionflow::id::{AccountId, ClientId, VisitId};
use resolutionflow::session::Session;
use sqlx::PgConnection;

use super::sessions::copied;

/// Lets the owner write to the tables past row security, and drops the indexes of sessions, which are made faster afterwards. Others cannot
/// use the tables until the transaction ends.
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

/// Rows of sessions and outputs in the CSV that COPY takes, in memory.
pub(crate) struct Lines {
    sessions: csv::Writer<Vec<u8>>,
    outputs: csv::Writer<Vec<u8>>,
    count: u64,
}

impl Default for Lines {
    fn default() -> Self {
        Self { sessions: csv::Writer::from_writer(Vec::new()), outputs: csv::Writer::from_writer(Vec::new()), count: 0 }
    }
}

impl Lines {
    /// Adds a session and the output of its commands by visit, the newest last. `tree` is the name of its tree.
    pub(crate) fn add(
        &mut self,
        account: AccountId,
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
        self.count += 1;
        Ok(())
    }

    /// Number of sessions that were added.
    pub(crate) fn sessions(&self) -> u64 {
        self.count
    }
}

/// Loads the rows through COPY, sessions first.
pub(crate) async fn copy(conn: &mut PgConnection, lines: Lines) -> anyhow::Result<()> {
    send(conn, copied::COPY, lines.sessions).await?;
    const OUTPUTS: &str = "copy outputs (account_id, session_id, visit_id, output) from stdin with (format csv)";
    send(conn, OUTPUTS, lines.outputs).await
}

async fn send(conn: &mut PgConnection, statement: &str, lines: csv::Writer<Vec<u8>>) -> anyhow::Result<()> {
    let mut copy = conn.copy_in_raw(statement).await?;
    copy.send(lines.into_inner()?).await?;
    copy.finish().await?;
    Ok(())
}
