//! The pool of connections that requests share, and what keeps dead ones and servers that take no writes out of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use resolutionflow::id::AccountId;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool, Row};
use tokio::time::sleep;

use super::primary::Primary;
use super::replica::Replica;
use super::transaction::{BEGIN, Tx};
use super::unanswered::{answered, is_passing};

/// Number of connections that requests share. A request holds one for a few milliseconds.
const CONNECTIONS: u32 = 16;
/// Time after its return to the pool for which a connection counts as alive. It was tested then.
const TESTED: Duration = Duration::from_secs(1);
/// Time that a transaction of a request may take, from its first statement to the answer to its last.
const LIMIT: Duration = Duration::from_secs(30);
/// Time for which a transaction is begun again where connections turn out to be dead.
const BEGUN_AGAIN: Duration = Duration::from_secs(2);
/// Pause before that.
const PAUSE: Duration = Duration::from_millis(50);

/// Options of the pool of connections that requests share, at most 16. One that was in use a moment ago is handed out without another test,
/// which would be a round trip more for each transaction. No test waits for long: sqlx sets no keepalive, and a server that vanished would
/// hold up whoever asks for a connection.
pub fn pool() -> PgPoolOptions {
    tested().before_acquire(|connection, known| Box::pin(async move { Ok(known.idle_for < TESTED || answers(connection).await?) }))
}

/// Pool of connections to the one of several hosts that takes writes. What is known of it stands in for most tests.
pub fn pool_of(primary: &Arc<Primary>, patience: Duration) -> PgPool {
    let (asked, options) = (primary.clone(), primary.options());
    let pool = tested().acquire_timeout(patience).before_acquire(move |connection, known| {
        let primary = asked.clone();
        Box::pin(async move {
            // One to the host of before is closed.
            let is_of_now = primary.is_of_now(known.age);
            Ok(is_of_now && (known.idle_for < TESTED || primary.answers_for(known.idle_for) || answers(connection).await?))
        })
    });
    pool.connect_lazy_with(options)
}

fn tested() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .test_before_acquire(false)
        .after_connect(|connection, _| Box::pin(takes_writes(connection)))
        .after_release(|connection, _| Box::pin(is_fit(connection)))
}

async fn answers(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    answered(connection.ping()).await.map(|()| true)
}

/// Refuses a new connection to a server that takes no writes: an address may lead to a standby for a while.
async fn takes_writes(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    if super::primary::is_primary(connection).await? { Ok(()) } else { Err(sqlx::Error::Configuration(super::primary::STANDBY.into())) }
}

/// What a connection is good for that comes back to its pool.
struct Fit {
    is_outside: bool,
    is_writable: bool,
}

/// True if the connection is in no transaction, and its server takes writes.
async fn is_fit(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    fit(connection).await.map(|fit| fit.is_outside && fit.is_writable)
}

/// True if the connection is in no transaction. One that came back inside a transaction is closed: the next request would see another
/// account's rows in it, and nobody would end it.
pub(super) async fn is_outside(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    fit(connection).await.map(|fit| fit.is_outside)
}

async fn fit(connection: &mut PgConnection) -> Result<Fit, sqlx::Error> {
    // One message, which begins and ends a transaction outside of others: `query` would send several.
    let asked = sqlx::raw_sql("select now() = statement_timestamp(), current_setting('transaction_read_only') = 'off'");
    let state = answered(asked.fetch_one(connection)).await?;
    let (is_outside, is_writable): (bool, bool) = (state.try_get(0)?, state.try_get(1)?);
    if !is_outside {
        tracing::error!("a connection came back to the pool inside a transaction, and is closed");
    }
    Ok(Fit { is_outside, is_writable })
}

/// Connections of the application role, and how long a transaction may take on them. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Pool {
    connections: PgPool,
    limit: Duration,
    /// Hosts of the database, where it has several.
    primary: Option<Arc<Primary>>,
    /// A standby to read from.
    replica: Option<Arc<Replica>>,
}

impl From<PgPool> for Pool {
    fn from(connections: PgPool) -> Self {
        Self { connections, limit: LIMIT, primary: None, replica: None }
    }
}

impl Pool {
    /// The same connections, to the one of several hosts that takes writes: transactions on the one before end with its time.
    #[must_use]
    pub fn to(self, primary: Arc<Primary>) -> Self {
        Self { primary: Some(primary), ..self }
    }

    /// The same connections, beside a replica for what only reads.
    #[must_use]
    pub fn reading_from(self, replica: Arc<Replica>) -> Self {
        Self { replica: Some(replica), ..self }
    }

    /// The replica for what only reads.
    pub(super) fn replica(&self) -> Option<&Replica> {
        self.replica.as_deref()
    }

    /// Time that a transaction may take.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// The same connections with another time limit of transactions, for tests.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Begins a transaction by a statement. A connection that turns out to be dead costs another try: nothing has happened on it.
    async fn begin(&self, statement: &str) -> Result<Tx, sqlx::Error> {
        let began = Instant::now();
        loop {
            match Tx::begin(&self.connections, statement, self.limit, self.primary.clone()).await {
                Err(error) if is_passing(&error) && began.elapsed() < BEGUN_AGAIN => sleep(PAUSE).await,
                begun => return begun,
            }
        }
    }
}

/// Begins a transaction that sees one account, in one round trip, and says that this program keeps walks, so that the database refuses a
/// session without the walk that it should have. The settings end with the transaction, so a pooled connection carries nothing over.
pub(crate) async fn begin(pool: &Pool, account: AccountId) -> Result<Tx, sqlx::Error> {
    pool.begin(&format!("{BEGIN}; {}", sees(account))).await
}

/// Statements that let a transaction see an account, and no other, until its end. They are commands, since what puts servers between the
/// program and the rows passes on the command, not the function `set_config`. They are formatted, since `set` takes no parameters: an
/// account's id is hexadecimal digits and hyphens.
pub(super) fn sees(account: AccountId) -> String {
    format!("set local resolutionflow.account_id = '{account}'; set local resolutionflow.keeps_walks = on")
}

/// Begins a transaction that sees no account, for the few tables outside of them.
pub(crate) async fn begin_outside(pool: &Pool) -> Result<Tx, sqlx::Error> {
    pool.begin(BEGIN).await
}

/// True if the database answers within two seconds.
pub(crate) async fn is_ready(pool: &Pool) -> bool {
    answered(begin_outside(pool)).await.is_ok()
}
