//! Proving a backup: it is restored, and what is in it compared with what was in the database when it was made.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use sqlx::{ConnectOptions, Connection};

use super::restore::Target;
use super::shelf::{Backups, remove};
use super::sums::{Sum, Sums};
use super::{Backup, Error, probe};
use crate::DATABASE;
use crate::binaries::Binaries;
use crate::cluster::{Cluster, SUPERUSER};
use crate::folder::Folder;

/// Name of the folder that a backup is restored into to look at it.
const SCRATCH: &str = "resolutionflow-scratch";

/// What a restored backup turned out to be.
#[derive(Debug)]
pub struct Verified {
    /// The backup.
    pub backup: Backup,
    /// Its accounts, by key; what belongs to none has an empty one.
    pub accounts: Vec<OfAccount>,
    /// What is otherwise than it should be, a line each. None: the backup is good.
    pub faults: Vec<String>,
}

/// What was restored of one account.
#[derive(Debug, PartialEq, Eq)]
pub struct OfAccount {
    /// The account's key, or empty.
    pub key: String,
    /// Number of rows in all tables.
    pub rows: i64,
    /// SHA-256 over the sums of its tables, in hexadecimal digits.
    pub sha256: String,
}

impl Backups {
    /// Restores a backup, the newest if no name says otherwise, in the folder `room`, and removes that again; compares accounts, roles and
    /// rights with what the backup noted of the live database at that point, and asks as the server's role whether it sees its account alone.
    ///
    /// # Errors
    /// [`Error`] of whatever kept it from being restored: then it is not known to be good.
    pub async fn verify(&self, name: Option<&str>, room: &Path) -> Result<Verified, Error> {
        let _reading = self.lock_for_reading().await?;
        let folder = self.path().display().to_string();
        let mut backups = self.list()?;
        let backup = match name {
            Some(name) => backups.into_iter().find(|backup| backup.name() == name),
            None => backups.pop(),
        };
        let backup = backup.ok_or_else(|| match name {
            Some(name) => Error::NoSuchBackup { name: name.to_owned(), folder },
            None => Error::NoBackups(folder),
        })?;
        let noted: Sums = self.sums(&backup)?;
        let scratch = room.join(SCRATCH);
        clear(&scratch).await?;
        let found = match self.recover(&backup, &scratch, Target::Point(&backup.point)).await {
            Ok(_) => self.look_into(&scratch, &noted).await,
            Err(error) => Err(error),
        };
        remove(&scratch)?;
        let (found, mut faults) = found?;
        faults.extend(differences(&noted, &found));
        Ok(Verified { backup, accounts: accounts(&found.sums), faults })
    }

    async fn look_into(&self, scratch: &Path, noted: &Sums) -> Result<(Sums, Vec<String>), Error> {
        let folder = Folder::lock(scratch)?;
        let binaries = Binaries::find(folder.version()?, &folder.data_path())?;
        let cluster = Cluster::start_apart(&folder, &binaries).await?;
        let looked = async {
            let mut superuser = cluster.connect_options(SUPERUSER, DATABASE).disable_statement_logging().connect().await?;
            let mut reading = superuser.begin().await?;
            let sums = Sums::read(&mut reading).await?;
            reading.rollback().await?;
            superuser.close().await?;
            Ok((sums, probe::faults(&cluster, &noted.sums).await?))
        };
        let looked = looked.await;
        cluster.stop(&folder).await?;
        looked
    }
}

/// Removes what a check that was killed left.
async fn clear(scratch: &Path) -> Result<(), Error> {
    if scratch.exists() {
        let folder = Folder::lock(scratch)?;
        for data in folder.half_restored_ones()?.into_iter().chain(folder.data()?) {
            let binaries = Binaries::find(data.version()?, data.path())?;
            Cluster::end_left_behind(&folder, &binaries, &data).await?;
        }
    }
    remove(scratch)
}

/// What differs, a line each.
fn differences(noted: &Sums, found: &Sums) -> Vec<String> {
    type Table<'a> = (&'a Option<String>, &'a str);
    fn by_table(sums: &[Sum]) -> BTreeMap<Table<'_>, &Sum> {
        sums.iter().map(|sum| ((&sum.account, sum.relation.as_str()), sum)).collect()
    }
    let (before, after) = (by_table(&noted.sums), by_table(&found.sums));
    let rows = before.iter().filter(|(table, sum)| after.get(*table).is_none_or(|found| found.sha256 != sum.sha256)).map(|(table, sum)| {
        let found = after.get(table).map_or(0, |found| found.row_count);
        let what = if found == sum.row_count { "other ones".to_owned() } else { format!("{found} now") };
        format!("{}: {} had {} rows, and has {what}", named(&sum.key), sum.relation, sum.row_count)
    });
    let new = after.iter().filter(|(table, _)| !before.contains_key(*table));
    let new = new.map(|(_, sum)| format!("{}: {} had no rows, and has {} now", named(&sum.key), sum.relation, sum.row_count));
    let lost = noted.security.iter().filter(|line| !found.security.contains(line)).map(|line| format!("no longer so: {line}"));
    let gained = found.security.iter().filter(|line| !noted.security.contains(line)).map(|line| format!("was not so: {line}"));
    rows.chain(new).chain(lost).chain(gained).collect()
}

fn named(key: &str) -> &str {
    if key.is_empty() { "outside of accounts" } else { key }
}

/// Adds up the tables of each account.
fn accounts(sums: &[Sum]) -> Vec<OfAccount> {
    let mut accounts: BTreeMap<&str, (i64, Sha256)> = BTreeMap::new();
    for sum in sums {
        let (rows, hash) = accounts.entry(&sum.key).or_default();
        *rows += sum.row_count;
        hash.update(format!("{} {} {}\n", sum.relation, sum.row_count, sum.sha256));
    }
    let of_account =
        |(key, (rows, hash)): (&str, (i64, Sha256))| OfAccount { key: key.to_owned(), rows, sha256: hex::encode(hash.finalize()) };
    accounts.into_iter().map(of_account).collect()
}
