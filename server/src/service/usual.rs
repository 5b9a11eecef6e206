//! What usually comes of a step, counted from the last walks of its version and kept in memory.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use moka::future::Cache;
use resolutionflow::insights::StepTimes;
use resolutionflow::stats::{FromHere, NodeKey, Usual};
use resolutionflow::time::Seconds;
use resolutionflow::tree::Tree;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::Service;
use super::failure::Failure;
use super::pace::Key;
use super::tree_cache::Trees;
use crate::store::figures::generations::{Standing, standing};
use crate::store::figures::{Days, read};
use crate::store::{self, bounded, end_read};

/// Days back from today whose walks count.
const DAYS: u64 = 180;
/// The most walks of a tree that are looked through, the last ones.
const WALKS: i64 = 20_000;
/// Time after which it is counted anew, when somebody asks.
const FRESH: Duration = Duration::from_secs(3_600);
/// Time after which what could not be counted is tried again, so that not every step of every walk tries.
const RETRY: Duration = Duration::from_secs(60);
/// Longest wait of a page that says it.
const PATIENCE: Duration = Duration::from_millis(500);
/// The most bytes of memory that it takes.
const CAPACITY: u64 = 32 * 1024 * 1024;
/// Versions that are counted at a time.
const PLACES: usize = 1;

/// What is usual at the steps of a version.
#[derive(Default)]
pub(super) struct AtSteps {
    /// Positions of steps, those that are walked most first, each with its words.
    pub(super) words: Vec<(usize, String)>,
    /// p90 of the active times of steps.
    pub(super) p90s: BTreeMap<NodeKey, Seconds>,
}

type Steps = Arc<AtSteps>;

/// What is usual, by version. Clones share it.
#[derive(Clone)]
pub(super) struct UsualCache {
    /// Each until when it is fresh.
    kept: Cache<Key, (Instant, Steps)>,
    /// Versions that are being counted beside the work.
    counting: Arc<Mutex<HashSet<Key>>>,
    places: Arc<Semaphore>,
}

impl Default for UsualCache {
    fn default() -> Self {
        let weight = |_: &Key, (_, steps): &(Instant, Steps)| {
            u32::try_from(128 + steps.words.len() * 96 + steps.p90s.len() * 24).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder().max_capacity(CAPACITY).weigher(weight).build();
        Self { kept, counting: Arc::default(), places: Arc::new(Semaphore::new(PLACES)) }
    }
}

impl UsualCache {
    /// What is kept of a version; with it true if it was counted, or tried, lately.
    async fn get(&self, key: Key) -> (Option<Steps>, bool) {
        match self.kept.get(&key).await {
            Some((until, steps)) => (Some(steps), Instant::now() < until),
            None => (None, false),
        }
    }
}

impl Service {
    /// What is usual at the steps of a version, as far as it is counted: nobody waits, and the database is asked for nothing meanwhile.
    /// What was not counted lately is counted beside the work, for whoever asks next.
    pub(super) async fn usual_so_far(&self, key: Key) -> Steps {
        let (kept, is_fresh) = self.paces.usual.get(key).await;
        if !is_fresh && self.paces.usual.counting.lock().unwrap_or_else(PoisonError::into_inner).insert(key) {
            let service = self.clone();
            tokio::spawn(async move {
                // A task of its own: also after a panic the version is no longer being counted.
                let counting = service.clone();
                _ = tokio::spawn(async move { counting.count_beside_the_work(key).await }).await;
                service.paces.usual.counting.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
            });
        }
        kept.unwrap_or_default()
    }

    /// What is usual at the steps of a version, for a page that waits a moment for it. It must not hold a transaction.
    pub(super) async fn usual(&self, key: Key) -> Steps {
        if self.paces.usual.get(key).await.0.is_some() {
            return self.usual_so_far(key).await;
        }
        let service = self.clone();
        // A task of its own, which goes on where the page no longer waits.
        let counting = tokio::spawn(async move { service.count_beside_the_work(key).await });
        _ = timeout(PATIENCE, counting).await;
        self.paces.usual.get(key).await.0.unwrap_or_default()
    }

    async fn count_beside_the_work(&self, key: Key) {
        let Ok(_place) = self.paces.usual.places.acquire().await else { return };
        // Somebody else may have counted it while this one waited.
        let (kept, is_fresh) = self.paces.usual.get(key).await;
        if is_fresh {
            return;
        }
        let (steps, lasts) = match bounded(self.with_trees(async |trees| self.count_usual(&trees, key).await), |_| false).await {
            Ok(Some(steps)) => (Arc::new(steps), FRESH),
            // The sessions of before are still being counted.
            Ok(None) => (kept.unwrap_or_default(), RETRY),
            Err(failure) => {
                tracing::warn!(?failure, "what is usual was not counted");
                (kept.unwrap_or_default(), RETRY)
            }
        };
        self.paces.usual.kept.insert(key, (Instant::now() + lasts, steps)).await;
    }

    async fn count_usual(&self, trees: &Trees, (account, version): Key) -> Result<Option<AtSteps>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        let tree = trees.get(&mut tx, account, version).await?;
        let Standing::Counted(counted) = standing(&mut tx, account).await? else { return Ok(None) };
        let today = counted.zone.day(self.now());
        let days = Days { from: today.checked_sub_days(chrono::Days::new(DAYS)).unwrap_or(today), to: today };
        let walks = read::walks_of_tree(&mut tx, account, &counted, version.tree_id, days, WALKS).await?;
        end_read(tx);
        let steps = spawn_blocking(move || {
            let (mut from_here, mut times) = (FromHere::default(), StepTimes::default());
            for walk in walks.iter().filter(|walk| walk.version == version) {
                from_here.insert(walk.outcome, &walk.steps);
                times.insert(&walk.steps);
            }
            AtSteps { words: in_words(&from_here, &tree), p90s: times.p90s() }
        });
        Ok(Some(steps.await?))
    }
}

/// Steps of a tree at which something is usual, those that are walked most first.
fn in_words(from_here: &FromHere, tree: &Tree) -> Vec<(usize, String)> {
    let usual = tree.nodes().iter().enumerate().filter_map(|(at, node)| Some((at, from_here.usual(NodeKey::of(&node.id))?)));
    let mut usual: Vec<(usize, Usual)> = usual.collect();
    usual.sort_by_key(|(at, usual)| (std::cmp::Reverse(usual.walks), *at));
    usual.into_iter().map(|(at, usual)| (at, usual.in_words())).collect()
}
