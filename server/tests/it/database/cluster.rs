//! Clusters of a test's own, which listen on a port.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// A running cluster; stopped and removed when it is dropped.
pub struct Cluster {
    folder: PathBuf,
    pub port: u16,
}

impl Cluster {
    /// A new cluster whose superuser is `postgres`, without a password.
    pub fn start(settings: &str) -> Self {
        let cluster = Self::empty();
        let data = cluster.data();
        run(program("initdb").args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]).arg(&data));
        cluster.configure(settings);
        cluster.launch();
        cluster
    }

    /// A standby of this one, which goes along with it.
    pub fn standby(&self) -> Self {
        let standby = Self::empty();
        let port = self.port.to_string();
        let source = ["-h", "127.0.0.1", "-p", &port, "-U", "postgres"];
        run(program("pg_basebackup").args(source).args(["--checkpoint=fast", "--no-sync", "-R", "-D"]).arg(standby.data()));
        standby.configure("");
        standby.launch();
        standby
    }

    /// Lets a standby take writes.
    pub fn promote(&self) {
        run(program("pg_ctl").args(["promote", "-w", "-s", "-D"]).arg(self.data()));
    }

    /// Ends it as a lost machine does.
    pub fn stop(&self) {
        run(program("pg_ctl").args(["stop", "-m", "immediate", "-w", "-s", "-D"]).arg(self.data()));
    }

    /// Folder of its own, for files beside the data.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its Unix socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(format!(".s.PGSQL.{}", self.port))
    }

    pub fn options(&self, role: &str, database: &str) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port).ssl_mode(PgSslMode::Disable);
        options.username(role).database(database)
    }

    fn empty() -> Self {
        let folder = tempfile::Builder::new().prefix("resolutionflow-cluster-").tempdir().unwrap().keep();
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o777)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { folder, port }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn configure(&self, settings: &str) {
        let fixed = format!(
            "listen_addresses = 'localhost'\nport = {}\nunix_socket_directories = '{}'\nfsync = off\nmax_wal_senders = 4\n{settings}\n",
            self.port,
            self.folder.display()
        );
        let path = self.data().join("postgresql.auto.conf");
        let kept = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, kept + &fixed).unwrap();
    }

    fn launch(&self) {
        let log = self.folder.join("log");
        run(program("pg_ctl").args(["start", "-w", "-s", "-D"]).arg(self.data()).arg("-l").arg(log));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may have been stopped before.
        _ = program("pg_ctl").args(["stop", "-m", "immediate", "-s", "-D"]).arg(self.data()).stderr(Stdio::null()).status();
        _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A program of PostgreSQL; as the user `postgres` where root runs the tests, since it does not run as root.
pub fn program(name: &str) -> Command {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin").join(name));
    let path = installed.filter(|path| path.is_file()).max().unwrap_or_else(|| PathBuf::from(name));
    let mut command = if rustix::process::geteuid().is_root() { Command::new("runuser") } else { Command::new(&path) };
    if rustix::process::geteuid().is_root() {
        command.args(["-u", "postgres", "--"]).arg(path);
    }
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Runs a program that has to succeed.
pub fn run(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}
