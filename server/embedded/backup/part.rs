use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::shelf::remove;
use super::{Backup, Error};
use crate::directory::{Directory, Keeper};
use crate::identity::Identity;

/// End of the name of a backup that is not whole.
pub(super) const PART: &str = ".part";
/// Name of the file that makes a backup whole.
pub(super) const RECORD: &str = "backup.json";
/// Name of the file with what was in the database.
pub(super) const SUMS: &str = "sums.json";

/// A backup that is being made. It is none until [`Part::whole`].
#[derive(Debug)]
pub(super) struct Part {
    base: Directory,
    part: Directory,
    name: String,
}

impl Part {
    /// Makes its folder among the backups of a chain.
    pub(super) fn make(base: Directory, name: String, identity: Identity) -> Result<Self, Error> {
        let part = base.make(&format!("{name}{PART}"), Keeper::Postgres, identity)?;
        Ok(Self { base, part, name })
    }

    /// Name that it will have.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Path of the copy of the cluster.
    pub(super) fn data(&self) -> PathBuf {
        self.part.path().join("data")
    }

    /// Makes it a backup.
    pub(super) fn whole(&self, record: &Backup, sums: &impl Serialize) -> Result<(), Error> {
        self.write(SUMS, sums)?;
        self.write(RECORD, record)?;
        self.part.sync()?;
        self.base.rename(&format!("{}{PART}", self.name), &self.name)?;
        Ok(self.base.sync()?)
    }

    /// Removes it again.
    pub(super) fn discard(&self) -> Result<(), Error> {
        remove(self.part.path())
    }

    fn write(&self, name: &str, value: &impl Serialize) -> Result<(), Error> {
        let mut file = self.part.new_file(name)?;
        let written = serde_json::to_vec(value).map_err(std::io::Error::from).and_then(|text| file.write_all(&text));
        Ok(written.and_then(|()| file.sync_all()).map_err(crate::Error::io(&self.part.path().join(name)))?)
    }
}
