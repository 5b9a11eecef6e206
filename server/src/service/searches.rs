//! Searches made anew, for sessions and trees that a version before this one stored: beside the service, an account at a time.

use std::time::{Duration, Instant};

use resolutionflow::id::AccountId;
use resolutionflow::session::VersionRef;
use resolutionflow::time::Timestamp;
use tokio::task::spawn_blocking;

use super::Service;
use super::failure::{Failure, in_time};
use super::retry::retry_on_conflict;
use crate::store::clients::Client;
use crate::store::sessions::searches::{self, Place};
use crate::store::{self, accounts, clients, end_read, readings, trees};

/// Sessions that are made anew at a time: as many as are locked for a few tens of milliseconds.
const BATCH: i64 = 50;
/// Bytes of texts after which no further session is made at a time, some hundred milliseconds: requests wait three seconds for a lock.
const BATCH_TEXT: usize = 2_000_000;
/// Time after which progress is told again.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// Time after which sessions that somebody was changing are looked at again.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far an account's searches are made anew, from its newest session to its oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remade {
    /// Number of sessions that were made anew so far.
    pub sessions: u64,
    /// Part of the time between the newest session that was due and the oldest of the account, in percent.
    pub percent: u8,
}

/// How much of the database's time making searches may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As much as there is, for a command that somebody waits for.
    Full,
    /// Half of one connection's, beside requests.
    Half,
}

impl Service {
    /// Keys of the accounts in which searches may have to be made anew: those that there were before searches had tokens.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn accounts_without_searches(&self) -> Result<Vec<String>, sqlx::Error> {
        accounts::without_searches(&mut *store::begin_outside(&self.pool).await?).await
    }

    /// Makes the searches of an account's trees anew, some milliseconds each: the library finds trees by tokens alone.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn make_tree_searches(&self, account: AccountId) -> anyhow::Result<()> {
        let mut tx = store::begin(&self.pool, account).await?;
        let versions = trees::latest(&mut tx, account).await?;
        end_read(tx);
        for version in versions {
            retry_on_conflict(|| self.make_tree_search(account, version)).await?;
        }
        Ok(())
    }

    /// Lets [`Self::make_searches`] make the sessions again that are not found by their client's name: a version before this one renamed or
    /// merged clients since their searches were made, which leaves their revisions as they are.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn make_renamed_due(&self, account: AccountId) -> anyhow::Result<()> {
        let mut tx = store::begin(&self.pool, account).await?;
        let clients = clients::all(&mut tx, account).await?;
        end_read(tx);
        for client in clients {
            retry_on_conflict(|| self.make_sessions_due(account, &client)).await?;
        }
        Ok(())
    }

    /// Makes the searches of an account's sessions anew where they are not of this version, the newest first, and tells how far it is.
    /// Every few sessions are a transaction of their own: what is made stays made wherever the caller stops, nobody waits for more than
    /// those few, and a session that somebody is changing is made later. Returns the number of sessions.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn make_searches(
        &self,
        account: AccountId,
        pace: Pace,
        mut tell: impl FnMut(Remade) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        let mut made = Remade { sessions: 0, percent: 0 };
        let (mut place, mut newest, mut told) = (None, None, Instant::now());
        let oldest = self.oldest_session(account).await?;
        loop {
            let began = Instant::now();
            let batch = retry_on_conflict(|| self.make_next(account, place)).await?;
            place = batch.last().copied();
            let Some((at, _)) = place else {
                if self.searches_are_made(account).await? {
                    return Ok(made.sessions);
                }
                tokio::time::sleep(PATIENCE).await;
                continue;
            };
            made.sessions += batch.len() as u64;
            made.percent = percent(*newest.get_or_insert(batch[0].0), at, oldest);
            if told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                tell(made)?;
            }
            if pace == Pace::Half {
                tokio::time::sleep(began.elapsed()).await;
            }
        }
    }

    /// Makes the sessions' searches of every account that may have some to be made, beside requests. What fails in one account holds up no
    /// other; it is tried again after a pause, until all are made.
    pub async fn make_all_searches(&self, pause: Duration) {
        while !self.make_searches_once().await {
            tokio::time::sleep(pause).await;
        }
    }

    /// True if nothing failed.
    async fn make_searches_once(&self) -> bool {
        let fails = |error: anyhow::Error, account: &str| {
            tracing::error!(account, error = format!("{error:#}"), "older sessions are found as before; they are tried again");
        };
        let keys = match in_time(async { Ok(self.accounts_without_searches().await?) }).await {
            Ok(keys) => keys,
            Err(error) => {
                fails(error, "");
                return false;
            }
        };
        let mut is_done = true;
        for key in keys {
            let tell = |made: Remade| {
                tracing::info!(account = key, sessions = made.sessions, percent = made.percent, "sessions are being searched anew");
                Ok(())
            };
            let made = in_time(async { self.make_searches(self.account(&key).await?, Pace::Half, tell).await });
            match made.await {
                Ok(sessions) => tracing::info!(account = key, sessions, "every session is searched anew"),
                Err(error) => {
                    fails(error, &key);
                    is_done = false;
                }
            }
        }
        is_done
    }

    /// Remembers that the account's searches are made; false where some are not, because somebody is changing their sessions.
    async fn searches_are_made(&self, account: AccountId) -> Result<bool, sqlx::Error> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        let is_made = !searches::is_any_due(&mut tx, account).await?;
        if is_made {
            accounts::searches_are_made(&mut tx, account).await?;
        }
        tx.commit().await?;
        Ok(is_made)
    }

    /// The next sessions before a place, by start and id, which are made anew now.
    async fn make_next(&self, account: AccountId, place: Option<Place>) -> Result<Vec<Place>, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        // To find none takes a look at every session.
        store::wait_longer(&mut tx).await?;
        let mut places = searches::lock_due(&mut tx, account, place, BATCH).await?;
        let (mut due, mut size) = (Vec::with_capacity(places.len()), 0);
        for (_, id) in &places {
            let next = searches::due(&mut tx, account, *id).await?;
            size += next.size();
            due.push(next);
            if size >= BATCH_TEXT {
                break;
            }
        }
        places.truncate(due.len());
        let vectors = spawn_blocking(move || due.iter().map(|due| (due.id, due.vector())).collect()).await?;
        searches::save(&mut tx, account, vectors).await?;
        tx.commit().await?;
        Ok(places)
    }

    async fn make_sessions_due(&self, account: AccountId, client: &Client) -> Result<(), Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        store::wait_longer(&mut tx).await?;
        searches::make_due(&mut tx, account, client).await?;
        Ok(tx.commit().await?)
    }

    async fn make_tree_search(&self, account: AccountId, version: VersionRef) -> Result<(), Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        let stored = readings::of_version(&mut tx, account, version).await?;
        let tree = spawn_blocking(move || stored.tree()).await?.map_err(|error| sqlx::Error::Decode(Box::new(error)))?.0;
        // A version that was published meanwhile has made its own.
        trees::index(&mut tx, account, version, &tree).await?;
        Ok(tx.commit().await?)
    }

    async fn oldest_session(&self, account: AccountId) -> Result<Option<Timestamp>, sqlx::Error> {
        let mut tx = store::begin(&self.pool, account).await?;
        let oldest = searches::oldest(&mut tx, account).await?;
        end_read(tx);
        Ok(oldest)
    }
}

fn percent(newest: Timestamp, place: Timestamp, oldest: Option<Timestamp>) -> u8 {
    let all = oldest.map_or(0, |oldest| newest.unix() - oldest.unix()).max(1);
    u8::try_from(((newest.unix() - place.unix()) * 100 / all).clamp(0, 100)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_goes_from_the_newest_session_to_the_oldest() {
        let at = Timestamp::from_unix;
        assert_eq!(percent(at(1_000), at(1_000), Some(at(0))), 0);
        assert_eq!(percent(at(1_000), at(250), Some(at(0))), 75);
        assert_eq!(percent(at(1_000), at(0), Some(at(0))), 100);
        assert_eq!(percent(at(5), at(5), Some(at(5))), 0);
        assert_eq!(percent(at(5), at(5), None), 0);
    }
}
