//! PgBouncer before the database of a test.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tempfile::TempDir;

use crate::app::TestApp;

/// Connections that it has to the database for each role.
pub const LENT: usize = 2;

/// Settings by which it forgets prepared statements with every transaction, as versions have to that would mix them up otherwise.
pub fn forgets() -> String {
    format!("{}\nserver_reset_query = DEALLOCATE ALL\nserver_reset_query_always = 1", mixes_up())
}

/// Settings by which it mixes up prepared statements of different clients, as all versions before 1.21 do.
pub fn mixes_up() -> &'static str {
    keeps_apart().map_or("", |_| "max_prepared_statements = 0")
}

/// A running PgBouncer that lends two connections, to one transaction at a time; ends when it is dropped.
pub struct PgBouncer {
    child: Child,
    port: u16,
    database: String,
    _folder: TempDir,
}

impl PgBouncer {
    pub fn before(app: &TestApp, settings: &str) -> Self {
        let options = app.pool.connect_options();
        let (socket, server_port) = (options.get_socket().unwrap(), options.get_port());
        let folder = tempfile::Builder::new().prefix("resolutionflow-pgbouncer-").tempdir().unwrap();
        // As the cluster's own user, who may enter its socket's folder: it does not run as root.
        let owner = std::fs::metadata(socket).unwrap();
        std::os::unix::fs::chown(folder.path(), Some(owner.uid()), Some(owner.gid())).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let users = folder.path().join("users");
        std::fs::write(&users, "\"resolutionflow_app\" \"\"\n\"resolutionflow_owner\" \"\"\n").unwrap();
        let config = format!(
            "[databases]\n* = host={} port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = trust\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = {LENT}\nmax_client_conn = 200\n{settings}\n",
            socket.display(),
            users.display()
        );
        let path = folder.path().join("pgbouncer.ini");
        std::fs::write(&path, config).unwrap();
        let mut command = program();
        command.arg(path).uid(owner.uid()).gid(owner.gid());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(log.any(|line| line.contains("process up")), "it does not start");
        std::thread::spawn(move || log.for_each(drop));
        Self { child, port, database: options.get_database().unwrap().to_owned(), _folder: folder }
    }

    pub fn options(&self, role: &str) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port).ssl_mode(PgSslMode::Disable);
        options.username(role).database(&self.database).extra_float_digits(None)
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Settings by which it keeps prepared statements of different clients apart; none in a version that cannot, before 1.21.
pub fn keeps_apart() -> Option<&'static str> {
    let said = program().arg("--version").output().unwrap().stdout;
    let said = String::from_utf8_lossy(&said).into_owned();
    let version = said.split_whitespace().nth(1).unwrap();
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap());
    ((numbers.next(), numbers.next()) >= (Some(1), Some(21))).then_some("max_prepared_statements = 200")
}

fn program() -> Command {
    // Where Debian has it, which is not on the path of everybody.
    let installed = std::env::var_os("PGBOUNCER").unwrap_or_else(|| "/usr/sbin/pgbouncer".into());
    Command::new(installed)
}
