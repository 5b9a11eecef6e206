//! Starting, finding and stopping a cluster.

use std::io::{Read, Seek};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::process::Command;

use super::binaries::Binaries;
use super::folder::{Data, Folder};
use super::{Durability, Error, PATIENCE};

/// Name of the superuser role that `initdb` makes. Nothing but the bootstrap and tests connect as it.
pub(super) const SUPERUSER: &str = "postgres";
/// Name of the file in the data by which a postmaster says that it runs.
const PID_FILE: &str = "postmaster.pid";
/// Port, in the socket's name only; nothing listens on a network.
const PORT: u16 = 5432;
/// Pause between two looks at whether it answers.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Postgres server that listens on its Unix socket. Dropping this does not stop it.
#[derive(Debug)]
pub(super) struct Cluster {
    socket: PathBuf,
    /// The program that stops it. None for another process's cluster.
    pg_ctl: Option<PathBuf>,
}

impl Cluster {
    /// Starts the cluster of a locked folder, made by `initdb` if there is none; adopts it if a killed server left it running. An adopted
    /// one may refuse connections for a while yet, as it replays its log.
    ///
    /// # Errors
    /// [`Error::Program`] with the message of `initdb` or `pg_ctl`, [`Error::Silent`] where a running one does not answer within a minute,
    /// [`Error::Io`].
    pub(super) async fn start(folder: &Folder, binaries: &Binaries, durability: Durability) -> Result<Self, Error> {
        if folder.version()?.is_none() {
            init(folder, binaries).await?;
        }
        let left_behind = match folder.data()? {
            Some(data) => PidFile::read(&data)?.map(|pid_file| (data, pid_file)),
            None => None,
        };
        let socket = match left_behind {
            None => launch(folder, binaries, durability).await?,
            Some((data, pid_file)) => match adopt(&data, &pid_file).await? {
                Some(socket) => socket,
                None => {
                    sweep(folder, &data, &pid_file)?;
                    launch_after_crash(folder, binaries, durability).await?
                }
            },
        };
        Ok(Self { socket, pg_ctl: Some(binaries.program("pg_ctl")) })
    }

    /// Finds the cluster that another process runs in the data directory `dir`, and waits up to a minute for it to start. [`Cluster::stop`]
    /// leaves it running.
    ///
    /// # Errors
    /// [`Error::Silent`] where it does not answer by then.
    pub(super) async fn of_another(dir: &Path) -> Result<Self, Error> {
        let deadline = Instant::now() + PATIENCE;
        // It may be about to start it.
        loop {
            let socket = Data::of_another(dir)?.and_then(|data| open_socket(&data));
            if let Some(socket) = socket {
                return Ok(Self { socket, pg_ctl: None });
            }
            if Instant::now() > deadline {
                return Err(Error::Silent(dir.display().to_string()));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Options by which sqlx connects to a database of the cluster as a role, over the Unix socket and without a password.
    pub(super) fn connect_options(&self, role: &str, database: &str) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass().socket(&self.socket).port(PORT).username(role).database(database);
        options.ssl_mode(PgSslMode::Disable)
    }

    /// The options of [`Cluster::connect_options`] as a `postgres://` URL.
    pub(super) fn url(&self, role: &str, database: &str) -> String {
        let host: String = form_urlencoded::byte_serialize(self.socket.as_os_str().as_encoded_bytes()).collect();
        format!("postgres:///{database}?host={host}&port={PORT}&user={role}")
    }

    /// Stops the cluster that this process started: open connections end, committed changes are on disk. Does nothing to another process's
    /// cluster.
    ///
    /// # Errors
    /// [`Error::Program`] where `pg_ctl` fails or it takes more than a minute.
    pub(super) async fn stop(&self, folder: &Folder) -> Result<(), Error> {
        let Some(pg_ctl) = &self.pg_ctl else { return Ok(()) };
        let mut command = Command::new(pg_ctl);
        command.arg("stop").args(["-m", "fast", "-w", "-t", "60", "-s", "-D"]).arg(folder.data_path());
        run("pg_ctl stop", command, folder).await
    }
}

/// Makes the cluster under another name first: a start that is killed half-way leaves none that looks whole.
async fn init(folder: &Folder, binaries: &Binaries) -> Result<(), Error> {
    let half_made = folder.half_made()?;
    let mut command = Command::new(binaries.program("initdb"));
    // The socket's folder lets only this user and root enter, so no password is asked there. C.UTF-8 knows the letters
    // of every language and sorts the same on every machine.
    command.args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D"]).arg(&half_made);
    run("initdb", command, folder).await?;
    folder.whole()
}

async fn launch(folder: &Folder, binaries: &Binaries, durability: Durability) -> Result<PathBuf, Error> {
    let socket = folder.socket()?.path().to_owned();
    // Terse: what people typed does not belong in its log, and details of refused rows would put it there.
    let fixed = "-c listen_addresses='' -c unix_socket_permissions=0700 -c log_error_verbosity=terse";
    let mut options = format!("{fixed} -p {PORT} -k {}", shell_quoted(&socket));
    if durability == Durability::ThrowAway {
        options.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0");
    }
    let log = folder.log()?;
    let mut command = Command::new(binaries.program("pg_ctl"));
    command.arg("start").args(["-w", "-t", "60", "-s", "-D"]).arg(folder.data_path()).arg("-l").arg(&log).arg("-o").arg(options);
    run("pg_ctl start", command, folder).await?;
    Ok(socket)
}

/// Waits for the postmaster that a killed server left to let somebody in; none if it is gone.
async fn adopt(data: &Data, left_behind: &PidFile) -> Result<Option<PathBuf>, Error> {
    let deadline = Instant::now() + PATIENCE;
    while left_behind.is_alive(data) {
        if let Some(socket) = open_socket(data) {
            return Ok(Some(socket));
        }
        if Instant::now() > deadline {
            return Err(Error::Silent(data.path().display().to_string()));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(None)
}

/// Takes away what a dead postmaster left. Postgres looks after its pid file itself, but refuses to start where the number
/// in it has gone to another process since, or to a dead one that nobody has buried.
fn sweep(folder: &Folder, data: &Data, left_behind: &PidFile) -> Result<(), Error> {
    if left_behind.process().exists() {
        data.remove(PID_FILE)?;
    }
    folder.socket()?.remove(&format!(".s.PGSQL.{PORT}.lock"))
}

/// A dead postmaster's children need a moment to notice, and Postgres does not start before they are gone.
async fn launch_after_crash(folder: &Folder, binaries: &Binaries, durability: Durability) -> Result<PathBuf, Error> {
    const ATTEMPTS: u32 = 5;
    for _ in 1..ATTEMPTS {
        if let Ok(socket) = launch(folder, binaries, durability).await {
            return Ok(socket);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    launch(folder, binaries, durability).await
}

/// The socket's folder, if something listens there.
fn open_socket(data: &Data) -> Option<PathBuf> {
    let socket = PidFile::read(data).ok()??.socket?;
    UnixStream::connect(socket.join(format!(".s.PGSQL.{PORT}"))).is_ok().then_some(socket)
}

async fn run(program: &'static str, mut command: Command, folder: &Folder) -> Result<(), Error> {
    folder.identity().assume(&mut command);
    // PostgreSQL would tell the supervisor that it is ready, as if it were the server.
    command.env_remove("NOTIFY_SOCKET");
    // Its output goes to a file, not a pipe: the postmaster would inherit the pipe and keep it open for ever.
    let mut said = folder.last_command()?;
    let (output, errors) = (said.try_clone().map_err(Error::io(folder.path()))?, said.try_clone().map_err(Error::io(folder.path()))?);
    command.current_dir(folder.path()).stdin(std::process::Stdio::null()).stdout(output).stderr(errors);
    let status = command.status().await.map_err(|error| Error::Program { program, message: error.to_string() })?;
    if status.success() {
        return Ok(());
    }
    let mut message = String::new();
    // What cannot be read is left out: the hint is worth telling without it.
    let _ = said.rewind().and_then(|()| said.read_to_string(&mut message));
    let hint = format!("{} ({status}; see also {})", message.trim(), folder.path().join("postgres.log").display());
    Err(Error::Program { program, message: hint })
}

/// pg_ctl hands the options to a shell.
fn shell_quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// Process and socket folder of a postmaster, from its `postmaster.pid`.
struct PidFile {
    pid: u32,
    /// Missing for a moment while it starts.
    socket: Option<PathBuf>,
}

impl PidFile {
    fn read(data: &Data) -> Result<Option<Self>, Error> {
        Ok(data.read(PID_FILE)?.and_then(|text| Self::parse(&text)))
    }

    /// Record of the system about that process, where it has such files.
    fn process(&self) -> PathBuf {
        Path::new("/proc").join(self.pid.to_string())
    }

    /// Line 1 is the process, line 5 the socket's folder.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let socket = lines.nth(3).map(str::trim).filter(|line| !line.is_empty()).map(PathBuf::from);
        Some(Self { pid, socket })
    }

    /// True if that process is a postmaster of this very cluster, and not another one that got its number since.
    fn is_alive(&self, data: &Data) -> bool {
        let works_in = std::fs::read_link(self.process().join("cwd"));
        match (works_in, std::fs::canonicalize(data.path())) {
            (Ok(works_in), Ok(data)) => works_in == data,
            // No such process, or a system without /proc: then the socket tells.
            _ => open_socket(data).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_tells_process_and_socket() {
        let file = PidFile::parse("4711\n/data\n1770715000\n5432\n/run/rf\n\n  123 456\nready   \n").unwrap();
        assert_eq!((file.pid, file.socket), (4711, Some(PathBuf::from("/run/rf"))));
        assert_eq!(PidFile::parse("4711\n/data\n").unwrap().socket, None);
        assert!(PidFile::parse("").is_none());
    }

    #[test]
    fn a_path_with_a_quote_stays_one_word() {
        assert_eq!(shell_quoted(Path::new("/a b/o'c")), r"'/a b/o'\''c'");
    }
}
