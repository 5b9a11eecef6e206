//! Backups of a private cluster: copies of it, and an archive of everything that it writes, by which each copy leads to any later moment.
//!
//! A backup becomes one by a rename, as its last act, and so does a restored cluster: whatever is killed leaves no half one.

mod archive;
mod error;
mod part;
mod plan;
mod probe;
mod program;
mod restore;
mod shelf;
mod sums;
mod take;
mod verify;
mod wal;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use wal::Wal;

pub use error::Error;
pub use restore::Restored;
pub use shelf::Backups;
pub use take::Taken;
pub use verify::{OfAccount, Verified};

/// One backup, as its record has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Backup {
    /// Name of the folder of what belongs together: the copies and the archive of one cluster.
    #[serde(skip)]
    chain: String,
    #[serde(skip)]
    name: String,
    finished: DateTime<Utc>,
    first_wal: Wal,
    last_wal: Wal,
    /// Name of the point in the archive at which the database held what its sums say.
    point: String,
}

impl Backup {
    /// Name, by the time at which it was begun.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First moment that can be restored from it.
    pub fn finished(&self) -> DateTime<Utc> {
        self.finished
    }
}

impl plan::Dated for Backup {
    fn chain(&self) -> &str {
        &self.chain
    }

    fn finished(&self) -> DateTime<Utc> {
        self.finished
    }

    fn first_wal(&self) -> Wal {
        self.first_wal
    }
}
