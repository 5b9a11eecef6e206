//! The file by which a running postmaster says where it is.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use super::Error;
use super::cluster::PORT;
use super::data::Data;

/// Name of the file in the data by which a postmaster says that it runs.
pub(super) const PID_FILE: &str = "postmaster.pid";

/// Process and socket folder of a postmaster, from its `postmaster.pid`.
pub(super) struct PidFile {
    pid: u32,
    /// Missing for a moment while it starts.
    socket: Option<PathBuf>,
}

impl PidFile {
    pub(super) fn read(data: &Data) -> Result<Option<Self>, Error> {
        Ok(data.read(PID_FILE)?.and_then(|text| Self::parse(&text)))
    }

    /// Record of the system about that process, where it has such files.
    pub(super) fn process(&self) -> PathBuf {
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
    pub(super) fn is_alive(&self, data: &Data) -> bool {
        let works_in = std::fs::read_link(self.process().join("cwd"));
        match (works_in, std::fs::canonicalize(data.path())) {
            (Ok(works_in), Ok(data)) => works_in == data,
            // No such process, or a system without /proc: then the socket tells.
            _ => open_socket(data).is_some(),
        }
    }
}

/// The socket's folder, if something listens there.
pub(super) fn open_socket(data: &Data) -> Option<PathBuf> {
    let socket = PidFile::read(data).ok()??.socket?;
    UnixStream::connect(socket.join(format!(".s.PGSQL.{PORT}"))).is_ok().then_some(socket)
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
}
