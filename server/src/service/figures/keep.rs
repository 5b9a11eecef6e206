//! The task that keeps figures beside requests.

use std::time::{Duration, Instant};

use metrics::{counter, gauge};
use resolutionflow::id::AccountId;
use resolutionflow::zone::Zone;

use super::{Filled, Service, Unreadable, Verified};
use crate::service::Pace;
use crate::service::failure::{Failure, in_time};
use crate::service::retry::retry_on_conflict;
use crate::store;
use crate::store::figures::generations::{self, ToDo};
use crate::store::figures::stored;

/// Rows of former generations that are taken away at a time.
const CLEARED: i64 = 1_000;
/// Walks and retractions that are not in the sums, over all accounts.
const UNFOLDED: &str = "figures_unfolded";
/// Comparisons of an account's figures with its sessions, by what they found.
const VERIFIED: &str = "figures_verified_total";
const DAY: i64 = 24 * 3_600;
/// Hours of the night, in which an account is compared.
const NIGHT: std::ops::Range<i64> = 1..5;
/// Age of the oldest of them.
const OLDEST: &str = "figures_oldest_unfolded_seconds";

/// Time for which an account's sessions are counted before the others are folded again.
const TURN: Duration = Duration::from_secs(5);

impl Service {
    /// Keeps the figures of every account: folds what was walked since, takes away what nobody reads any longer, and counts what is not
    /// counted, an account for a few seconds at a time, in turns; then again, after a pause where nothing is left. What fails in one account
    /// holds up no other. Ends when its caller stops it.
    pub async fn keep_figures(&self, pause: Duration) {
        let mut turn = String::new();
        loop {
            let is_more = match in_time(self.figures_to_do()).await {
                Ok(accounts) => self.keep_each(accounts, &mut turn).await,
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "figures are not folded for now; they are exact all the same");
                    false
                }
            };
            if !is_more {
                tokio::time::sleep(pause).await;
            }
        }
    }

    async fn figures_to_do(&self) -> anyhow::Result<Vec<ToDo>> {
        // In a transaction, whose end hides the account that the function saw last.
        let mut tx = store::begin_outside(&self.pool).await?;
        let accounts = generations::to_do(&mut tx).await?;
        store::end_read(tx);
        let oldest = accounts.iter().filter_map(|account| account.oldest).min();
        let age = oldest.map_or(0, |oldest| self.now().utc().signed_duration_since(oldest).num_seconds().max(0));
        gauge!(UNFOLDED).set(accounts.iter().map(|account| account.unfolded).sum::<i64>() as f64);
        gauge!(OLDEST).set(age as f64);
        Ok(accounts)
    }

    /// Does what there is to do, counting alone in one account: the next one after that whose `turn` it was. True if more of it is left.
    async fn keep_each(&self, accounts: Vec<ToDo>, turn: &mut String) -> bool {
        let verified = self.to_verify(&accounts).map(|account| account.key.clone());
        for ToDo { key, .. } in accounts.iter().filter(|account| account.is_due) {
            let kept = in_time(async {
                let account = self.account(key).await?;
                self.fold(account).await?;
                let began = Instant::now();
                while began.elapsed() < TURN && retry_on_conflict(|| self.clear_next(account)).await? {}
                anyhow::Ok(())
            });
            if let Err(error) = kept.await {
                tracing::error!(account = key, error = format!("{error:#}"), "figures are not folded for now; they are exact all the same");
            }
        }
        let is_more = match next_in_turn(&accounts, turn) {
            Some(key) => {
                key.clone_into(turn);
                self.count_a_turn(turn).await
            }
            None => false,
        };
        if let Some(key) = verified {
            self.verify_one(&key).await;
        }
        is_more
    }

    /// Counts an account's sessions for a turn. False where there were none, or where that failed: then it is tried again after a pause.
    async fn count_a_turn(&self, key: &str) -> bool {
        let tell = |filled: Filled| {
            tracing::info!(account = key, sessions = filled.sessions, percent = filled.percent, "sessions are being counted");
            Ok(())
        };
        let counted = in_time(async { self.count_for(self.account(key).await?, Pace::Half, TURN, tell).await });
        match counted.await {
            Ok(counted) => {
                for Unreadable { session, reason } in counted.unreadable {
                    tracing::error!(account = key, %session, reason, "a session cannot be read, and is in no figure");
                }
                counted.is_any
            }
            Err(error) => {
                tracing::error!(account = key, error = format!("{error:#}"), "sessions are not counted for now");
                false
            }
        }
    }

    /// The account whose figures were compared with its sessions the longest ago, if it is night there and none was in a day. Where that
    /// failed it was tried all the same, and the next account's turn is the next night.
    fn to_verify<'a>(&self, accounts: &'a [ToDo]) -> Option<&'a ToDo> {
        let now = self.now();
        let a_day_ago = now.plus(-DAY).utc();
        if accounts.iter().filter_map(|account| account.compared_at).any(|at| at > a_day_ago) {
            return None;
        }
        let is_night = |zone: Zone| NIGHT.contains(&(zone.wall_clock(now).rem_euclid(DAY) / 3_600));
        accounts.iter().filter(|account| !account.is_due && is_night(account.zone)).min_by_key(|account| account.compared_at)
    }

    async fn verify_one(&self, key: &str) {
        let verified = in_time(async {
            let account = self.account(key).await?;
            self.note_comparison(account).await?;
            self.verify_figures(account, |_| {}).await
        });
        let result = match verified.await {
            Ok(Verified::Compared { count: 0, sessions, .. }) => {
                tracing::info!(account = key, sessions, "figures are those of the sessions");
                "same"
            }
            Ok(Verified::Compared { differences, count, .. }) => {
                tracing::error!(account = key, count, first = differences.first(), "figures are not those of the sessions");
                "different"
            }
            Ok(Verified::Counting { .. }) => return,
            Err(error) => {
                tracing::error!(account = key, error = format!("{error:#}"), "figures could not be compared with the sessions");
                "failed"
            }
        };
        counter!(VERIFIED, "result" => result).increment(1);
    }

    async fn note_comparison(&self, account: AccountId) -> Result<(), sqlx::Error> {
        let mut tx = store::begin(&self.pool, account).await?;
        stored::comparing(&mut tx, account).await?;
        Ok(tx.commit().await?)
    }

    async fn clear_next(&self, account: AccountId) -> Result<bool, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        let is_more = generations::clear(&mut tx, account, CLEARED).await?;
        tx.commit().await?;
        Ok(is_more)
    }
}

/// Key of the account whose sessions are to be counted next: the first after the one whose turn it was, in alphabetical order, or else the
/// first.
fn next_in_turn<'a>(accounts: &'a [ToDo], last: &str) -> Option<&'a str> {
    let uncounted = || accounts.iter().filter(|account| account.is_uncounted).map(|account| account.key.as_str());
    uncounted().find(|key| *key > last).or_else(|| uncounted().next())
}
