//! Comparing what is stored with what the sessions give.

use std::collections::BTreeMap;

use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::stats::{DayKey, Group, MonthKey, Rollup, Walk, walk_of};
use resolutionflow::zone::Zone;
use tokio::task::spawn_blocking;

use super::Service;
use crate::service::failure::Failure;
use crate::store;
use crate::store::figures::chains;
use crate::store::figures::generations::{self, Standing};
use crate::store::figures::source::{self, Most, Source};
use crate::store::figures::stored;

/// Sessions that are compared at a time.
const BATCH: Most = Most { sessions: 1_000, bytes: 8 << 20 };
/// Chains that are compared at a time.
const CHAINS: i64 = 2_000;
/// Most differences that are told.
const TOLD: usize = 100;

/// Comparison of an account's figures with its sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// They were compared.
    Compared {
        /// Number of sessions that have an outcome.
        sessions: u64,
        /// What differs, a line each, the first hundred.
        differences: Vec<String>,
        /// Number of all differences.
        count: usize,
    },
    /// They are still being counted, so that there is nothing to compare.
    Counting {
        /// How far they are counted, in percent.
        percent: u8,
    },
}

/// Differences that were found.
#[derive(Default)]
struct Differences {
    told: Vec<String>,
    count: usize,
}

impl Differences {
    fn add(&mut self, difference: impl FnOnce() -> String) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(difference());
        }
    }
}

impl Service {
    /// Counts all of an account's sessions again and compares walks and sums with what is stored, byte for byte, as all of it is at one
    /// moment. `tell` is called with the number of sessions that are compared as it goes on.
    ///
    /// # Errors
    /// A failure of the database, and stored figures that cannot be read.
    pub async fn verify_figures(&self, account: AccountId, tell: impl Fn(u64)) -> anyhow::Result<Verified> {
        Ok(self.verify(account, tell).await?)
    }

    async fn verify(&self, account: AccountId, tell: impl Fn(u64)) -> Result<Verified, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        stored::snapshot(&mut tx).await?;
        store::wait_longer(&mut tx).await?;
        let counted = match generations::standing(&mut tx, account).await? {
            Standing::Counted(counted) => counted,
            Standing::Counting { percent } => return Ok(Verified::Counting { percent }),
        };
        let (mut differences, mut sums, mut sessions, mut after) = (Differences::default(), Rollup::default(), 0, None);
        loop {
            let sources = source::ended(&mut tx, account, after, BATCH).await?;
            let last = sources.last().map(Source::id);
            let walks = stored::walks(&mut tx, account, &counted, after, last).await?;
            sessions += sources.len() as u64;
            let zone = counted.zone;
            (differences, sums) = spawn_blocking(move || compare(sources, walks, zone, differences, sums)).await?;
            tell(sessions);
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        let mut after = None;
        loop {
            let compared = chains::compare(&mut tx, account, after, CHAINS).await?;
            for root in compared.wrong {
                differences.add(|| format!("session {root}: the stored chain is not that of its follow-ups"));
            }
            match compared.last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        for key in chains::wrong_sums(&mut tx, account).await? {
            differences.add(|| format!("{}: the stored sum of chains is another one", name_of_day(&key)));
        }
        let mut kept = stored::sums(&mut tx, account, &counted).await?;
        for key in kept.days.iter().filter(|(_, figures)| figures.is_zero()).map(|(key, _)| name_of_day(key)) {
            differences.add(|| format!("{key}: a sum of nothing is stored"));
        }
        for key in kept.months.iter().filter(|(_, figures)| figures.is_zero()).map(|(key, _)| name_of_month(key)) {
            differences.add(|| format!("{key}: a sum of nothing is stored"));
        }
        stored::add_unfolded(&mut tx, account, &counted, &mut kept).await?;
        store::end_read(tx);
        kept.tidy();
        sums.tidy();
        compare_sums(&kept.days, &sums.days, name_of_day, &mut differences);
        compare_sums(&kept.months, &sums.months, name_of_month, &mut differences);
        let mut tx = store::begin(&self.pool, account).await?;
        stored::verified(&mut tx, account, counted.generation).await?;
        tx.commit().await?;
        Ok(Verified::Compared { sessions, differences: differences.told, count: differences.count })
    }
}

/// Compares the next sessions with the walks that are stored of them, and adds them up.
fn compare(
    sources: Vec<Source>,
    stored: Vec<stored::Stored>,
    zone: Zone,
    mut differences: Differences,
    mut sums: Rollup,
) -> (Differences, Rollup) {
    let mut stored: BTreeMap<SessionId, stored::Stored> = stored.into_iter().map(|stored| (stored.walk.session, stored)).collect();
    for source in sources {
        let id = source.id();
        let session = match source.session() {
            Ok(session) => session,
            Err(error) => {
                differences.add(|| format!("session {id}: it cannot be read: {error}"));
                stored.remove(&id);
                continue;
            }
        };
        let walk = walk_of(&session, &zone);
        match (&walk, stored.remove(&id)) {
            (None, None) => {}
            (Some(walk), Some(stored)) if *walk == stored.walk && stored.is_found => {}
            (Some(walk), Some(stored)) if *walk == stored.walk => {
                differences.add(|| format!("session {}: its walk is not found by its steps", walk.session));
            }
            (ours, stored) => differences.add(|| {
                let told = |walk: Option<&Walk>| walk.map_or_else(|| "no walk".to_owned(), |walk| format!("{walk:?}"));
                format!("session {id}: {} is stored, it is {}", told(stored.as_ref().map(|stored| &stored.walk)), told(ours.as_ref()))
            }),
        }
        walk.iter().for_each(|walk| sums.add(walk, 1));
    }
    for id in stored.keys() {
        differences.add(|| format!("session {id}: a walk is stored of a session that has not ended"));
    }
    (differences, sums)
}

fn compare_sums<K: Ord, V: Group>(stored: &BTreeMap<K, V>, ours: &BTreeMap<K, V>, name: fn(&K) -> String, differences: &mut Differences) {
    for (key, figures) in ours {
        match stored.get(key) {
            Some(stored) if stored.encode() == figures.encode() => {}
            Some(_) => differences.add(|| format!("{}: the stored sum is another one", name(key))),
            None => differences.add(|| format!("{}: no sum is stored", name(key))),
        }
    }
    for key in stored.keys().filter(|key| !ours.contains_key(key)) {
        differences.add(|| format!("{}: a sum is stored of no walks", name(key)));
    }
}

fn name_of_day(key: &DayKey) -> String {
    let span = if key.is_month { "the month from" } else { "the day" };
    match key.version() {
        Some(version) => format!("tree {}, version {}, {span} {}", version.tree_id, version.number, key.day),
        None => format!("all trees, {span} {}", key.day),
    }
}

fn name_of_month(key: &MonthKey) -> String {
    format!("tree {}, version {}, node {}, the month from {}", key.tree, key.version, key.node, key.month)
}
