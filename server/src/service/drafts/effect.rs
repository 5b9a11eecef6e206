//! Effect of a draft on the last walks of its tree.

use std::collections::HashMap;

use resolutionflow::id::AccountId;
use resolutionflow::session::VersionRef;
use resolutionflow::tree::{Effect, Tree, TreeDocument};
use sqlx::PgConnection;

use super::names::renamed;
use crate::service::failure::Failure;
use crate::store::trees;
use crate::store::versions::{self, Walked};

/// The most versions in which ids that steps had then are followed: those of the most walks.
const VERSIONS: usize = 4;

/// The last walks of a tree, with the documents of the versions that most of them were of.
pub(super) struct Walks {
    walks: Vec<Walked>,
    documents: Vec<(u32, String)>,
}

impl Walks {
    /// Reads them.
    pub(super) async fn read(conn: &mut PgConnection, account: AccountId, latest: VersionRef) -> Result<Self, sqlx::Error> {
        let walks = versions::last_walks(conn, account, latest.tree_id).await?;
        let mut times: HashMap<u32, usize> = HashMap::new();
        walks.iter().for_each(|walk| *times.entry(walk.version).or_default() += 1);
        let mut numbers: Vec<(u32, usize)> = times.into_iter().collect();
        numbers.sort_unstable_by(|(one, times), (other, others)| others.cmp(times).then(other.cmp(one)));
        let mut documents = Vec::new();
        for (number, _) in numbers.into_iter().take(VERSIONS) {
            documents.push((number, trees::document(conn, account, VersionRef { number, ..latest }).await?));
        }
        Ok(Self { walks, documents })
    }

    /// Bytes of all of it.
    pub(super) fn bytes(&self) -> usize {
        self.walks.iter().map(Walked::bytes).sum::<usize>() + self.documents.iter().map(|(_, document)| document.len()).sum::<usize>()
    }

    /// Effect of a draft on them; none where they are fewer than ten. Of many it takes a while.
    pub(super) fn effect(&self, draft: &TreeDocument) -> Result<Option<Effect>, Failure> {
        let tree = Tree::preview(draft);
        let mut names = HashMap::new();
        for (number, document) in &self.documents {
            names.insert(*number, renamed(&serde_json::from_str(document)?, draft));
        }
        let none = HashMap::new();
        let replay = |walk: &Walked| Ok(tree.replay(&walk.records()?, names.get(&walk.version).unwrap_or(&none)));
        Ok(Effect::of(self.walks.iter().map(replay).collect::<Result<Vec<_>, sqlx::Error>>()?))
    }
}
