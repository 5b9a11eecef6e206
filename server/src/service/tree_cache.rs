//! Published versions in memory. They never change, so that a step need not parse its tree again.

use std::sync::Arc;

use moka::sync::Cache;
use resolutionflow::id::AccountId;
use resolutionflow::session::VersionRef;
use resolutionflow::tree::Tree;
use sqlx::PgConnection;

use crate::store;

/// The most bytes, counted as the JSON that the trees were read from.
const CAPACITY: u64 = 64 * 1024 * 1024;

/// The versions that were walked lately. The account is part of the key: nobody is answered from another one's trees.
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
    /// The version, read if need be.
    pub(super) async fn get(&self, conn: &mut PgConnection, account: AccountId, version: VersionRef) -> Result<Arc<Tree>, sqlx::Error> {
        let key = (account, version);
        if let Some(cached) = self.0.get(&key) {
            return Ok(cached.tree);
        }
        let (tree, bytes) = store::trees::published(conn, account, version).await?;
        let tree = Arc::new(tree);
        self.0.insert(key, Cached { tree: tree.clone(), bytes: u32::try_from(bytes).unwrap_or(u32::MAX) });
        Ok(tree)
    }
}
