use std::path::Path;

use super::Error;
use super::directory::{Directory, Keeper};
use super::folder::{DATA, NAME, absolute};
use super::identity::Identity;

/// Folder of a cluster's own data, with the user who writes it.
#[derive(Debug)]
pub(super) struct Data {
    directory: Directory,
    owner: u32,
}

impl Data {
    pub(super) fn new(directory: Directory, identity: Identity) -> Self {
        Self { directory, owner: identity.uid() }
    }

    /// Finds the data of the cluster that another process runs in the data directory `dir`; none before it is made.
    pub(super) fn of_another(dir: &Path) -> Result<Option<Self>, Error> {
        let owner = Identity::find()?.uid();
        let Some(folder) = Directory::at(&absolute(dir)?)?.inside(NAME)? else { return Ok(None) };
        Ok(folder.inside(DATA)?.map(|directory| Self { directory, owner }))
    }

    /// Absolute path.
    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Name of its folder.
    pub(super) fn name(&self) -> String {
        self.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Major version of the PostgreSQL that wrote it; none where `initdb` has not.
    pub(super) fn version(&self) -> Result<Option<String>, Error> {
        Ok(self.read("PG_VERSION")?.map(|version| version.trim().to_owned()))
    }

    /// Reads a file that Postgres wrote there; none where there is none.
    ///
    /// # Errors
    /// [`Error::Foreign`] where Postgres did not write it, or it is a link.
    pub(super) fn read(&self, name: &str) -> Result<Option<String>, Error> {
        self.directory.read(name, self.owner)
    }

    /// Makes a file there that Postgres can write to, if there is none.
    pub(super) fn touch(&self, name: &str, identity: Identity) -> Result<(), Error> {
        self.directory.file(name, Keeper::Postgres, identity).map(drop)
    }

    /// Removes a file there, if there is one.
    pub(super) fn remove(&self, name: &str) -> Result<(), Error> {
        self.directory.remove(name)
    }
}
