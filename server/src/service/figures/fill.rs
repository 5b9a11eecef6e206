//! Counting the sessions that had ended before there was a generation, and those that the version before changes.

use std::time::{Duration, Instant};

use resolutionflow::id::AccountId;
use resolutionflow::stats::{Walk, walk_of};
use resolutionflow::zone::Zone;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::Service;
use crate::service::Pace;
use crate::service::failure::Failure;
use crate::service::retry::retry_on_conflict;
use crate::store;
use crate::store::figures::source::{self, Source};
use crate::store::figures::{chains, due, fill, fold, generations};

/// Sessions that are counted at a time, which are locked for some hundred milliseconds.
const BATCH: i64 = 250;
/// Sessions of the version before that are counted at a time.
const DUE: i64 = 50;
/// Time after which progress is told again.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// How far an account's sessions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// Number of sessions that are counted so far.
    pub sessions: i64,
    /// Part of all that had ended, in percent.
    pub percent: u8,
}

impl Service {
    /// Begins to count an account's sessions anew, beside what is read of them.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn count_anew(&self, account: AccountId) -> anyhow::Result<()> {
        retry_on_conflict(|| self.begin_generation(account, true)).await?;
        Ok(())
    }

    /// Counts an account's sessions as far as they are not, begins to where its zone or the rules changed, and folds them, until nothing
    /// is left to be counted. A few hundred are a transaction: what is counted stays counted wherever the caller stops, and two servers
    /// may do it at once.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn count_sessions(
        &self,
        account: AccountId,
        pace: Pace,
        mut tell: impl FnMut(Filled) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        retry_on_conflict(|| self.begin_generation(account, false)).await?;
        while retry_on_conflict(|| self.settle_next(account)).await? > 0 {}
        let mut told = Instant::now();
        loop {
            let began = Instant::now();
            let Some(filled) = retry_on_conflict(|| self.fill_next(account)).await? else { return Ok(()) };
            self.fold_many(account).await?;
            if told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                tell(filled)?;
            }
            if pace == Pace::Half {
                tokio::time::sleep(began.elapsed()).await;
            }
        }
    }

    async fn begin_generation(&self, account: AccountId, anew: bool) -> Result<bool, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        let begun = generations::begin(&mut tx, account, anew).await?;
        tx.commit().await?;
        Ok(begun)
    }

    /// Counts the next sessions of the generation that is being filled; none where there is no such generation any longer.
    async fn fill_next(&self, account: AccountId) -> Result<Option<Filled>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        let Some(filling) = generations::lock_filling(&mut tx, account).await? else { return Ok(None) };
        let sources = source::lock_next(&mut tx, account, filling.counted_to, BATCH).await?;
        let (number, zone) = (filling.generation.number, filling.generation.zone);
        let mut counted = filling.counted;
        if let Some(last) = sources.last().map(Source::id) {
            let ended = sources.iter().filter(|source| source.has_ended()).count() as i64;
            let roots: Vec<Uuid> = sources.iter().filter(|source| source.is_topmost()).map(|source| source.id().0).collect();
            let walks = spawn_blocking(move || walks(sources, zone)).await??;
            fill::add(&mut tx, account, number, &walks).await?;
            fold::wait(&mut tx, account).await?;
            chains::recount(&mut tx, account, &roots).await?;
            generations::advance(&mut tx, account, number, ended, last).await?;
            counted += ended;
        } else {
            generations::switch(&mut tx, account, number).await?;
        }
        tx.commit().await?;
        Ok(Some(Filled { sessions: counted, percent: generations::percent(counted, filling.sessions) }))
    }

    /// Counts some sessions that the version before changed. Returns how many.
    async fn settle_next(&self, account: AccountId) -> Result<usize, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        let ids = due::next(&mut tx, account, DUE).await?;
        for id in &ids {
            if let Some(source) = source::lock(&mut tx, account, *id).await? {
                due::settle(&mut tx, account, &source.session()?).await?;
            }
        }
        tx.commit().await?;
        Ok(ids.len())
    }
}

fn walks(sources: Vec<Source>, zone: Zone) -> Result<Vec<Walk>, sqlx::Error> {
    let walk = |source: Source| Ok(walk_of(&source.session()?, &zone));
    sources.into_iter().map(walk).filter_map(Result::transpose).collect()
}
