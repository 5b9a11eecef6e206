//! The task that keeps figures beside requests.

use std::time::Duration;

use metrics::{counter, gauge};
use resolutionflow::id::AccountId;
use resolutionflow::zone::Zone;

use super::{Filled, Service, Verified};
use crate::service::Pace;
use crate::service::failure::Failure;
use crate::service::retry::retry_on_conflict;
use crate::store;
use crate::store::figures::generations::{self, ToDo};

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

impl Service {
    /// Keeps the figures of every account: folds what was walked since, counts what is not counted, and takes away what nobody reads any
    /// longer; then again after a pause. What fails in one account holds up no other. Ends when its caller stops it.
    pub async fn keep_figures(&self, pause: Duration) {
        loop {
            match self.figures_to_do().await {
                Ok(accounts) => {
                    let verified = self.to_verify(&accounts).map(|account| account.key.clone());
                    self.keep_each(accounts).await;
                    if let Some(key) = verified {
                        self.verify_one(&key).await;
                    }
                }
                Err(error) => tracing::error!(%error, "figures are not folded for now; they are exact all the same"),
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn figures_to_do(&self) -> Result<Vec<ToDo>, sqlx::Error> {
        // In a transaction, whose end hides the account that the function saw last.
        let mut tx = self.pool.begin().await?;
        let accounts = generations::to_do(&mut tx).await?;
        store::end_read(tx);
        let oldest = accounts.iter().filter_map(|account| account.oldest).min();
        let age = oldest.map_or(0, |oldest| self.now().utc().signed_duration_since(oldest).num_seconds().max(0));
        gauge!(UNFOLDED).set(accounts.iter().map(|account| account.unfolded).sum::<i64>() as f64);
        gauge!(OLDEST).set(age as f64);
        Ok(accounts)
    }

    async fn keep_each(&self, accounts: Vec<ToDo>) {
        for ToDo { key, .. } in accounts.into_iter().filter(|account| account.is_due) {
            let kept = async {
                let account = self.account(&key).await?;
                let tell = |filled: Filled| {
                    tracing::info!(account = key, sessions = filled.sessions, percent = filled.percent, "sessions are being counted");
                    Ok(())
                };
                self.fold(account).await?;
                self.count_sessions(account, Pace::Half, tell).await?;
                while retry_on_conflict(|| self.clear_next(account)).await? {}
                anyhow::Ok(())
            };
            if let Err(error) = kept.await {
                tracing::error!(account = key, error = format!("{error:#}"), "figures are not folded for now; they are exact all the same");
            }
        }
    }

    /// The account whose figures were compared with its sessions the longest ago, if it is night there and none was compared in a day.
    fn to_verify<'a>(&self, accounts: &'a [ToDo]) -> Option<&'a ToDo> {
        let now = self.now();
        let a_day_ago = now.plus(-DAY).utc();
        if accounts.iter().filter_map(|account| account.verified_at).any(|at| at > a_day_ago) {
            return None;
        }
        let is_night = |zone: Zone| NIGHT.contains(&(zone.wall_clock(now).rem_euclid(DAY) / 3_600));
        accounts.iter().filter(|account| !account.is_due && is_night(account.zone)).min_by_key(|account| account.verified_at)
    }

    async fn verify_one(&self, key: &str) {
        let verified = async { self.verify_figures(self.account(key).await?, |_| {}).await };
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

    async fn clear_next(&self, account: AccountId) -> Result<bool, Failure> {
        let mut tx = store::begin(&self.pool, account).await?;
        let is_more = generations::clear(&mut tx, account, CLEARED).await?;
        tx.commit().await?;
        Ok(is_more)
    }
}
