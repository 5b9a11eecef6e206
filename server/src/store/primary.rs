//! The host that takes writes, of several that a database has.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection, PgPool, Row};
use tokio::time::interval;

use super::unanswered::answered;

/// Pause between two looks at every host.
pub(super) const LOOK: Duration = Duration::from_secs(1);
/// Age of an answer of the host in use for which it stands in for a test of a connection to it.
const FRESH: Duration = Duration::from_secs(3);
/// Time without use after which a connection is tested itself, whatever its host answers: firewalls forget.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// What is wrong with a standby.
pub(super) const STANDBY: &str = "the server is a standby, which takes no writes";

/// Failure to find a host that takes writes, with what each of them said.
#[derive(Debug, thiserror::Error)]
#[error("none of its hosts takes writes: {}", .0.join("; "))]
pub struct NoPrimary(Vec<String>);

/// Hosts of one database, of which one takes writes at a time: which of them it is is Patroni's decision, or whoever's promotes them. This
/// only looks.
#[derive(Debug)]
pub struct Primary {
    hosts: Vec<PgConnectOptions>,
    present: Mutex<Present>,
}

/// The host in use.
#[derive(Debug, Clone, Copy)]
struct Present {
    host: usize,
    /// When it came into use.
    since: Instant,
    /// When it last said that it takes writes.
    seen: Instant,
}

impl Primary {
    /// Finds the host that takes writes.
    ///
    /// # Errors
    /// [`NoPrimary`] where none of them does.
    pub async fn find(hosts: Vec<PgConnectOptions>) -> Result<Arc<Self>, NoPrimary> {
        let mut kept = hosts.iter().map(|_| None).collect::<Vec<_>>();
        let said = ask_each(&hosts, &mut kept).await;
        let Some(host) = choose(None, &said) else {
            let words = |(host, said): (&PgConnectOptions, &Result<bool, sqlx::Error>)| {
                let reason = said.as_ref().map_or_else(ToString::to_string, |_| STANDBY.to_owned());
                format!("{}:{}: {reason}", host.get_host(), host.get_port())
            };
            return Err(NoPrimary(hosts.iter().zip(&said).map(words).collect()));
        };
        let now = Instant::now();
        Ok(Arc::new(Self { hosts, present: Mutex::new(Present { host, since: now, seen: now }) }))
    }

    /// Options to connect to the host in use.
    pub fn options(&self) -> PgConnectOptions {
        self.hosts[self.present().host].clone()
    }

    /// Looks at every host each second, and lets the pool connect to another one once that takes writes and the one in use does not. Ends
    /// with the pool. With one host there is nothing to look for.
    pub async fn watch(self: Arc<Self>, pool: PgPool) {
        if self.hosts.len() < 2 {
            return;
        }
        let mut connections = self.hosts.iter().map(|_| None).collect::<Vec<_>>();
        let mut ticks = interval(LOOK);
        while !pool.is_closed() {
            ticks.tick().await;
            let said = ask_each(&self.hosts, &mut connections).await;
            if let Some(options) = self.note(&said, Instant::now()) {
                tracing::warn!(host = options.get_host(), port = options.get_port(), "another host of the database takes writes now");
                pool.set_connect_options(options.clone());
            }
        }
    }

    /// Takes in what each host said; options of another host, if that is in use from now on.
    fn note(&self, said: &[Result<bool, sqlx::Error>], now: Instant) -> Option<&PgConnectOptions> {
        let mut present = self.present();
        let chosen = choose(Some(present.host), said)?;
        let is_other = chosen != present.host;
        *present = Present { host: chosen, since: if is_other { now } else { present.since }, seen: now };
        is_other.then(|| &self.hosts[chosen])
    }

    /// True if a connection of this age leads to the host in use.
    pub(super) fn is_of_now(&self, age: Duration) -> bool {
        age <= self.present().since.elapsed()
    }

    /// True if the host's own answers stand in for a test of a connection that was idle for so long.
    pub(super) fn answers_for(&self, idle: Duration) -> bool {
        self.hosts.len() > 1 && idle < FORGOTTEN && self.present().seen.elapsed() < FRESH
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The host to use: the present one for as long as it says that it takes writes, so that a former one that wakes up changes nothing;
/// otherwise the first that says so; none where none does.
fn choose(present: Option<usize>, said: &[Result<bool, sqlx::Error>]) -> Option<usize> {
    let takes_writes = |host: &usize| matches!(said.get(*host), Some(Ok(true)));
    present.filter(takes_writes).or_else(|| (0..said.len()).find(takes_writes))
}

/// Asks every host at once whether it takes writes, over connections that are kept from one time to the next.
async fn ask_each(hosts: &[PgConnectOptions], kept: &mut [Option<PgConnection>]) -> Vec<Result<bool, sqlx::Error>> {
    join_all(hosts.iter().zip(kept).map(|(options, kept)| async move {
        let connection = kept.take();
        let ask = async {
            let mut connection = match connection {
                Some(connection) => connection,
                None => options.connect().await?,
            };
            Ok((is_primary(&mut connection).await?, connection))
        };
        let (is_primary, connection) = answered(ask).await?;
        *kept = Some(connection);
        Ok(is_primary)
    }))
    .await
}

/// True if the server of a connection takes writes.
pub(super) async fn is_primary(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::raw_sql("select not pg_is_in_recovery()").fetch_one(connection).await?.try_get(0)
}

#[cfg(test)]
mod tests {
    use super::super::unanswered::no_answer;
    use super::*;

    #[test]
    fn the_host_in_use_stays_until_another_one_takes_writes_in_its_place() {
        let said = |words: &str| words.chars().map(|word| if word == '?' { Err(no_answer()) } else { Ok(word == 'w') }).collect::<Vec<_>>();
        for (present, words, chosen) in [
            (None, "?r", None),
            (None, "?rw", Some(2)),
            (Some(1), "ww", Some(1)),
            (Some(0), "?w", Some(1)),
            (Some(0), "rw", Some(1)),
            (Some(0), "?r", None),
        ] {
            assert_eq!(choose(present, &said(words)), chosen, "{present:?} {words}");
        }
    }
}
