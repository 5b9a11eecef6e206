//! Counting the sessions that had ended before there was a generation, and those that the version before changes.

use std::time::{Duration, Instant};

use resolutionflow::id::{AccountId, SessionId};
use resolutionflow::stats::{Walk, walk_of};
use resolutionflow::zone::Zone;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::Service;
use crate::service::Pace;
use crate::service::failure::Failure;
use crate::service::retry::retry_on_conflict;
use crate::store;
use crate::store::figures::source::{self, Most, Source};
use crate::store::figures::{chains, due, fill, fold, generations};

/// Sessions that are counted at a time, which are locked for some hundred milliseconds.
const BATCH: Most = Most { sessions: 250, bytes: 8 << 20 };
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

/// Session that is in no figure, because its row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The session.
    pub session: SessionId,
    /// Why.
    pub reason: String,
}

/// What was counted in a turn.
pub(super) struct Turn {
    /// True if there was anything.
    pub is_any: bool,
    pub unreadable: Vec<Unreadable>,
}

/// Some sessions that were counted.
struct Step {
    filled: Filled,
    unreadable: Vec<Unreadable>,
}

/// Sessions that were settled: the last of them, and those that could not be read.
struct Settled {
    last: Option<SessionId>,
    unreadable: Vec<Unreadable>,
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
    /// may do it at once. Returns the sessions that could not be read, which are in no figure.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn count_sessions(
        &self,
        account: AccountId,
        pace: Pace,
        tell: impl FnMut(Filled) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<Unreadable>> {
        Ok(self.count_for(account, pace, Duration::MAX, tell).await?.unreadable)
    }

    /// The same, but not for longer than a turn, at whose end progress is told.
    pub(super) async fn count_for(
        &self,
        account: AccountId,
        pace: Pace,
        turn: Duration,
        mut tell: impl FnMut(Filled) -> anyhow::Result<()>,
    ) -> anyhow::Result<Turn> {
        retry_on_conflict(|| self.begin_generation(account, false)).await?;
        let (mut is_any, mut unreadable) = self.settle(account).await?;
        let (begun, mut told) = (Instant::now(), Instant::now());
        loop {
            let began = Instant::now();
            let Some(step) = retry_on_conflict(|| self.fill_next(account)).await? else { return Ok(Turn { is_any, unreadable }) };
            is_any = true;
            unreadable.extend(step.unreadable);
            self.fold_many(account).await?;
            if pace == Pace::Half {
                tokio::time::sleep(began.elapsed()).await;
            }
            let is_over = begun.elapsed() >= turn;
            if is_over || told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                tell(step.filled)?;
            }
            if is_over {
                return Ok(Turn { is_any, unreadable });
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
    async fn fill_next(&self, account: AccountId) -> Result<Option<Step>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        // Before anything else is locked, as whoever folds does.
        fold::wait(&mut tx, account).await?;
        let Some(filling) = generations::lock_filling(&mut tx, account).await? else { return Ok(None) };
        let sources = source::lock_next(&mut tx, account, filling.counted_to, BATCH).await?;
        let (number, zone) = (filling.generation.number, filling.generation.zone);
        let (mut counted, mut unreadable) = (filling.counted, Vec::new());
        if let Some(last) = sources.last().map(Source::id) {
            let ended = sources.iter().filter(|source| source.has_ended()).count() as i64;
            let roots: Vec<Uuid> = sources.iter().filter(|source| source.is_topmost()).map(|source| source.id().0).collect();
            let walks;
            (walks, unreadable) = spawn_blocking(move || walks_of(sources, zone)).await?;
            fill::add(&mut tx, account, number, &walks).await?;
            chains::recount(&mut tx, account, &roots).await?;
            generations::advance(&mut tx, account, number, ended, last).await?;
            counted += ended;
        } else {
            chains::sum_anew(&mut tx, account).await?;
            generations::switch(&mut tx, account, number).await?;
        }
        tx.commit().await?;
        let filled = Filled { sessions: counted, percent: generations::percent(counted, filling.sessions) };
        Ok(Some(Step { filled, unreadable }))
    }

    /// Counts the sessions that the version before changed. True if there was any; with those that could not be read.
    async fn settle(&self, account: AccountId) -> Result<(bool, Vec<Unreadable>), Failure> {
        let (mut after, mut unreadable) = (None, Vec::new());
        loop {
            let settled = retry_on_conflict(|| self.settle_next(account, after)).await?;
            unreadable.extend(settled.unreadable);
            match settled.last {
                Some(last) => after = Some(last),
                None => return Ok((after.is_some(), unreadable)),
            }
        }
    }

    async fn settle_next(&self, account: AccountId, after: Option<SessionId>) -> Result<Settled, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        let mut unreadable = Vec::new();
        // The walks of later rules, for which they are noted, are made by a server of a later release.
        if generations::kept(&mut tx, account).await?.is_any_later {
            return Ok(Settled { last: None, unreadable });
        }
        let ids = due::next(&mut tx, account, after, DUE).await?;
        for id in &ids {
            let Some(source) = source::lock(&mut tx, account, *id).await? else { continue };
            match source.session() {
                Ok(session) => due::settle(&mut tx, account, &session).await?,
                Err(error) => {
                    due::forget(&mut tx, account, *id).await?;
                    unreadable.push(Unreadable { session: *id, reason: error.to_string() });
                }
            }
        }
        tx.commit().await?;
        Ok(Settled { last: ids.last().copied(), unreadable })
    }
}

/// Walks of those sessions that count, and the sessions that cannot be read.
fn walks_of(sources: Vec<Source>, zone: Zone) -> (Vec<Walk>, Vec<Unreadable>) {
    let (mut walks, mut unreadable) = (Vec::new(), Vec::new());
    for source in sources {
        let id = source.id();
        match source.session() {
            Ok(session) => walks.extend(walk_of(&session, &zone)),
            Err(error) => unreadable.push(Unreadable { session: id, reason: error.to_string() }),
        }
    }
    (walks, unreadable)
}
