//! PostgreSQL's own load generator: what the database does on this machine where nobody but it has work to do.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use resolutionflow::session::Session;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::process::Command;

use super::cpu::Used;
use super::measure::Sample;
use super::place::{Place, Technician};

/// Table of what pgbench's scripts need to know: a row a client.
const CLIENTS: &str = "create table bench_clients (
    number integer primary key, account uuid, login uuid, holder uuid, session uuid, client uuid, decisions jsonb,
    node text, entered timestamptz, total bigint, steps integer, search text, added text
);
grant select on bench_clients to resolutionflow_app";

/// A running session of its own for each client.
const CLIENT: &str = "insert into bench_clients
select $1, s.account_id, $2, s.holder_id, s.id, s.client_id, s.decisions,
    s.open_node_id, s.open_entered_at, s.total_seconds, s.step_count, $3, $5
from sessions s
where s.id = $4";

/// pgbench, ready to run scripts.
pub(crate) struct Pgbench {
    program: PathBuf,
    app: PgConnectOptions,
    folder: PathBuf,
    superuser: PgPool,
    /// The database's first process.
    pub(crate) postmaster: i32,
}

impl Pgbench {
    /// Finds the one that belongs to the database, and prepares the tables.
    pub(crate) async fn new(place: &Place) -> anyhow::Result<Self> {
        let superuser = place.embedded.superuser("resolutionflow");
        let superuser = PgPoolOptions::new().max_connections(1).connect_with(superuser).await?;
        let programs: String = sqlx::query_scalar("select setting from pg_config where name = 'BINDIR'").fetch_one(&superuser).await?;
        let program = Path::new(&programs).join("pgbench");
        ensure!(program.is_file(), "there is no {}; it comes with PostgreSQL's contributed programs", program.display());
        let pid_file: String = sqlx::query_scalar("select pg_read_file('postmaster.pid')").fetch_one(&superuser).await?;
        let postmaster = pid_file.lines().next().unwrap_or_default().trim().parse().context("a postmaster.pid without a process")?;
        sqlx::raw_sql(CLIENTS).execute(&superuser).await?;
        Ok(Self { program, app: place.embedded.app(), folder: place.folder.clone(), superuser, postmaster })
    }

    /// Adds a client that works on a technician's session.
    pub(crate) async fn add_client(&self, number: usize, technician: &Technician, session: &Session) -> anyhow::Result<()> {
        let inserted = sqlx::query(CLIENT)
            .bind(i32::try_from(number)?)
            .bind(technician.token.id.0)
            .bind(search_text(session))
            .bind(session.id.0)
            .bind(steps(session).next().unwrap_or_default().join("\n"))
            .execute(&self.superuser)
            .await?;
        ensure!(inserted.rows_affected() == 1, "the session to work on is not there");
        Ok(())
    }

    /// Runs a script with so many clients for so long, after a while in which nothing is measured.
    pub(crate) async fn run(&self, script: &str, clients: usize, warm_up: Duration, length: Duration) -> anyhow::Result<Sample> {
        let file = self.folder.join("script.sql");
        std::fs::write(&file, script)?;
        let logs = self.folder.join("transactions");
        if logs.exists() {
            std::fs::remove_dir_all(&logs)?;
        }
        std::fs::create_dir(&logs)?;
        let seconds = (warm_up + length).as_secs() + 1;
        let mut command = Command::new(&self.program);
        command.args(["-n", "-M", "prepared", "-D", "fresh=true", "--log"]);
        command.args(["-c", &clients.to_string(), "-j", &clients.min(2).to_string(), "-T", &seconds.to_string()]);
        command.arg("-h").arg(self.app.get_socket().context("the private PostgreSQL has a socket")?);
        command.args(["-p", &self.app.get_port().to_string(), "-U", self.app.get_username()]);
        command.arg("-f").arg(&file).arg("--log-prefix").arg(logs.join("log"));
        command.arg(self.app.get_database().unwrap_or_default()).kill_on_drop(true);
        let before = Used::so_far(self.postmaster)?;
        let output = command.output().await?;
        let used = Used::so_far(self.postmaster)?.since(before);
        ensure!(output.status.success(), "pgbench failed: {}", String::from_utf8_lossy(&output.stderr));
        sample(&logs, warm_up, length, used)
    }
}

/// The words that the server's search finds a session by: see `search_text` in its store.
fn search_text(session: &Session) -> String {
    let facts = [session.facts.ticket.as_str(), session.facts.client.as_str(), "VPN does not connect"];
    facts.into_iter().chain(steps(session).flatten()).collect::<Vec<_>>().join("\n")
}

/// The words of each step, newest first.
fn steps(session: &Session) -> impl Iterator<Item = [&str; 3]> {
    let records = session.records.iter().rev();
    records.map(|record| [record.title.as_str(), record.answer.as_deref().unwrap_or_default(), record.notes.as_str()])
}

/// Reads the lines `client transaction microseconds script epoch_seconds microseconds`.
fn sample(logs: &Path, warm_up: Duration, length: Duration, used: Used) -> anyhow::Result<Sample> {
    let mut transactions = Vec::new();
    for entry in std::fs::read_dir(logs)? {
        for line in std::fs::read_to_string(entry?.path())?.lines() {
            let numbers: Vec<u64> = line.split(' ').map(str::parse).collect::<Result<_, _>>().with_context(|| line.to_owned())?;
            let [_, _, micros, _, seconds, rest, ..] = numbers.as_slice() else { continue };
            transactions.push((Duration::from_secs(*seconds) + Duration::from_micros(*rest), *micros));
        }
    }
    let done = transactions.len();
    let began = transactions.iter().map(|(ended, _)| *ended).min().context("pgbench did nothing")? + warm_up;
    let latencies: Vec<u64> =
        transactions.into_iter().filter(|(ended, _)| (began..began + length).contains(ended)).map(|(_, micros)| micros).collect();
    let rate = latencies.len() as f64 / length.as_secs_f64();
    Ok(Sample::of(latencies, rate).using(used, done))
}
