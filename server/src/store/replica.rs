//! A replica for reading, used where it has everything that anybody has been told.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use resolutionflow::id::AccountId;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool, Row};
use tokio::time::sleep;

use super::pool::{Pool, is_outside, sees};
use super::transaction::Tx;
use super::{end_read, unanswered};

/// Number of connections that reading requests share.
const CONNECTIONS: u32 = 16;
/// Time that a request waits for a connection to the replica, before it reads where it would have without one.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time that the replica has to catch up. A change gets there in a few milliseconds.
const CAUGHT_UP: Duration = Duration::from_millis(20);
/// Pause between two looks at how far it is.
const LOOK: Duration = Duration::from_millis(2);
/// Time for which it is left alone after it has failed: requests would wait for it one after the other.
const REST: Duration = Duration::from_secs(5);

/// A standby of the database, for transactions that only read. It may be behind, restart or be gone at any time: then they read from the
/// server that takes writes, as they would without it.
#[derive(Debug)]
pub struct Replica {
    connections: PgPool,
    cluster: i64,
    rests_until: Mutex<Option<Instant>>,
}

impl Replica {
    /// The replica that these options lead to, as the application role. Connects to nothing yet. `cluster` is the identifier of the
    /// cluster that it has to be a copy of, by [`cluster`]: positions of two clusters cannot be compared.
    pub fn of(options: PgConnectOptions, cluster: i64) -> Self {
        let connections = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| Box::pin(is_copy(connection, cluster)))
            .after_release(|connection, _| Box::pin(is_outside(connection)))
            .connect_lazy_with(options);
        Self { connections, cluster, rests_until: Mutex::new(None) }
    }

    /// Tests whether it can be read from now. The pool would try again until its patience ends, and then not say why.
    ///
    /// # Errors
    /// The error of the connection; a configuration error where it is a copy of another cluster.
    pub async fn test(&self) -> Result<(), sqlx::Error> {
        unanswered::answered(async {
            let mut connection = self.connections.connect_options().connect().await?;
            is_copy(&mut connection, self.cluster).await?;
            connection.close().await
        })
        .await
    }

    /// Begins a transaction that sees an account and everything up to a position; none while the replica has not come so far.
    async fn begin(&self, account: AccountId, position: &str, limit: Duration) -> Result<Option<Tx>, sqlx::Error> {
        let statement = format!("begin read only; {}", sees(account));
        let mut tx = unanswered::answered(Tx::begin(&self.connections, &statement, limit, None)).await?;
        let began = Instant::now();
        loop {
            if unanswered::answered(has(&mut tx, position)).await? {
                return Ok(Some(tx));
            }
            if began.elapsed() >= CAUGHT_UP {
                end_read(tx);
                return Ok(None);
            }
            sleep(LOOK).await;
        }
    }

    fn is_resting(&self) -> bool {
        let until = *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    fn rest(&self) {
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }
}

/// Takes a transaction that has only read so far, and gives one in which an account's rows are read on: on the replica, if there is one that
/// has everything that was committed by now, or else the same. Whatever anybody was told is before that, whichever server told them.
pub(crate) async fn for_reading(pool: &Pool, mut tx: Tx, account: AccountId) -> Result<Tx, sqlx::Error> {
    let Some(replica) = pool.replica().filter(|replica| !replica.is_resting()) else {
        return Ok(tx);
    };
    let position = sqlx::query_scalar!(r#"select pg_current_wal_flush_lsn()::text as "position!""#).fetch_one(&mut *tx).await?;
    match replica.begin(account, &position, pool.limit()).await {
        Ok(Some(reading)) => {
            end_read(tx);
            Ok(reading)
        }
        Ok(None) => Ok(tx),
        Err(error) => {
            tracing::warn!(error = %error, "the replica cannot be read from, and is left alone for {} seconds", REST.as_secs());
            replica.rest();
            Ok(tx)
        }
    }
}

/// Identifier of the cluster that a connection leads to, which its standbys share.
///
/// # Errors
/// The database's.
pub async fn cluster(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    // One message: a pooler may lend another connection to what is prepared outside of a transaction.
    sqlx::raw_sql("select system_identifier from pg_control_system()").fetch_one(connection).await?.try_get(0)
}

/// True if a standby has everything up to a position, and receives what comes after it: one that has lost its server may have written
/// on what that one has not kept.
async fn has(connection: &mut PgConnection, position: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select pg_is_in_recovery() and exists (select from pg_stat_wal_receiver)
               and pg_last_wal_replay_lsn() >= ($1::text)::pg_lsn as "has!""#,
        position
    )
    .fetch_one(connection)
    .await
}

/// Refuses a copy of another cluster.
async fn is_copy(connection: &mut PgConnection, of: i64) -> Result<(), sqlx::Error> {
    if cluster(connection).await? == of { Ok(()) } else { Err(sqlx::Error::Configuration("it is not a copy of the database".into())) }
}
