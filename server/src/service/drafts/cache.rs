//! Documents of drafts in memory, each of one revision: it never changes, so that an edit need not read every step.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use moka::future::Cache;
use moka::policy::EvictionPolicy;
use resolutionflow::id::{AccountId, DraftId};
use resolutionflow::tree::{DocumentNode, Fix, Problems, TreeDocument, check_with_fixes};
use sqlx::PgConnection;

use crate::store::drafts::{self, Stored};

/// The most bytes of memory that the documents take.
const CAPACITY: u64 = 64 * 1024 * 1024;
/// Time after which a document goes that nobody asks for: the author is gone.
const IDLE: Duration = Duration::from_secs(60 * 60);
/// Bytes of memory that a step takes besides its texts: itself, and about four more texts with what the allocator adds.
const A_NODE: usize = size_of::<DocumentNode>() + 4 * 80;

/// Revision of a draft, by its account: nobody is answered from another one's drafts.
type Key = (AccountId, DraftId, u32);

/// Cache of the revisions that were written or read lately, up to 64 MiB. Clones share it.
#[derive(Clone)]
pub(in crate::service) struct DraftCache(Cache<Key, Held>);

impl Default for DraftCache {
    fn default() -> Self {
        let weigher = |_: &Key, held: &Held| held.bytes;
        // By the last use: revisions follow each other, so none is ever asked for often before it is kept.
        let cache = Cache::builder().max_capacity(CAPACITY).weigher(weigher).eviction_policy(EvictionPolicy::lru()).time_to_idle(IDLE);
        Self(cache.build())
    }
}

impl DraftCache {
    /// A revision, if it is in memory.
    pub(super) async fn get(&self, account: AccountId, id: DraftId, revision: u32) -> Option<Held> {
        self.0.get(&(account, id, revision)).await
    }

    /// Keeps a revision, which must have been committed.
    pub(super) async fn keep(&self, account: AccountId, id: DraftId, revision: u32, held: Held) {
        self.0.insert((account, id, revision), held).await;
    }

    /// The present document: from memory if that has the revision, otherwise as it is stored, which may be of a later one where the draft's
    /// row is not locked.
    pub(super) async fn source(
        &self,
        conn: &mut PgConnection,
        account: AccountId,
        id: DraftId,
        revision: u32,
    ) -> Result<Source, sqlx::Error> {
        match self.get(account, id, revision).await {
            Some(held) => Ok(Source::Held(revision, held)),
            None => Ok(Source::Stored(drafts::stored(conn, account, id).await?)),
        }
    }
}

/// Document of a revision, with what its checker says once somebody has asked.
#[derive(Clone)]
pub(super) struct Held {
    pub document: Arc<TreeDocument>,
    checked: Arc<OnceLock<(Problems, Vec<Vec<Fix>>)>>,
    bytes: u32,
}

impl Held {
    pub(super) fn new(document: TreeDocument) -> Self {
        let bytes = document.text_bytes() + document.nodes.len() * A_NODE;
        Self { document: Arc::new(document), checked: Arc::default(), bytes: u32::try_from(bytes).unwrap_or(u32::MAX) }
    }

    /// Problems of the document with their fixes. Of a large one it takes a while, the first time.
    pub(super) fn checked(&self) -> &(Problems, Vec<Vec<Fix>>) {
        self.checked.get_or_init(|| check_with_fixes(&self.document))
    }
}

/// Document that may still have to be parsed.
pub(super) enum Source {
    Held(u32, Held),
    Stored(Stored),
}

impl Source {
    /// Revision that it is of.
    pub(super) fn revision(&self) -> u32 {
        match self {
            Self::Held(revision, _) => *revision,
            Self::Stored(stored) => stored.revision,
        }
    }

    /// True if the document is in memory with what its checker says.
    pub(super) fn is_checked(&self) -> bool {
        matches!(self, Self::Held(_, held) if held.checked.get().is_some())
    }

    /// The document. Parsing a large one takes a while.
    pub(super) fn held(self) -> Result<Held, serde_json::Error> {
        match self {
            Self::Held(_, held) => Ok(held),
            Self::Stored(stored) => Ok(Held::new(stored.document()?)),
        }
    }
}
