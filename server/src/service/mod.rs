//! The use cases: authorise, load, let the domain decide, save; one transaction each. A file implements a trait of
//! `app/src/backend/` for [`Request`]; what the command line calls, too, is a method of [`Service`] that takes an authority.

mod audit;
mod authority;
mod baselines;
mod budgets;
mod bulk;
mod change;
mod cursor;
mod drafts;
mod exports;
mod failure;
mod figures;
mod history;
mod hours;
mod insights;
mod installation;
mod lists;
mod logins;
mod measuring;
mod pace;
mod password_links;
mod people;
mod proposals;
mod publish;
mod readings;
mod request;
mod retry;
mod reviews;
mod same_keys;
mod searches;
mod sessions;
mod set_up;
mod settings;
mod shares;
mod sign_in;
mod start;
mod tree_cache;
mod trees;
mod tries;
mod usual;
mod versions;
mod views;
mod walk;
mod writes;

use std::sync::Arc;

use app::backend::Backend;
use export::Fonts;
use resolutionflow::access::Actor;
use resolutionflow::id::AccountId;
use resolutionflow::time::{ClockTime, Timestamp};
use sqlx::PgConnection;

use crate::login::{Passwords, cookie};
use crate::store::{self, Pool, Tx};
use pace::Paces;
use tree_cache::{TreeCache, Trees};
use writes::Writes;

pub(crate) use authority::{Admin, Authority, Manager};
pub(crate) use change::Changes;
use drafts::DraftCache;
pub use drafts::TestsOfTree;
use failure::Failure;
pub use figures::{Chains, Filled, Read, Unreadable, Verified};
pub use installation::{Error, Newcomer};
pub use password_links::Made;
pub(crate) use publish::publish as publish_tree;
pub use readings::Reread;
pub use request::{Caller, Request};
use retry::IfUnknown;
pub use same_keys::Found;
pub use searches::{Pace, Remade};

/// The use cases of pages and command line, over one database. Clones share connections and caches.
#[derive(Clone)]
pub struct Service {
    pool: Pool,
    secure_cookies: bool,
    clock: Arc<dyn Fn() -> ClockTime + Send + Sync>,
    passwords: Passwords,
    trees: TreeCache,
    drafts: DraftCache,
    paces: Paces,
    writes: Writes,
    fonts: Fonts,
}

impl Service {
    /// The service over a pool of connections of the application role, by the system's clock. `secure_cookies` if browsers come by https.
    pub fn new(pool: impl Into<Pool>, secure_cookies: bool) -> Self {
        Self {
            pool: pool.into(),
            secure_cookies,
            clock: Arc::new(system_clock),
            passwords: Passwords::default(),
            trees: TreeCache::default(),
            drafts: DraftCache::default(),
            paces: Paces::default(),
            writes: Writes::default(),
            fonts: Fonts::default(),
        }
    }

    /// The same service with fonts for the characters that the program's own fonts of PDFs lack.
    #[must_use]
    pub fn with_fonts(self, fonts: Fonts) -> Self {
        Self { fonts, ..self }
    }

    /// The same service by another clock, for tests.
    #[must_use]
    pub fn with_clock<T: Into<ClockTime>>(self, clock: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(move || clock().into()), ..self }
    }

    /// The use cases of one request, as the app's pages and server functions call them.
    pub fn backend(&self, caller: Caller<'_>) -> Arc<dyn Backend> {
        self.request(caller)
    }

    /// The use cases of one request, with the methods that begin and end a page or a download: [`Request::enter`] and [`Request::leave`].
    pub fn request(&self, caller: Caller<'_>) -> Arc<Request> {
        Arc::new(Request::new(self.clone(), caller))
    }

    /// Name of the login cookie, which depends on https.
    pub fn cookie_name(&self) -> &'static str {
        cookie::name(self.secure_cookies)
    }

    /// True if the database answers now.
    pub async fn is_ready(&self) -> bool {
        store::is_ready(&self.pool).await
    }

    /// Runs a use case that needs trees, which begins its transaction itself: again on a conflict, and whenever a tree was not in memory,
    /// once it is.
    async fn with_trees<T, Work: Future<Output = Result<T, Failure>>>(&self, work: impl Fn(Trees) -> Work) -> Result<T, Failure> {
        self.trees.provide(&self.pool, IfUnknown::Tell, work).await
    }

    /// As [`Service::with_trees`], of a use case that finds by the id of its command what it did before: should the end of its COMMIT not be
    /// known, it runs once more, which looks.
    async fn with_trees_by_id<T, Work: Future<Output = Result<T, Failure>>>(&self, work: impl Fn(Trees) -> Work) -> Result<T, Failure> {
        self.trees.provide(&self.pool, IfUnknown::Look, work).await
    }

    /// Trees for a transaction that publishes them itself and runs only once.
    pub(crate) fn trees_within_a_transaction(&self) -> Trees {
        self.trees.within_a_transaction()
    }

    /// Handle for changes of sessions by one actor at the moment `now`, over a transaction that sees the account. Reads and writes nothing
    /// by itself.
    pub(crate) fn changes<'a>(
        &'a self,
        conn: &'a mut PgConnection,
        trees: &'a Trees,
        account: AccountId,
        actor: Actor,
        now: ClockTime,
    ) -> Changes<'a> {
        Changes { conn, trees, writes: &self.writes, account, actor, address: None, now }
    }

    /// Begins a transaction that sees the account of the authority, and no other.
    pub(crate) async fn begin(&self, authority: &impl Authority) -> Result<Tx, sqlx::Error> {
        store::begin(&self.pool, authority.account()).await
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The present time, by the service's clock, as it is stored.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock_time().cut()
    }

    /// The present time to the millisecond, for browsers to set their clocks by, and to compare with theirs.
    pub(crate) fn clock_time(&self) -> ClockTime {
        (self.clock)()
    }
}

/// The one place that reads the time (timing rule 1).
fn system_clock() -> ClockTime {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    ClockTime::from_unix_ms(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
