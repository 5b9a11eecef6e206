//! A transaction with a time limit, whose end is known or told to be unknown.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Database, PgConnection, PgPool, Postgres, SqlSafeStr};
use sqlx_core::transaction::TransactionManager;
use tokio::time::{Instant, sleep_until};

use super::primary::{LOOK, Primary};
use super::unanswered::{is_refusal, no_answer};

type Manager = <Postgres as Database>::TransactionManager;

/// First words of a transaction.
pub(super) const BEGIN: &str = "begin";
/// Time that a transaction may take that nobody waits for.
const LONG: Duration = Duration::from_secs(3_600);

tokio::task_local! {
    static BOUND: Bound;
}

/// What ends a transaction from outside.
#[derive(Debug, Clone)]
struct Lease {
    /// End of its time.
    deadline: Instant,
    /// The hosts of its database, and when it began; none where there is one host.
    host: Option<(Arc<Primary>, std::time::Instant)>,
}

impl Lease {
    /// True if its time is over, or its host is no longer the one in use: then no answer will come that counts.
    fn is_over(&self) -> bool {
        Instant::now() >= self.deadline || self.host.as_ref().is_some_and(|(primary, began)| !primary.is_of_now(began.elapsed()))
    }

    /// When to look next whether it is over.
    fn next_look(&self) -> Instant {
        if self.host.is_some() { self.deadline.min(Instant::now() + LOOK) } else { self.deadline }
    }
}

/// What [`bounded`] knows of the transactions of the work that it bounds.
#[derive(Debug, Default)]
struct Bound {
    /// What ends the open transaction; none while there is none.
    lease: RefCell<Option<Lease>>,
    /// True once a COMMIT was sent, until it is known how it ended.
    is_unknown: Cell<bool>,
}

/// Calls `set` with what bounds the work that calls this; not at all where nothing does, as on the command line.
fn with_bound<T>(set: impl FnOnce(&Bound) -> T) -> Option<T> {
    BOUND.try_with(set).ok()
}

/// Failure of a COMMIT.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommitError {
    /// The database refused it: nothing was changed.
    #[error(transparent)]
    Refused(sqlx::Error),
    /// Nobody knows whether it was carried out: there was no answer, or one that says neither.
    #[error("a COMMIT was sent, and how it ended is not known: {0}")]
    Unknown(sqlx::Error),
}

impl From<CommitError> for sqlx::Error {
    fn from(error: CommitError) -> Self {
        let (CommitError::Refused(error) | CommitError::Unknown(error)) = error;
        error
    }
}

/// How far a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It waits for the answer to its first or last statement.
    Between,
    Open,
    Ended,
}

/// Transaction that sees one account, by row security. Rolled back where it is dropped, unless its time is over or it waits for the answer
/// to BEGIN or COMMIT: then its connection is closed, since nobody knows what is still to come on it. Nothing is ever cancelled: Postgres
/// reports a COMMIT that was cancelled while it waited for a standby as done.
#[derive(Debug)]
pub(crate) struct Tx {
    connection: PoolConnection<Postgres>,
    lease: Lease,
    stage: Stage,
}

impl Tx {
    /// Begins a transaction by a statement.
    pub(super) async fn begin(pool: &PgPool, statement: &str, limit: Duration, primary: Option<Arc<Primary>>) -> Result<Self, sqlx::Error> {
        let connection = pool.acquire().await?;
        let lease = Lease { deadline: Instant::now() + limit, host: primary.map(|primary| (primary, std::time::Instant::now())) };
        let mut tx = Self { connection, lease, stage: Stage::Between };
        tx.bind();
        Manager::begin(&mut tx.connection, Some(AssertSqlSafe(statement).into_sql_str())).await?;
        tx.stage = Stage::Open;
        Ok(tx)
    }

    /// Ends the transaction and keeps what it did.
    ///
    /// # Errors
    /// [`CommitError`], which says whether anything may have been changed.
    pub(crate) async fn commit(self) -> Result<(), CommitError> {
        with_bound(|bound| bound.is_unknown.set(true));
        let committed = self.commit_aside().await;
        if !matches!(committed, Err(CommitError::Unknown(_))) {
            with_bound(|bound| bound.is_unknown.set(false));
        }
        committed
    }

    /// As [`Tx::commit`], of what the caller was not asked for, such as the time of a login's last use: should its end not be known, the
    /// caller's answer is known all the same.
    pub(crate) async fn commit_aside(mut self) -> Result<(), CommitError> {
        self.bind();
        self.stage = Stage::Between;
        match Manager::commit(&mut self.connection).await {
            Ok(()) => {
                self.stage = Stage::Ended;
                Ok(())
            }
            Err(error) if is_refusal(&error) => {
                self.stage = Stage::Open;
                Err(CommitError::Refused(error))
            }
            Err(error) => Err(CommitError::Unknown(error)),
        }
    }

    /// Ends the transaction and waits until nothing of it is left.
    pub(crate) async fn rollback(mut self) -> Result<(), sqlx::Error> {
        self.bind();
        Manager::rollback(&mut self.connection).await?;
        self.stage = Stage::Ended;
        Ok(())
    }

    /// Gives the transaction an hour, for work that nobody waits for.
    pub(super) fn last_longer(&mut self) {
        self.lease.deadline = Instant::now() + LONG;
    }

    /// Lets the transaction's time bound the work that uses it now: a page hands its own on from one use case to the next.
    fn bind(&self) {
        with_bound(|bound| *bound.lease.borrow_mut() = Some(self.lease.clone()));
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.bind();
        &mut self.connection
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        with_bound(|bound| *bound.lease.borrow_mut() = None);
        let is_lost = self.stage == Stage::Between || self.lease.is_over();
        match self.stage {
            Stage::Ended => {}
            _ if is_lost => self.connection.close_on_drop(),
            _ => Manager::start_rollback(&mut self.connection),
        }
    }
}

/// Does work, but drops it where a transaction of its takes longer than it may, or another host has taken over meanwhile: a server that
/// vanished, or a standby that does not confirm, would let it wait for ever. `is_unanswered` tells a failure by which the work does not know either.
///
/// # Errors
/// As of the work; [`CommitError::Unknown`] where a COMMIT was sent whose end is not known, otherwise a failure of the network.
pub(crate) fn bounded<T, E>(
    work: impl Future<Output = Result<T, E>>,
    is_unanswered: impl Fn(&E) -> bool,
) -> impl Future<Output = Result<T, E>>
where
    E: From<sqlx::Error> + From<CommitError>,
{
    // On the heap before anything holds it: use cases are deep enough for the compiler as they are.
    let work = Box::pin(work);
    BOUND.scope(Bound::default(), async move {
        let done = in_time(work).await;
        let is_unknown = with_bound(|bound| bound.is_unknown.get()).unwrap_or_default();
        match done {
            None if is_unknown => Err(CommitError::Unknown(no_answer()).into()),
            None => Err(no_answer().into()),
            Some(Err(error)) if is_unknown && is_unanswered(&error) => Err(CommitError::Unknown(no_answer()).into()),
            Some(done) => done,
        }
    })
}

/// The work's result; none where the time of its transaction was over first, and it was dropped.
async fn in_time<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut timer = pin!(sleep_until(Instant::now() + LONG));
    poll_fn(move |cx| {
        if let Poll::Ready(done) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(done));
        }
        let Some(lease) = with_bound(|bound| bound.lease.borrow().clone()).flatten() else { return Poll::Pending };
        loop {
            if lease.is_over() {
                return Poll::Ready(None);
            }
            let next = lease.next_look();
            if timer.deadline() != next {
                timer.as_mut().reset(next);
            }
            ready!(timer.as_mut().poll(cx));
        }
    })
    .await
}
