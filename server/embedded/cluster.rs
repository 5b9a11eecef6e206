//! Starting, finding and stopping a cluster.

use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::process::Command;

use super::binaries::Binaries;
use super::data::Data;
use super::folder::Folder;
use super::pid_file::{PID_FILE, PidFile, open_socket};
use super::{Durability, Error, PATIENCE};

/// Name of the superuser role that `initdb` makes. Nothing but the bootstrap and tests connect as it.
pub(super) const SUPERUSER: &str = "postgres";
/// Port, in the socket's name only; nothing listens on a network.
pub(super) const PORT: u16 = 5432;
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
            if let Some(left) = folder.half_restored_ones()?.first() {
                return Err(Error::HalfRestored(left.path().display().to_string()));
            }
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
    pub(super) async fn of_another(dir: &Path) -> Result<(Self, Data), Error> {
        let deadline = Instant::now() + PATIENCE;
        // It may be about to start it.
        loop {
            let found = Data::of_another(dir)?.and_then(|data| Some((open_socket(&data)?, data)));
            if let Some((socket, data)) = found {
                return Ok((Self { socket, pg_ctl: None }, data));
            }
            if Instant::now() > deadline {
                return Err(Error::Silent(dir.display().to_string()));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Starts the data that is being restored, which reads the archive by these settings up to its target, and lets somebody in only then;
    /// hours may go by. Nothing of it is archived. What it says stands in the log at the path.
    ///
    /// # Errors
    /// [`Error::Program`] where it did not begin to.
    pub(super) async fn recover(
        folder: &Folder,
        binaries: &Binaries,
        data: &Data,
        log: &Path,
        settings: &[(&str, String)],
    ) -> Result<Self, Error> {
        /// A day: before it begins, each file of the copy has to be on disk.
        const LONG: Duration = Duration::from_secs(24 * 60 * 60);
        let settings = settings.iter().map(|(name, value)| format!("-c {}", shell_quoted(&format!("{name}={value}"))));
        let options = ["-c hot_standby=off -c archive_mode=off".to_owned()].into_iter().chain(settings).collect::<Vec<_>>().join(" ");
        let socket = launch_with(folder, binaries, data.path(), log, LONG, &options).await?;
        Ok(Self { socket, pg_ctl: Some(binaries.program("pg_ctl")) })
    }

    /// Starts the cluster of a locked folder as it stands, without roles and database being set up; nothing of it is archived.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub(super) async fn start_apart(folder: &Folder, binaries: &Binaries) -> Result<Self, Error> {
        let options = "-c archive_mode=off";
        let socket = launch_with(folder, binaries, &folder.data_path(), &folder.log()?, PATIENCE, options).await?;
        Ok(Self { socket, pg_ctl: Some(binaries.program("pg_ctl")) })
    }

    /// Ends at once what somebody who was killed left running in these data of a locked folder.
    ///
    /// # Errors
    /// [`Error::Program`] where `pg_ctl` fails.
    pub(super) async fn end_left_behind(folder: &Folder, binaries: &Binaries, data: &Data) -> Result<(), Error> {
        match Self::runs(data)? {
            true => stop(folder, &binaries.program("pg_ctl"), data.path(), "immediate").await,
            false => Ok(()),
        }
    }

    /// True if a postmaster runs over these data.
    ///
    /// # Errors
    /// [`Error`] where its file cannot be read.
    pub(super) fn runs(data: &Data) -> Result<bool, Error> {
        Ok(PidFile::read(data)?.is_some_and(|pid_file| pid_file.is_alive(data)))
    }

    /// Folder of its Unix socket.
    pub(super) fn socket(&self) -> &Path {
        &self.socket
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
        self.stop_at(folder, &folder.data_path()).await
    }

    /// Stops the cluster, like [`Cluster::stop`], whose data is at this path.
    ///
    /// # Errors
    /// As there.
    pub(super) async fn stop_at(&self, folder: &Folder, data: &Path) -> Result<(), Error> {
        let Some(pg_ctl) = &self.pg_ctl else { return Ok(()) };
        stop(folder, pg_ctl, data, "fast").await
    }
}

async fn stop(folder: &Folder, pg_ctl: &Path, data: &Path, mode: &str) -> Result<(), Error> {
    let mut command = Command::new(pg_ctl);
    command.arg("stop").args(["-m", mode, "-w", "-t", "60", "-s", "-D"]).arg(data);
    run("pg_ctl stop", command, folder).await
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
    let options = match durability {
        // Whoever begins to make backups changes the command of the archive, which needs no restart.
        Durability::Safe => "-c archive_mode=on",
        Durability::ThrowAway => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0",
    };
    launch_with(folder, binaries, &folder.data_path(), &folder.log()?, PATIENCE, options).await
}

/// Starts Postgres over the data at a path, and waits until it takes writes.
async fn launch_with(
    folder: &Folder,
    binaries: &Binaries,
    data: &Path,
    log: &Path,
    patience: Duration,
    options: &str,
) -> Result<PathBuf, Error> {
    let socket = folder.socket()?.path().to_owned();
    // Terse: what people typed does not belong in its log, and details of refused rows would put it there.
    let fixed = "-c listen_addresses='' -c unix_socket_permissions=0700 -c log_error_verbosity=terse";
    let options = format!("{fixed} -p {PORT} -k {} {options}", shell_quoted(&socket.display().to_string()));
    let mut command = Command::new(binaries.program("pg_ctl"));
    command.arg("start").args(["-w", "-s", "-t"]).arg(patience.as_secs().to_string());
    command.arg("-D").arg(data).arg("-l").arg(log).arg("-o").arg(options);
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
pub(super) fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_quote_stays_one_word() {
        assert_eq!(shell_quoted("/a b/o'c"), r"'/a b/o'\''c'");
    }
}
