//! Published versions in memory. They never change, so that a step need not parse its tree again.

use std::sync::Arc;

use moka::future::Cache;
use resolutionflow::id::AccountId;
use resolutionflow::markdown::{Block, Inline};
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Command, Node, NodeId, NodeKind, Tree, TreeOption};
use sqlx::PgConnection;
use tokio::task::spawn_blocking;

use crate::store::trees;

/// The most bytes of memory that the trees take.
const CAPACITY: u64 = 128 * 1024 * 1024;

/// Cache of the versions that were walked lately, up to 128 MiB. The account is part of the key: nobody is answered from another one's
/// trees. Clones share it.
#[derive(Clone)]
pub(super) struct TreeCache(Cache<(AccountId, VersionRef), Cached>);

#[derive(Clone)]
struct Cached {
    tree: Arc<Tree>,
    bytes: u32,
}

impl Default for TreeCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(CAPACITY).weigher(|_, cached: &Cached| cached.bytes).build())
    }
}

impl TreeCache {
    /// The tree of a version, from memory or read and parsed: once, however many ask for it at the same moment.
    ///
    /// # Errors
    /// [`sqlx::Error::RowNotFound`] where the account has no such version.
    pub(super) async fn get(&self, conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<Arc<Tree>, sqlx::Error> {
        let mut failed = None;
        let loading = async { load(&mut *conn, account, version).await.map_err(|error| failed = Some(error)) };
        match self.0.try_get_with((account, version), loading).await {
            Ok(cached) => Ok(cached.tree),
            // An error is of the connection that met it: whoever only waited for the tree tries their own.
            Err(_) => match failed {
                Some(error) => Err(error),
                None => Ok(load(conn, account, version).await?.tree),
            },
        }
    }
}

async fn load(conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<Cached, sqlx::Error> {
    let json = trees::published(conn, account, version).await?;
    // A large tree takes a while to parse, and its commands to be read.
    let parsed = spawn_blocking(move || {
        let tree = serde_json::from_str::<Tree>(&json)?.with_places();
        let bytes = u32::try_from(json.len() + structure(&tree)).unwrap_or(u32::MAX);
        Ok(Cached { tree: Arc::new(tree), bytes })
    });
    let parsed: Result<Cached, serde_json::Error> = parsed.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
    parsed.map_err(|error| sqlx::Error::Decode(Box::new(error)))
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
        Block::Code(_) | Block::Rule => 0,
    };
    size_of_val(body) + body.iter().map(inside).sum::<usize>()
}

fn words(line: &[Inline]) -> usize {
    let inside = |word: &Inline| match word {
        Inline::Strong(line) | Inline::Emphasis(line) | Inline::Link { text: line, .. } => words(line),
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
