//! How long steps of a version usually take: what a step that is going on is held against.

use std::collections::BTreeMap;

use crate::stats::{ENOUGH, FrequencyTable, NodeKey, Quantile, WalkStep};
use crate::time::Seconds;

/// Active times of the steps of a version, over some of its walks.
#[derive(Debug, Clone, Default)]
pub struct StepTimes(BTreeMap<NodeKey, FrequencyTable>);

impl StepTimes {
    /// Adds the steps of a walk, taken back or not. Ad-hoc steps are no steps of the version.
    pub fn insert(&mut self, steps: &[WalkStep]) {
        for step in steps.iter().filter(|step| !step.is_ad_hoc()) {
            self.0.entry(step.node).or_default().insert(step.active, 1);
        }
    }

    /// p90 of each node, x(⌈0.9 n⌉); without those of which fewer than [`ENOUGH`] times are known.
    pub fn p90s(&self) -> BTreeMap<NodeKey, Seconds> {
        let enough = self.0.iter().filter(|(_, times)| times.count().cast_unsigned() >= ENOUGH);
        enough.filter_map(|(node, times)| Some((*node, times.quantile(Quantile::P90)?))).collect()
    }
}
