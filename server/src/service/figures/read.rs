//! Figures of an account as pages read them, for tests and benchmarks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use resolutionflow::id::{AccountId, TreeId};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{NodeFigures, NodeKey, SessionFigures};
use resolutionflow::zone::Zone;

use super::Service;
use crate::store;
use crate::store::figures::Days;
use crate::store::figures::chains::{self, Chains};
use crate::store::figures::generations::{self, Standing};
use crate::store::figures::nodes::{self, Nodes};
use crate::store::figures::read;

/// Figures of walks that ended on some days.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// Zone by whose days they are counted.
    pub zone: Zone,
    /// Of the walks as a whole by day, and by version where they are of one tree.
    pub days: Vec<(Option<VersionRef>, NaiveDate, SessionFigures)>,
    /// Of each version of every tree, over all days.
    pub versions: Vec<(VersionRef, SessionFigures)>,
    /// Chains whose first sessions ended on the days, by version.
    pub chains: Vec<Chains>,
    /// Of the nodes of the tree, by version.
    pub nodes: BTreeMap<u32, BTreeMap<NodeKey, NodeFigures>>,
    /// First and last day of the nodes' figures: those that were asked for, or those of the months around them.
    pub nodes_of: (NaiveDate, NaiveDate),
}

impl Service {
    /// Figures of a tree's walks, or of all, that ended from one day to another; none while sessions are still being counted.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn read_figures(
        &self,
        account: AccountId,
        tree: Option<TreeId>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Read>, sqlx::Error> {
        let (mut tx, days) = (store::begin(&self.pool, account).await?, Days { from, to });
        let Standing::Counted(counted) = generations::standing(&mut tx, account).await? else { return Ok(None) };
        let nodes = match tree {
            Some(tree) => nodes::by_node(&mut tx, account, &counted, tree, days).await?,
            None => Nodes { days, versions: BTreeMap::new() },
        };
        let read = Read {
            zone: counted.zone,
            days: read::by_day(&mut tx, account, &counted, tree, days).await?,
            versions: read::by_version(&mut tx, account, &counted, days).await?,
            chains: match days.instants(counted.zone) {
                Some(instants) => chains::by_version(&mut tx, account, instants, self.now()).await?,
                None => Vec::new(),
            },
            nodes: nodes.versions,
            nodes_of: (nodes.days.from, nodes.days.to),
        };
        store::end_read(tx);
        Ok(Some(read))
    }
}
