//! Folders and files by their handles. The user that Postgres runs as could put links into its folders, also between a look and what
//! follows from it. So nothing in them is opened through a link, and what was opened is looked at before it is used or handed over.

use std::fs::{File, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, openat, renameat, unlinkat};

use super::Error;
use super::identity::{Identity, own_uid};

/// The longest text that is read of a file: those that Postgres writes for others are a few lines.
const TEXT: u64 = 64 * 1024;

/// A folder that is open. What is done in it stays in it, wherever its path leads by then.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    handle: File,
}

/// User who keeps a folder or file: the others cannot read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeper {
    /// The user of this process.
    Server,
    /// The user that Postgres runs as.
    Postgres,
}

impl Directory {
    /// Opens the folder at a path, which may lead through links: they are of whoever chose the path.
    pub(super) fn at(path: &Path) -> Result<Self, Error> {
        Ok(Self { handle: File::open(path).map_err(Error::io(path))?, path: path.to_owned() })
    }

    /// Absolute path under which it was opened.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a folder in this one; none where there is none.
    ///
    /// # Errors
    /// [`Error::Foreign`] where it is a link or no folder.
    pub(super) fn inside(&self, name: &str) -> Result<Option<Self>, Error> {
        let opened = self.open(name, OFlags::RDONLY | OFlags::DIRECTORY)?;
        Ok(opened.map(|handle| Self { handle, path: self.path.join(name) }))
    }

    /// Opens a folder in this one, made if need be, and hands it to its keeper, who alone reads it; the group of Postgres's user can pass
    /// through that of the server.
    ///
    /// # Errors
    /// [`Error::Foreign`] where it is a link, or belongs to neither of the two users.
    pub(super) fn make(&self, name: &str, keeper: Keeper, identity: Identity) -> Result<Self, Error> {
        match mkdirat(&self.handle, name, Mode::RWXU) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(self.io(name)(error.into())),
        }
        let made = self.inside(name)?.ok_or_else(|| self.foreign(name))?;
        let owner = made.handle.metadata().map_err(Error::io(&made.path))?.uid();
        if owner != own_uid() && owner != identity.uid() {
            return Err(self.foreign(name));
        }
        let mode = if keeper == Keeper::Server && identity != Identity::Own { 0o710 } else { 0o700 };
        hand_over(&made.handle, keeper, identity, mode).map_err(Error::io(&made.path))?;
        Ok(made)
    }

    /// Opens a file in this folder to write at its end, made if need be, and hands it to its keeper, who alone reads it.
    ///
    /// # Errors
    /// [`Error::Foreign`] where it is a link or no file, or belongs to somebody else.
    pub(super) fn file(&self, name: &str, keeper: Keeper, identity: Identity) -> Result<File, Error> {
        let file = self.open(name, OFlags::RDWR | OFlags::APPEND | OFlags::CREATE)?.ok_or_else(|| self.foreign(name))?;
        let found = file.metadata().map_err(self.io(name))?;
        let kept = found.uid() == keeper.uid(identity);
        // What has another name elsewhere is not given away.
        if !found.is_file() || !(kept || (found.uid() == own_uid() && found.nlink() == 1)) {
            return Err(self.foreign(name));
        }
        hand_over(&file, keeper, identity, 0o600).map_err(self.io(name))?;
        Ok(file)
    }

    /// Makes an empty file in this folder in place of one that may be there, for this process alone.
    pub(super) fn new_file(&self, name: &str) -> Result<File, Error> {
        self.remove(name)?;
        self.open(name, OFlags::RDWR | OFlags::CREATE | OFlags::EXCL)?.ok_or_else(|| self.foreign(name))
    }

    /// Reads a file in this folder that a user wrote; none where there is none.
    ///
    /// # Errors
    /// [`Error::Foreign`] where it is a link or no file, or belongs to somebody else.
    pub(super) fn read(&self, name: &str, writer: u32) -> Result<Option<String>, Error> {
        let Some(file) = self.open(name, OFlags::RDONLY)? else { return Ok(None) };
        let found = file.metadata().map_err(self.io(name))?;
        if !found.is_file() || found.uid() != writer {
            return Err(self.foreign(name));
        }
        let mut text = String::new();
        file.take(TEXT).read_to_string(&mut text).map_err(self.io(name))?;
        Ok(Some(text))
    }

    /// Renames an entry of this folder.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), Error> {
        renameat(&self.handle, from, &self.handle, to).map_err(|error| self.io(from)(error.into()))
    }

    /// Puts the names of this folder's entries on disk.
    pub(super) fn sync(&self) -> Result<(), Error> {
        self.handle.sync_all().map_err(Error::io(&self.path))
    }

    /// Removes a file, or a link, from this folder, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<(), Error> {
        match unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => Ok(()),
            Err(error) => Err(self.io(name)(error.into())),
        }
    }

    /// Opens an entry of this folder; none where there is none. Does not wait for the other end of a pipe.
    fn open(&self, name: &str, how: OFlags) -> Result<Option<File>, Error> {
        let safely = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match openat(&self.handle, name, how | safely, Mode::RUSR | Mode::WUSR) {
            Ok(opened) => Ok(Some(opened.into())),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(rustix::io::Errno::LOOP | rustix::io::Errno::NOTDIR | rustix::io::Errno::ISDIR) => Err(self.foreign(name)),
            Err(error) => Err(self.io(name)(error.into())),
        }
    }

    fn io(&self, name: &str) -> impl FnOnce(io::Error) -> Error + use<> {
        Error::io(&self.path.join(name))
    }

    fn foreign(&self, name: &str) -> Error {
        Error::Foreign(self.path.join(name).display().to_string())
    }
}

impl Keeper {
    fn uid(self, identity: Identity) -> u32 {
        match self {
            Self::Server => own_uid(),
            Self::Postgres => identity.uid(),
        }
    }
}

/// Gives what is open to its keeper and to the group of Postgres's user, where that is another one than this process's.
fn hand_over(handle: &File, keeper: Keeper, identity: Identity, mode: u32) -> io::Result<()> {
    if let Identity::Other(_, group) = identity {
        fchown(handle, Some(keeper.uid(identity)), Some(group))?;
    }
    handle.set_permissions(Permissions::from_mode(mode))
}
