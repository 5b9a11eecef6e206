//! Folding: an account at a time, a few hundred walks a transaction.

use std::time::Instant;

use metrics::histogram;
use resolutionflow::id::AccountId;

use super::Service;
use crate::service::failure::Failure;
use crate::service::retry::retry_on_conflict;
use crate::store::figures::{chains, fold, generations};
use crate::store::{self, Tx};

/// Walks that are folded at a time. Whoever corrects one of them waits for that, some tens of milliseconds.
const BATCH: i64 = 500;
/// The same while a generation is filled.
const LARGE_BATCH: i64 = 2_000;
/// Changes of chains that are counted at a time.
const CHAINS: i64 = 500;
/// Durations of folds.
const SECONDS: &str = "figures_fold_seconds";

impl Service {
    /// Counts an account's chains anew where they changed, and folds its walks and retractions into its sums, until none is left but those
    /// that somebody is changing. Returns how many walks and retractions were folded. Nothing where another server does it.
    ///
    /// # Errors
    /// A failure of the database. What was folded stays folded.
    pub async fn fold(&self, account: AccountId) -> anyhow::Result<u64> {
        self.fold_all(account, BATCH).await
    }

    pub(super) async fn fold_many(&self, account: AccountId) -> anyhow::Result<u64> {
        self.fold_all(account, LARGE_BATCH).await
    }

    async fn fold_all(&self, account: AccountId, batch: i64) -> anyhow::Result<u64> {
        while retry_on_conflict(|| self.fold_chains(account)).await? > 0 {}
        let mut folded = 0;
        for generation in self.generations(account).await? {
            loop {
                let began = Instant::now();
                let count = retry_on_conflict(|| self.fold_next(account, generation, batch)).await?;
                if count == 0 {
                    break;
                }
                histogram!(SECONDS).record(began.elapsed());
                folded += count;
            }
        }
        Ok(folded)
    }

    /// Numbers of the generations that this server folds.
    async fn generations(&self, account: AccountId) -> Result<Vec<i32>, sqlx::Error> {
        let mut tx = store::begin(&self.pool, account).await?;
        let kept = generations::kept(&mut tx, account).await?;
        store::end_read(tx);
        Ok(kept.generations.iter().map(|generation| generation.number).collect())
    }

    /// Begins a transaction that alone folds an account's walks; none where another one does.
    async fn begin_fold(&self, account: AccountId) -> Result<Option<Tx>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        Ok(fold::lock(&mut tx, account).await?.then_some(tx))
    }

    /// Counts chains anew that changed. Returns the number of changes. Nothing until every session is counted for the first time: all chains
    /// are counted along with them, and nobody reads them before.
    async fn fold_chains(&self, account: AccountId) -> Result<u64, Failure> {
        let Some(mut tx) = self.begin_fold(account).await? else { return Ok(0) };
        if !generations::is_any_whole(&mut tx, account).await? {
            return Ok(0);
        }
        let folded = chains::fold(&mut tx, account, CHAINS).await?;
        tx.commit().await?;
        Ok(folded)
    }

    async fn fold_next(&self, account: AccountId, generation: i32, batch: i64) -> Result<u64, Failure> {
        let Some(mut tx) = self.begin_fold(account).await? else { return Ok(0) };
        let taken = fold::take(&mut tx, account, generation, batch).await?;
        let count = taken.count;
        fold::save(&mut tx, account, generation, taken).await?;
        tx.commit().await?;
        Ok(count)
    }
}
