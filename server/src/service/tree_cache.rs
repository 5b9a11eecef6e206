//! Versions in memory, as they read. They never change while a program runs, so that a step need not parse its tree again.

use std::sync::Arc;
use std::time::Duration;

use app::error::AppError;
use moka::future::Cache;
use resolutionflow::id::AccountId;
use resolutionflow::markdown::{Block, Inline};
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Command, Node, NodeId, NodeKind, Tree, TreeOption};
use sqlx::PgConnection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::failure::Failure;
use super::retry::{IfUnknown, retry};
use crate::store::{self, Pool, end_read, readings};

/// The most bytes of memory that the trees take.
const CAPACITY: u64 = 128 * 1024 * 1024;
/// Trees that are read and parsed at a time. A large one takes a processor and memory for a while.
const PLACES: usize = 2;
/// Longest wait for a place.
const PATIENCE: Duration = Duration::from_secs(10);

/// Version of a tree, by its account: nobody is answered from another one's trees.
type Key = (AccountId, VersionRef);

/// Cache of the versions that were walked lately, up to 128 MiB. Clones share it.
#[derive(Clone)]
pub(super) struct TreeCache {
    parsed: Cache<Key, Parsed>,
    places: Arc<Semaphore>,
}

#[derive(Clone)]
struct Parsed {
    tree: Arc<Tree>,
    bytes: u32,
}

impl Default for TreeCache {
    fn default() -> Self {
        let parsed = Cache::builder().max_capacity(CAPACITY).weigher(|_, parsed: &Parsed| parsed.bytes).build();
        Self { parsed, places: Arc::new(Semaphore::new(PLACES)) }
    }
}

impl TreeCache {
    /// Runs a use case that needs trees. Where one of them is not in memory, its transaction is rolled back; the tree is read and parsed
    /// while nothing of the database is held, and the use case runs again, as it does on a conflict. So it has to begin its transaction
    /// itself, and to change nothing else before it has its trees.
    ///
    /// # Errors
    /// As of the use case; [`sqlx::Error::RowNotFound`] where the account has no such version, and [`AppError::Busy`] where others are
    /// parsed for too long.
    pub(super) async fn provide<T, Work>(&self, pool: &Pool, unknown: IfUnknown, work: impl Fn(Trees) -> Work) -> Result<T, Failure>
    where
        Work: Future<Output = Result<T, Failure>>,
    {
        let mut trees = Trees { cache: self.clone(), at_hand: Vec::new(), room: CAPACITY };
        loop {
            match retry(unknown, || work(trees.clone())).await {
                Err(Failure::Unparsed(account, version)) => {
                    let key = (account, version);
                    trees.add(key, self.load(pool, key).await?);
                }
                done => return done,
            }
        }
    }

    /// Trees of a long transaction, which are parsed in it: of one that publishes what it walks.
    pub(super) fn within_a_transaction(&self) -> Trees {
        Trees { cache: self.clone(), at_hand: Vec::new(), room: 0 }
    }

    /// Reads and parses a version: once, however many ask for it at the same moment, and few versions at a time.
    async fn load(&self, pool: &Pool, key: Key) -> Result<Parsed, Failure> {
        loop {
            let mut failed = None;
            let loading = async { self.load_alone(pool, key).await.map_err(|failure| failed = Some(failure)) };
            match (self.parsed.try_get_with(key, loading).await, failed) {
                (Ok(parsed), _) => return Ok(parsed),
                (Err(_), Some(failure)) => return Err(failure),
                // A failure is of the request that met it: whoever only waited for the tree tries, too.
                (Err(_), None) => {}
            }
        }
    }

    async fn load_alone(&self, pool: &Pool, (account, version): Key) -> Result<Parsed, Failure> {
        let place = timeout(PATIENCE, self.places.acquire()).await;
        let _place = place.ok().and_then(Result::ok).ok_or(AppError::Busy)?;
        let mut tx = store::begin(pool, account).await?;
        let stored = readings::of_version(&mut tx, account, version).await?;
        end_read(tx);
        parse(stored).await
    }
}

/// Trees of one use case: those in memory, and those that it had to wait for.
#[derive(Clone)]
pub(crate) struct Trees {
    cache: TreeCache,
    at_hand: Vec<(Key, Parsed)>,
    /// Bytes of further trees that it may wait for. Those for which there is no room are parsed in its transaction.
    room: u64,
}

impl Trees {
    /// The tree of a version.
    ///
    /// # Errors
    /// [`Failure::Unparsed`] where it is not in memory, for [`TreeCache::provide`], and [`sqlx::Error::RowNotFound`] where the account has
    /// no such version.
    pub(super) async fn get(&self, conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<Arc<Tree>, Failure> {
        let key = (account, version);
        if let Some((_, parsed)) = self.at_hand.iter().find(|(own, _)| *own == key) {
            return Ok(parsed.tree.clone());
        }
        if let Some(parsed) = self.cache.parsed.get(&key).await {
            return Ok(parsed.tree);
        }
        if self.room > 0 {
            return Err(Failure::Unparsed(account, version));
        }
        let parsed = parse(readings::of_version(conn, account, version).await?).await?;
        self.cache.parsed.insert(key, parsed.clone()).await;
        Ok(parsed.tree)
    }

    /// Keeps a tree that was parsed for the use case, also where the cache has no room for it.
    fn add(&mut self, key: Key, parsed: Parsed) {
        self.room = self.room.saturating_sub(parsed.bytes.into());
        self.at_hand.push((key, parsed));
    }
}

/// Parses a version on a thread of its own: a large one takes a while.
async fn parse(stored: readings::Stored) -> Result<Parsed, Failure> {
    let parsed = spawn_blocking(move || {
        let (tree, length) = stored.tree()?;
        let tree = tree.with_places();
        let bytes = u32::try_from(length + structure(&tree)).unwrap_or(u32::MAX);
        Ok::<_, serde_json::Error>(Parsed { tree: Arc::new(tree), bytes })
    });
    Ok(parsed.await??)
}

/// Bytes that a tree takes besides its texts, which are in its JSON: nodes, options, commands, blocks, words.
fn structure(tree: &Tree) -> usize {
    let indexed = size_of::<Node>() + 2 * size_of::<NodeId>();
    let node = |node: &Node| {
        let parts = match &node.kind {
            NodeKind::Decision { options } => options.len() * size_of::<TreeOption>(),
            NodeKind::Action { commands, .. } => commands.len() * size_of::<Command>(),
            NodeKind::Solution { .. } => 0,
        };
        indexed + parts + blocks(&node.body)
    };
    tree.nodes().iter().map(node).sum()
}

fn blocks(body: &[Block]) -> usize {
    let inside = |block: &Block| match block {
        Block::Paragraph(line) | Block::Heading(line) => words(line),
        Block::List { items, .. } => items.iter().map(|item| size_of::<Vec<Block>>() + blocks(item)).sum(),
        Block::Quote(body) => blocks(body),
        Block::Table(rows) => rows.iter().flatten().map(|cell| size_of::<Vec<Inline>>() + words(cell)).sum(),
        Block::Code(_) | Block::Rule => 0,
    };
    size_of_val(body) + body.iter().map(inside).sum::<usize>()
}

fn words(line: &[Inline]) -> usize {
    let inside = |word: &Inline| match word {
        Inline::Strong(line) | Inline::Emphasis(line) | Inline::Struck(line) | Inline::Link { text: line, .. } => words(line),
        Inline::Text(_) | Inline::Code(_) | Inline::Break => 0,
    };
    size_of_val(line) + line.iter().map(inside).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tree_of_many_small_parts_weighs_more_than_its_text() {
        let body = vec![json!({"list": {"start": null, "items": vec![json!([{"paragraph": [{"text": "x"}]}]); 100]}})];
        let node = json!({"id": "end", "title": "End", "body": body, "type": "solution", "suggested_outcome": null});
        let tree = json!({"key": "k", "name": "n", "category": "c", "tags": [], "description": "", "root": "end", "nodes": [node]});
        let tree: Tree = serde_json::from_value(tree).unwrap();
        assert!(structure(&tree) > 100 * (size_of::<Vec<Block>>() + size_of::<Block>() + size_of::<Inline>()));
    }
}
