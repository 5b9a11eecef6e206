//! The folder of a private cluster: `postgres/` in the data directory, with a lock, the cluster itself, its socket and its log. It belongs
//! to the user of this process, so that nobody else makes anything in it; what Postgres writes belongs to the user that it runs as.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::Error;
use super::data::Data;
use super::directory::{Directory, Keeper};
use super::identity::{Identity, is_root};
use super::lock::Lock;

/// Name of the folder in a data directory.
pub(super) const NAME: &str = "postgres";
/// Name of the folder of the cluster's own data, Postgres's `PGDATA`.
pub(super) const DATA: &str = "data";
/// Its name until `initdb` is done.
const HALF_MADE: &str = "data.new";
/// Beginning of its name until a restore is done. Each restore has one of its own: a copy that goes on without whoever began it then writes
/// into no other's.
pub(super) const RESTORING: &str = "data.restoring-";
/// Name of Postgres's log.
const LOG: &str = "postgres.log";
/// Name of its log while something is restored.
const RESTORE_LOG: &str = "restore.log";

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
    directory: Directory,
    identity: Identity,
    _lock: Lock,
}

impl Folder {
    /// Makes the folder `postgres/` in the data directory `dir` if need be, lets the user that Postgres runs as pass through it, and locks
    /// it without waiting.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process has the lock, [`Error::Unreachable`] where that user cannot enter `dir`,
    /// [`Error::NoPostgresUser`], [`Error::Foreign`], and [`Error::Io`].
    pub(super) fn lock(dir: &Path) -> Result<Self, Error> {
        let identity = Identity::find()?;
        std::fs::create_dir_all(dir).map_err(Error::io(dir))?;
        if !identity.can_enter(dir) {
            // A folder made for this alone, say by mktemp, is opened to that user; any other stays as it is.
            let ours = dir.join(NAME).exists() || std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
            if ours {
                identity.admit(dir)?;
            }
            if !identity.can_enter(dir) {
                return Err(Error::Unreachable(dir.display().to_string()));
            }
        }
        let directory = Directory::at(&absolute(dir)?)?.make(NAME, Keeper::Server, identity)?;
        let lock = Lock::alone(directory.file("lock", Keeper::Server, identity)?).map_err(Error::io(&directory.path().join("lock")))?;
        let lock = lock.ok_or_else(|| Error::InUse(dir.display().to_string()))?;
        Ok(Self { directory, identity, _lock: lock })
    }

    /// The operating system's user that Postgres runs as, and who owns its data.
    pub(super) fn identity(&self) -> Identity {
        self.identity
    }

    /// Absolute path of the folder `postgres/`, in which the cluster, its lock, its socket and its logs are.
    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Path of the cluster's own data, Postgres's `PGDATA`. It may not exist yet.
    pub(super) fn data_path(&self) -> PathBuf {
        self.path().join(DATA)
    }

    /// Cluster's own data; none before it is made.
    pub(super) fn data(&self) -> Result<Option<Data>, Error> {
        Ok(self.directory.inside(DATA)?.map(|directory| Data::new(directory, self.identity)))
    }

    /// Major version of the PostgreSQL that wrote the cluster; none before it is made.
    pub(super) fn version(&self) -> Result<Option<String>, Error> {
        let Some(data) = self.data()? else { return Ok(None) };
        data.version()
    }

    /// Makes an empty folder for the data of a cluster that is about to be made. What a start that was killed left there goes.
    pub(super) fn half_made(&self) -> Result<PathBuf, Error> {
        let left = self.path().join(HALF_MADE);
        if left.exists() {
            std::fs::remove_dir_all(&left).map_err(Error::io(&left))?;
        }
        Ok(self.directory.make(HALF_MADE, Keeper::Postgres, self.identity)?.path().to_owned())
    }

    /// Makes what was made in [`Folder::half_made`] the cluster's data.
    pub(super) fn whole(&self) -> Result<(), Error> {
        self.directory.rename(HALF_MADE, DATA)
    }

    /// Makes an empty folder for data that are about to be restored.
    pub(super) fn half_restored(&self) -> Result<Data, Error> {
        let name = format!("{RESTORING}{}", chrono::Utc::now().timestamp_micros());
        Ok(Data::new(self.directory.make(&name, Keeper::Postgres, self.identity)?, self.identity))
    }

    /// Data of restores that are under way or were broken off.
    pub(super) fn half_restored_ones(&self) -> Result<Vec<Data>, Error> {
        let entries = std::fs::read_dir(self.path()).map_err(Error::io(self.path()))?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| name.starts_with(RESTORING));
        let found = names.map(|name| Ok(self.directory.inside(&name)?.map(|directory| Data::new(directory, self.identity))));
        found.filter_map(Result::transpose).collect()
    }

    /// Makes what was restored the cluster's data, for good.
    pub(super) fn restored(&self, data: &Data) -> Result<(), Error> {
        self.directory.rename(&data.name(), DATA)?;
        self.directory.sync()
    }

    /// Path of the log of a restore, a new file that Postgres can write to.
    pub(super) fn restore_log(&self) -> Result<PathBuf, Error> {
        self.directory.remove(RESTORE_LOG)?;
        self.directory.file(RESTORE_LOG, Keeper::Postgres, self.identity)?;
        Ok(self.path().join(RESTORE_LOG))
    }

    /// Path of Postgres's log, a file that Postgres can write to.
    pub(super) fn log(&self) -> Result<PathBuf, Error> {
        self.directory.file(LOG, Keeper::Postgres, self.identity)?;
        Ok(self.path().join(LOG))
    }

    /// Empty file for what the next command prints.
    pub(super) fn last_command(&self) -> Result<File, Error> {
        self.directory.new_file("last-command.log")
    }

    /// Folder for the Unix socket, made if need be with mode 0700. Inside this folder, or, where that path is too long for a socket, under
    /// `$XDG_RUNTIME_DIR` or `/tmp`.
    ///
    /// # Errors
    /// [`Error::Foreign`] where somebody else made it, and [`Error::Io`].
    pub(super) fn socket(&self) -> Result<Directory, Error> {
        if self.path().join("socket").as_os_str().len() <= LONGEST_SOCKET_FOLDER {
            return self.directory.make("socket", Keeper::Postgres, self.identity);
        }
        // Root's runtime folder is closed to the user that Postgres then runs as.
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute() && !is_root());
        let mut hasher = DefaultHasher::new();
        self.path().hash(&mut hasher);
        let name = format!("resolutionflow-{:016x}", hasher.finish());
        // In /tmp anybody could have made it first, to listen in.
        Directory::at(&runtime.unwrap_or_else(|| PathBuf::from("/tmp")))?.make(&name, Keeper::Postgres, self.identity)
    }
}

/// Absolute, because Postgres works from a folder of its own.
pub(super) fn absolute(dir: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(dir).map_err(Error::io(dir))
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, create_dir, create_dir_all, metadata, read_to_string, remove_dir_all, remove_file, set_permissions, write};
    use std::io::Write;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    use super::*;

    /// Scratch folder with a data directory, as an earlier version left it, and something else of this process's user.
    struct Scratch {
        path: PathBuf,
    }

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("resolutionflow-{name}-{}", std::process::id()));
            create_dir_all(path.join("dir/postgres")).unwrap();
            chown(path.join("dir/postgres"), Some(Identity::find().unwrap().uid()), None).unwrap();
            set_permissions(path.join("dir"), Permissions::from_mode(0o711)).unwrap();
            write(path.join("precious"), "kept").unwrap();
            create_dir(path.join("home")).unwrap();
            Self { path }
        }

        fn dir(&self) -> PathBuf {
            self.path.join("dir")
        }

        /// Puts a link into the folder.
        fn plant(&self, name: &str, target: &str) {
            symlink(self.path.join(target), self.dir().join("postgres").join(name)).unwrap();
        }

        /// Owner, mode and entries of what must not change.
        fn seen(&self) -> [(u32, u32); 2] {
            ["precious", "home"].map(|name| {
                let found = metadata(self.path.join(name)).unwrap();
                (found.uid(), found.mode())
            })
        }

        fn mode(&self, name: &str) -> u32 {
            metadata(self.dir().join("postgres").join(name)).unwrap().mode() & 0o7777
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            _ = remove_dir_all(&self.path);
        }
    }

    fn is_refused<T>(result: Result<T, Error>) -> bool {
        matches!(result, Err(Error::Foreign(_)))
    }

    #[test]
    fn what_somebody_put_into_the_folder_is_not_followed_emptied_or_given_away() {
        let scratch = Scratch::new("planted");
        let before = scratch.seen();
        for target in ["precious", "nowhere"] {
            scratch.plant("lock", target);
            assert!(is_refused(Folder::lock(&scratch.dir())), "{target}");
            remove_file(scratch.dir().join("postgres/lock")).unwrap();
        }
        let folder = Folder::lock(&scratch.dir()).unwrap();
        for target in ["precious", "nowhere"] {
            scratch.plant("postgres.log", target);
            assert!(is_refused(folder.log()), "{target}");
            remove_file(scratch.dir().join("postgres/postgres.log")).unwrap();
            scratch.plant("last-command.log", target);
            folder.last_command().unwrap().write_all(b"said").unwrap();
            assert_eq!(read_to_string(scratch.dir().join("postgres/last-command.log")).unwrap(), "said");
            remove_file(scratch.dir().join("postgres/last-command.log")).unwrap();
        }
        scratch.plant("socket", "home");
        assert!(is_refused(folder.socket()));
        scratch.plant("data", "home");
        assert!(is_refused(folder.data()) && is_refused(Data::of_another(&scratch.dir())));
        scratch.plant("data.new", "home");
        assert_eq!(folder.half_made().unwrap(), scratch.dir().join("postgres/data.new"));
        remove_file(scratch.dir().join("postgres/data")).unwrap();
        folder.whole().unwrap();
        scratch.plant("data/PG_VERSION", "precious");
        assert!(is_refused(folder.version()));
        assert_eq!((scratch.seen(), read_to_string(scratch.path.join("precious")).unwrap()), (before, "kept".to_owned()));
        assert!(!scratch.path.join("nowhere").exists());
    }

    #[test]
    fn the_folder_belongs_to_this_process_and_nobody_else_reads_it() {
        let scratch = Scratch::new("owned");
        let folder = Folder::lock(&scratch.dir()).unwrap();
        let (identity, own) = (folder.identity(), metadata(&scratch.path).unwrap().uid());
        folder.log().unwrap();
        folder.last_command().unwrap();
        folder.socket().unwrap();
        let owner = |name: &str| metadata(folder.path().join(name)).unwrap().uid();
        assert_eq!(["", "lock", "last-command.log"].map(owner), [own; 3]);
        assert_eq!(["postgres.log", "socket"].map(owner), [identity.uid(); 2]);
        assert_eq!(scratch.mode(""), if identity == Identity::Own { 0o700 } else { 0o710 });
        assert_eq!(["lock", "last-command.log", "postgres.log"].map(|name| scratch.mode(name)), [0o600; 3]);
        assert_eq!(scratch.mode("socket"), 0o700);
        assert!(matches!(Folder::lock(&scratch.dir()), Err(Error::InUse(_))));
    }
}
