//! The user that Postgres runs as: whoever started the server, or the user `postgres` if that was root.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use tokio::process::Command;

use super::Error;

/// Operating system's user that Postgres runs as: Postgres refuses to run as root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    /// The user who runs this process.
    Own,
    /// The user `postgres`, because this process runs as root: numbers of user and group.
    Other(u32, u32),
}

impl Identity {
    /// Finds the user for this process: its own, or `postgres` of `/etc/passwd` where it runs as root.
    ///
    /// # Errors
    /// [`Error::NoPostgresUser`] where root has no such user, [`Error::Io`] where the file cannot be read.
    pub(super) fn find() -> Result<Self, Error> {
        if !is_root() {
            return Ok(Self::Own);
        }
        let path = Path::new("/etc/passwd");
        let passwd = std::fs::read_to_string(path).map_err(Error::io(path))?;
        postgres_in(&passwd).ok_or(Error::NoPostgresUser)
    }

    /// Sets a command to run as this user and their group.
    pub(super) fn assume(self, command: &mut Command) {
        if let Self::Other(user, group) = self {
            command.uid(user).gid(group);
        }
    }

    /// True if this user can enter the folder and all that it is in, by their permission bits. Always true for the process's own user, for
    /// whom the system says so itself.
    pub(super) fn can_enter(self, path: &Path) -> bool {
        let Self::Other(user, group) = self else { return true };
        path.ancestors().filter_map(|folder| folder.metadata().ok()).all(|folder| {
            let bit = match folder.uid() == user {
                true => 0o100,
                false if folder.gid() == group => 0o010,
                false => 0o001,
            };
            folder.mode() & bit != 0
        })
    }

    /// Gives a folder to this user's group, and lets the group pass through it. Does nothing for the process's own user.
    pub(super) fn admit(self, path: &Path) -> Result<(), Error> {
        let Self::Other(_, group) = self else { return Ok(()) };
        let mode = path.metadata().map_err(Error::io(path))?.mode();
        chown(path, None, Some(group)).map_err(Error::io(path))?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode | 0o010)).map_err(Error::io(path))
    }

    /// The user's number in the operating system.
    pub(super) fn uid(self) -> u32 {
        match self {
            Self::Own => own_uid(),
            Self::Other(user, _) => user,
        }
    }
}

/// Number of the user who runs this process.
pub(super) fn own_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// True if this process runs as root, by its effective user.
pub(super) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn postgres_in(passwd: &str) -> Option<Identity> {
    let line = passwd.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    Some(Identity::Other(fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_is_read_from_its_line_alone() {
        let passwd =
            "root:x:0:0:root:/root:/bin/bash\npostgresql:x:7:7::/:/bin/sh\npostgres:x:101:103:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(postgres_in(passwd), Some(Identity::Other(101, 103)));
        assert_eq!(postgres_in("root:x:0:0::/root:/bin/sh\n"), None);
        assert_eq!(postgres_in("postgres:x:\n"), None);
    }
}
