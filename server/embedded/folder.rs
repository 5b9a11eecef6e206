//! The folder of a private cluster: `postgres/` in the data directory, with a lock, the cluster itself, its socket and its log.

use std::fs::{File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Error;
use super::identity::{Identity, is_root};

/// The longest path of a socket's folder: the system's limit is 107 bytes for the socket, whose name takes 16.
const LONGEST_SOCKET_FOLDER: usize = 84;

/// The data directory that is used where no setting names one: `/var/lib/resolutionflow` for root (whose home Postgres cannot enter),
/// otherwise `resolutionflow` in `$XDG_DATA_HOME` or `~/.local/share`. None without a home.
pub fn default_dir() -> Option<PathBuf> {
    if is_root() {
        return Some(PathBuf::from("/var/lib/resolutionflow"));
    }
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))?;
    Some(data.join("resolutionflow"))
}

/// Folder `postgres/` of a data directory, with the user that Postgres runs as, locked so that one process alone starts and stops the
/// cluster; others may connect to it. The lock ends when this is dropped or the process ends, even by a kill.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    identity: Identity,
    /// The lock goes with the process, however it ends.
    _lock: File,
}

impl Folder {
    /// Makes the folder `postgres/` in the data directory `dir` if need be, gives it to the user that Postgres runs as, and locks it
    /// without waiting.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process has the lock, [`Error::Unreachable`] where that user cannot enter `dir`,
    /// [`Error::NoPostgresUser`], and [`Error::Io`].
    pub(super) fn lock(dir: &Path) -> Result<Self, Error> {
        let identity = Identity::find()?;
        let path = in_dir(dir)?;
        std::fs::create_dir_all(dir).map_err(Error::io(dir))?;
        if !identity.can_enter(dir) {
            // A folder made for this alone, say by mktemp, is opened to that user; any other stays as it is.
            let ours = path.exists() || std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
            if ours {
                identity.admit(dir)?;
            }
            if !identity.can_enter(dir) {
                return Err(Error::Unreachable(dir.display().to_string()));
            }
        }
        identity.own_folder(&path)?;
        let lock_path = path.join("lock");
        let lock = File::options().create(true).append(true).open(&lock_path).map_err(Error::io(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, identity, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(dir.display().to_string())),
            Err(TryLockError::Error(source)) => Err(Error::io(&lock_path)(source)),
        }
    }

    /// The operating system's user that Postgres runs as, and who owns the folder.
    pub(super) fn identity(&self) -> Identity {
        self.identity
    }

    /// Absolute path of the folder `postgres/`, in which the cluster, its lock, its socket and its logs are.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Path of the cluster's own data, Postgres's `PGDATA`. It may not exist yet.
    pub(super) fn data(&self) -> PathBuf {
        data(&self.path)
    }

    /// Path of the folder for the Unix socket, made if need be with mode 0700. Inside this folder, or, where that path is too long for a
    /// socket, under `$XDG_RUNTIME_DIR` or `/tmp`.
    ///
    /// # Errors
    /// [`Error::ForeignSocketFolder`] where somebody else made the one outside, and [`Error::Io`].
    pub(super) fn socket(&self) -> Result<PathBuf, Error> {
        let inside = self.path.join("socket");
        if inside.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
            self.identity.own_folder(&inside)?;
            return Ok(inside);
        }
        // Root's runtime folder is closed to the user that Postgres then runs as.
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute() && !is_root());
        let mut hasher = DefaultHasher::new();
        self.path.hash(&mut hasher);
        let outside = runtime.unwrap_or_else(|| PathBuf::from("/tmp")).join(format!("resolutionflow-{:016x}", hasher.finish()));
        // In /tmp anybody could have made it first, to listen in; not following links is the point of it.
        let foreign = std::fs::symlink_metadata(&outside).is_ok_and(|made| !made.is_dir() || made.uid() != self.identity.uid());
        if foreign {
            return Err(Error::ForeignSocketFolder(outside.display().to_string()));
        }
        self.identity.own_folder(&outside)?;
        Ok(outside)
    }
}

/// Path of the folder `postgres/` in a data directory. Absolute, because Postgres works from a folder of its own. Makes nothing.
pub(super) fn in_dir(dir: &Path) -> Result<PathBuf, Error> {
    Ok(std::path::absolute(dir).map_err(Error::io(dir))?.join("postgres"))
}

/// Path of the cluster's own data in the folder `postgres/`.
pub(super) fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}
