//! The program as systemd runs it: on a socket that is passed to it, and telling how far it is.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use uuid::Uuid;

/// The longest that a start is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What systemd is to the program: keeper of its socket, hearer of its notices.
struct Supervisor {
    folder: PathBuf,
    socket: TcpListener,
    notices: UnixDatagram,
}

impl Supervisor {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("resolutionflow-supervised-{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(folder.join("site/pkg")).unwrap();
        let notices = UnixDatagram::bind(folder.join("notices")).unwrap();
        notices.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { socket: TcpListener::bind("127.0.0.1:0").unwrap(), notices, folder }
    }

    fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    /// The server, with its third file open as that of the standard input.
    fn command(&self, third: impl Into<Stdio>, count: u8) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "LISTEN_PID=$$ exec \"$0\" serve --data-dir data 3<&0 </dev/null", env!("CARGO_BIN_EXE_resolutionflow")]);
        command.stdin(third).current_dir(&self.folder).env("LISTEN_FDS", count.to_string());
        command.env("NOTIFY_SOCKET", self.folder.join("notices")).env("LISTEN", "nowhere at all");
        command.env("LEPTOS_SITE_ROOT", self.folder.join("site")).env("LEPTOS_HASH_FILES", "false");
        command.env_remove("DATABASE_URL").env_remove("DATABASE_OWNER_URL");
        command
    }

    fn start(&self) -> Server {
        let socket = OwnedFd::from(self.socket.try_clone().unwrap());
        Server(self.command(socket, 1).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    fn refused(&self, third: impl Into<Stdio>, count: u8) -> Output {
        self.command(third, count).output().unwrap()
    }

    /// The next that the program tells.
    fn notice(&self) -> String {
        let mut notice = [0; 100];
        let length = self.notices.recv(&mut notice).unwrap();
        String::from_utf8_lossy(&notice[..length]).into_owned()
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

struct Server(Child);

impl Server {
    fn terminate(&self) {
        kill_process(Pid::from_child(&self.0), Signal::TERM).unwrap();
    }
}

impl Drop for Server {
    /// A test that fails leaves neither it nor its PostgreSQL.
    fn drop(&mut self) {
        if self.0.try_wait().is_ok_and(|status| status.is_none()) {
            self.terminate();
            let _ = self.0.wait();
        }
    }
}

/// Asks for a page on a connection of its own.
fn ask(address: SocketAddr) -> std::io::Result<String> {
    let (mut stream, mut answer) = (TcpStream::connect(address)?, String::new());
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: flow\r\nConnection: close\r\n\r\n")?;
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn is_fine(answer: &std::io::Result<String>) -> bool {
    answer.as_ref().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

#[test]
fn a_restart_refuses_nobody_and_systemd_is_told_how_far_it_is() {
    let supervisor = Supervisor::new();
    let address = supervisor.address();
    let mut before = supervisor.start();
    assert_eq!(supervisor.notice(), "READY=1\n");
    assert!(is_fine(&ask(address)));

    let (enough, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let client = std::thread::spawn({
        let (enough, answered) = (enough.clone(), answered.clone());
        move || {
            while !enough.load(Ordering::Relaxed) {
                let answer = ask(address);
                assert!(is_fine(&answer), "{answer:?}");
                answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let some_more = || {
        let goal = answered.load(Ordering::Relaxed) + 10;
        while answered.load(Ordering::Relaxed) < goal && !client.is_finished() {
            std::thread::yield_now();
        }
    };
    some_more();
    before.terminate();
    assert_eq!(supervisor.notice(), "STOPPING=1\n");
    assert!(before.0.wait().unwrap().success());
    let mut after = supervisor.start();
    assert_eq!(supervisor.notice(), "READY=1\n");
    some_more();
    enough.store(true, Ordering::Relaxed);
    client.join().unwrap();

    after.terminate();
    assert_eq!(supervisor.notice(), "STOPPING=1\n");
    assert!(after.0.wait().unwrap().success());
    supervisor.notices.set_nonblocking(true).unwrap();
    assert!(supervisor.notices.recv(&mut [0]).is_err(), "PostgreSQL does not speak for the server");
}

#[test]
fn what_cannot_be_served_on_is_refused_in_words() {
    let supervisor = Supervisor::new();
    let no_tcp = UnixDatagram::unbound().unwrap();
    let socket = OwnedFd::from(supervisor.socket.try_clone().unwrap());
    for (refused, words) in [
        (supervisor.refused(socket, 2), "LISTEN_FDS passes 2 sockets, but pages are served on one"),
        (supervisor.refused(OwnedFd::from(no_tcp), 1), "LISTEN_FDS passes something else than a TCP socket: "),
        (supervisor.refused(Stdio::null(), 1), "LISTEN_FDS passes something else than a TCP socket: "),
    ] {
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(refused.status.code() == Some(2) && said.contains(words), "{said}");
    }
}
