//! The folder of a private cluster: `postgres/` in the data directory, with a lock, the cluster itself, its socket and its log.

use std::fs::{File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Error;
use super::identity::{Identity, is_root};

/// The longest path of a socket's folder: the system's limit is 107 bytes for the socket, whose name takes 16.
const LONGEST_SOCKET_FOLDER: usize = 84;

/// The data directory where none is named: `/var/lib/resolutionflow` for root (whose home Postgres cannot enter), otherwise
/// `resolutionflow` in the user's data directory. None without a home.
pub fn default_dir() -> Option<PathBuf> {
    if is_root() {
        return Some(PathBuf::from("/var/lib/resolutionflow"));
    }
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))?;
    Some(data.join("resolutionflow"))
}

/// The folder, locked for this process.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    identity: Identity,
    /// The lock goes with the process, however it ends.
    _lock: File,
}

impl Folder {
    /// Makes the folder in `dir` if need be, and locks it.
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

    /// The user that Postgres runs as.
    pub(super) fn identity(&self) -> Identity {
        self.identity
    }

    /// The folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The cluster.
    pub(super) fn data(&self) -> PathBuf {
        data(&self.path)
    }

    /// A folder for the socket that nobody else can enter: in the folder, or where that path is too long, in a temporary place.
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

/// The folder in a data directory. Absolute, because Postgres works from its own.
pub(super) fn in_dir(dir: &Path) -> Result<PathBuf, Error> {
    Ok(std::path::absolute(dir).map_err(Error::io(dir))?.join("postgres"))
}

/// The cluster in the folder.
pub(super) fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}
