//! The folder of backups. In it, a folder for each chain, which is what one cluster archives from the moment on that it was told to:
//!
//! ```text
//! resolutionflow-backups                      what this folder is
//! backup.lock, read.lock                      one backup at a time; nothing is removed while somebody reads
//! since-2026-11-30T224710.123Z/wal/           segments of WAL, each packed by gzip
//! since-2026-11-30T224710.123Z/base/2026-…/   a backup: data/, sums.json, and backup.json, which is written last
//! since-2026-11-30T224710.123Z/base/2026-….part/   one that is under way, or was broken off
//! ```

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use super::part::{PART, Part, RECORD, SUMS};
use super::plan;
use super::wal::Wal;
use super::{Backup, Error};
use crate::directory::{Directory, Keeper};
use crate::folder::absolute;
use crate::identity::Identity;
use crate::lock::Lock;

/// Name of the file that says what the folder is, and its text.
const MARK: (&str, &str) = ("resolutionflow-backups", "Backups of ResolutionFlow, format 1. See docs/operations.md there.\n");
/// Pause between two looks at whether nobody removes anything.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(100);
/// Beginning of a chain's name.
const SINCE: &str = "since-";

/// A folder of backups, with the archive that leads from each of them to any later moment.
#[derive(Debug)]
pub struct Backups {
    path: PathBuf,
    pub(super) identity: Identity,
}

impl Backups {
    /// Finds the folder of backups at a path.
    ///
    /// # Errors
    /// [`Error::NoBackups`] where it is none.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let path = absolute(path)?;
        if !path.join(MARK.0).is_file() {
            return Err(Error::NoBackups(path.display().to_string()));
        }
        Ok(Self { path, identity: Identity::find()? })
    }

    /// Finds the folder of backups at a path, or makes it.
    ///
    /// # Errors
    /// [`Error::Occupied`] where something else is in it, [`Error::Unreachable`] where Postgres's user cannot enter it.
    pub fn open_or_make(path: &Path) -> Result<Self, Error> {
        let (path, identity) = (absolute(path)?, Identity::find()?);
        let io = || crate::Error::io(&path);
        std::fs::create_dir_all(&path).map_err(io())?;
        if !path.join(MARK.0).is_file() {
            if std::fs::read_dir(&path).map_err(io())?.next().is_some() {
                return Err(Error::Occupied(path.display().to_string()));
            }
            // It holds what customers wrote: nobody else's to read.
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(io())?;
            identity.admit(&path)?;
            Directory::at(&path)?.new_file(MARK.0)?.write_all(MARK.1.as_bytes()).map_err(io())?;
        }
        if !identity.can_enter(&path) {
            return Err(Error::Unreachable(path.display().to_string()));
        }
        Ok(Self { path, identity })
    }

    /// Absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Every backup that is whole, the oldest first. One whose record cannot be read is an error: it may be the one that is needed.
    ///
    /// # Errors
    /// [`Error::Unreadable`] with the path of the record.
    pub fn list(&self) -> Result<Vec<Backup>, Error> {
        let mut backups = Vec::new();
        for chain in self.chains()? {
            for name in names(&self.base(&chain))?.into_iter().filter(|name| !name.ends_with(PART)) {
                let record: Backup = read(&self.base(&chain).join(&name).join(RECORD))?;
                backups.push(Backup { chain: chain.clone(), name, ..record });
            }
        }
        backups.sort_by_key(|backup| backup.finished);
        Ok(backups)
    }

    /// Last moment to which a backup's archive leads, and the first file that it lacks, if later ones are there.
    ///
    /// # Errors
    /// [`Error::Incomplete`] where it lacks the first one.
    pub fn end(&self, backup: &Backup) -> Result<(DateTime<Utc>, Option<String>), Error> {
        let reach = plan::reach(backup.first_wal, &self.archived(&backup.chain)?);
        // The backup is not whole without what was written while it was made.
        let Some(last) = reach.last.filter(|&last| backup.last_wal.leads_to(last)) else {
            let missing = reach.last.map_or(backup.first_wal, Wal::next).to_string();
            return Err(Error::Incomplete { missing, backup: backup.name.clone() });
        };
        let end = last_written(&self.segment(&backup.chain, last))?.max(backup.finished);
        Ok((end, reach.gap.map(|missing| missing.to_string())))
    }

    /// Names of the chains.
    pub(super) fn chains(&self) -> Result<Vec<String>, Error> {
        Ok(names(&self.path)?.into_iter().filter(|name| name.starts_with(SINCE)).collect())
    }

    /// Makes a new chain, and returns its name.
    pub(super) fn new_chain(&self, now: DateTime<Utc>) -> Result<String, Error> {
        let name = format!("{SINCE}{}", name_of(now));
        let chain = Directory::at(&self.path)?.make(&name, Keeper::Postgres, self.identity)?;
        chain.make("wal", Keeper::Postgres, self.identity)?;
        chain.make("base", Keeper::Postgres, self.identity)?;
        Ok(name)
    }

    /// Removes a chain with all that is in it.
    pub(super) fn remove_chain(&self, chain: &str) -> Result<(), Error> {
        remove(&self.path.join(chain))
    }

    /// Folder of a chain's archive.
    pub(super) fn wal(&self, chain: &str) -> PathBuf {
        self.path.join(chain).join("wal")
    }

    /// Path of a segment in a chain's archive.
    pub(super) fn segment(&self, chain: &str, wal: Wal) -> PathBuf {
        self.wal(chain).join(format!("{wal}.gz"))
    }

    /// Every segment of a chain's archive.
    pub(super) fn archived(&self, chain: &str) -> Result<BTreeSet<Wal>, Error> {
        Ok(names(&self.wal(chain))?.iter().filter_map(|name| Wal::parse(name.strip_suffix(".gz")?)).collect())
    }

    /// Removes what a chain's archive has from before a segment.
    pub(super) fn shorten(&self, chain: &str, first: Wal) -> Result<(), Error> {
        let is_older = |name: &String| name.get(..24).and_then(Wal::parse).is_some_and(|wal| wal < first);
        for path in names(&self.wal(chain))?.into_iter().filter(is_older).map(|name| self.wal(chain).join(name)) {
            std::fs::remove_file(&path).map_err(crate::Error::io(&path))?;
        }
        Ok(())
    }

    /// Folder of a backup.
    pub(super) fn folder_of(&self, backup: &Backup) -> PathBuf {
        self.base(&backup.chain).join(&backup.name)
    }

    /// What was in the database when a backup was made.
    pub(super) fn sums<T: DeserializeOwned>(&self, backup: &Backup) -> Result<T, Error> {
        read(&self.folder_of(backup).join(SUMS))
    }

    /// Removes what backups left that were broken off.
    pub(super) fn sweep(&self) -> Result<(), Error> {
        for chain in self.chains()? {
            for name in names(&self.base(&chain))?.into_iter().filter(|name| name.ends_with(PART)) {
                remove(&self.base(&chain).join(name))?;
            }
        }
        Ok(())
    }

    /// Makes the folder of a new backup, which is none yet.
    pub(super) fn begin(&self, chain: &str, now: DateTime<Utc>) -> Result<Part, Error> {
        Part::make(Directory::at(&self.base(chain))?, name_of(now), self.identity)
    }

    /// Removes a backup: first what makes it one.
    pub(super) fn remove(&self, backup: &Backup) -> Result<(), Error> {
        let base = Directory::at(&self.base(&backup.chain))?;
        let part = format!("{}{PART}", backup.name);
        base.rename(&backup.name, &part)?;
        base.sync()?;
        remove(&base.path().join(part))
    }

    /// Locks the folder for one backup at a time; none while another one has it.
    pub(super) fn lock(&self) -> Result<Option<Lock>, Error> {
        let file = Directory::at(&self.path)?.file("backup.lock", Keeper::Server, self.identity)?;
        Ok(Lock::alone(file).map_err(crate::Error::io(&self.path))?)
    }

    /// Keeps everything where it is while somebody reads, once nobody removes anything.
    pub(super) async fn lock_for_reading(&self) -> Result<Lock, Error> {
        loop {
            if let Some(lock) = Lock::shared(self.readers()?).map_err(crate::Error::io(&self.path))? {
                return Ok(lock);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Keeps readers away while something is removed; none while there are some.
    pub(super) fn lock_for_removing(&self) -> Result<Option<Lock>, Error> {
        Ok(Lock::alone(self.readers()?).map_err(crate::Error::io(&self.path))?)
    }

    fn readers(&self) -> Result<File, Error> {
        const NAME: &str = "read.lock";
        // Whoever may only read can lock it all the same.
        match File::open(self.path.join(NAME)) {
            Ok(lock) => Ok(lock),
            Err(_) => Ok(Directory::at(&self.path)?.file(NAME, Keeper::Server, self.identity)?),
        }
    }

    fn base(&self, chain: &str) -> PathBuf {
        self.path.join(chain).join("base")
    }
}

/// Names in a folder; none where there is no such folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    match std::fs::read_dir(folder) {
        Ok(entries) => Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(crate::Error::io(folder)(error).into()),
    }
}

/// Removes a folder, if it is there.
pub(super) fn remove(folder: &Path) -> Result<(), Error> {
    // A copy that goes on without whoever began it may put a file there meanwhile; it ends when its folder is gone.
    for _ in 0..5 {
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            result => return Ok(result.map_err(crate::Error::io(folder))?),
        }
    }
    Ok(std::fs::remove_dir_all(folder).map_err(crate::Error::io(folder))?)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let text = std::fs::read(path).map_err(crate::Error::io(path))?;
    serde_json::from_slice(&text).map_err(|_| Error::Unreadable(path.display().to_string()))
}

/// When a segment was last written to, which gzip notes beside it: what was answered by then is in this segment or one before.
fn last_written(segment: &Path) -> Result<DateTime<Utc>, Error> {
    /// Two bytes that are gzip's, method and flags of one, then seconds since 1970, the lowest byte first.
    const HEAD: usize = 8;
    let mut head = [0; HEAD];
    File::open(segment).and_then(|mut file| file.read_exact(&mut head)).map_err(crate::Error::io(segment))?;
    let [0x1f, 0x8b, _, _, seconds @ ..] = head else { return Err(Error::Unreadable(segment.display().to_string())) };
    let seconds = i64::from(u32::from_le_bytes(seconds));
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| Error::Unreadable(segment.display().to_string()))
}

fn name_of(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H%M%S%.3fZ").to_string()
}
