//! PostgreSQL's programs: the folder that they are in, and the version that fits the data.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Error;

/// The oldest PostgreSQL whose SQL the migrations can use.
const OLDEST: u32 = 15;

/// Server programs of one installed PostgreSQL, of version 15 or later: `initdb`, `pg_ctl` and `postgres` in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// Finds the PostgreSQL to run: for the data at a path, one of the major version that wrote it; without a version, which is before there
    /// is any data, the first on PATH or else the newest in Debian's place, `/usr/lib/postgresql`.
    ///
    /// # Errors
    /// [`Error::NotInstalled`] without a version 15 or later, [`Error::WrongVersion`] where the data is of another one.
    pub(super) fn find(version: Option<String>, data: &Path) -> Result<Self, Error> {
        let installed: Vec<Self> = folders().into_iter().filter_map(Self::at).filter(|found| found.major >= OLDEST).collect();
        let Some(wanted) = version else { return installed.into_iter().next().ok_or(Error::NotInstalled) };
        let found = installed.iter().map(|found| found.major.to_string()).collect::<Vec<_>>().join(", ");
        if installed.is_empty() {
            return Err(Error::NotInstalled);
        }
        installed.into_iter().find(|found| found.major.to_string() == wanted).ok_or_else(|| Error::WrongVersion {
            dir: data.display().to_string(),
            wanted,
            found,
        })
    }

    /// Path of a program of this PostgreSQL, such as `initdb`. Does not look whether it exists.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Path of a program that makes or checks backups, such as `pg_basebackup`, which may stand elsewhere than the server's: in Debian's folder of
    /// this version, or on PATH.
    ///
    /// # Errors
    /// [`Error::NoProgram`] where there is none.
    pub(super) fn tool(&self, name: &'static str) -> Result<PathBuf, Error> {
        let debian = Path::new("/usr/lib/postgresql").join(self.major.to_string()).join("bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut places = [self.folder.clone(), debian].into_iter().chain(std::env::split_paths(&path)).map(|folder| folder.join(name));
        places.find(|program| program.is_file()).ok_or(Error::NoProgram { name, major: self.major })
    }

    fn at(folder: PathBuf) -> Option<Self> {
        // Debian keeps pg_ctl off the PATH but psql on it; a folder counts if it has all that is needed.
        if !["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()) {
            return None;
        }
        let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        Some(Self { major: major(&String::from_utf8_lossy(&output.stdout))?, folder })
    }
}

fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin")).collect();
    debian.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok());
        std::cmp::Reverse(version)
    });
    std::env::split_paths(&path).chain(debian).collect()
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` → 15.
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_whatever_follows_it() {
        assert_eq!(major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18devel\n"), Some(18));
        assert_eq!(major("postgres"), None);
    }
}
