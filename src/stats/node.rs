//! Figures of a node: who came, how they went on, where they ended, how long they were there.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::group;
use super::{Endings, Flow, FrequencyTable, NodeKey, OptionKey, Rate, Walk, WalkStep, Way};

group! {
    /// Figures of one node. Steps count as often as they were taken, sessions once.
    pub struct NodeFigures {
        /// Sessions that visited it.
        pub sessions: i64,
        /// Arrivals and departures in full trails.
        pub trail: Flow,
        /// Arrivals and departures on final paths.
        pub path: Flow,
        /// How the walks ended that ended here.
        pub exits: Endings,
        /// Elapsed times of its steps.
        pub elapsed: FrequencyTable,
        /// Active times of its steps.
        pub active: FrequencyTable,
        /// Visits of it, and of the ad-hoc steps that interrupted it, that ended by parking.
        pub parks: i64,
        /// Ad-hoc steps that interrupted it.
        pub ad_hoc: AdHoc,
        /// Options that were chosen.
        pub options: BTreeMap<OptionKey, OptionFigures>,
    }
}

group! {
    /// Ad-hoc steps that interrupted a node.
    pub struct AdHoc {
        /// Sessions with at least one.
        pub sessions: i64,
        /// Elapsed times.
        pub elapsed: FrequencyTable,
        /// Active times.
        pub active: FrequencyTable,
    }
}

group! {
    /// Figures of an option. How often it was chosen are the departures of its node by it, in trails and on paths.
    pub struct OptionFigures {
        /// Sessions that chose it, taken back or not.
        pub sessions: i64,
        /// How the walks ended that have it on their final path, wherever they ended.
        pub endings: Endings,
        /// Elapsed times of the steps that it was chosen at.
        pub elapsed: FrequencyTable,
        /// Active times of the steps that it was chosen at.
        pub active: FrequencyTable,
    }
}

impl NodeFigures {
    /// Drop-off: drops, of the sessions that visited it.
    pub fn drop_off(&self) -> Option<Rate> {
        Rate::new(self.exits.drop, self.sessions)
    }
}

/// Figures of one walk, by node.
pub(super) fn of(walk: &Walk) -> BTreeMap<NodeKey, NodeFigures> {
    let mut nodes: BTreeMap<NodeKey, NodeFigures> = BTreeMap::new();
    for one in walk.trail() {
        let node = nodes.entry(one.step.node).or_default();
        node.sessions = 1;
        node.trail.take(&one);
        take_times(&mut node.elapsed, &mut node.active, one.step);
        if let Some(Way::Option(option)) = one.left_by {
            let option = node.options.entry(option).or_default();
            option.sessions = 1;
            take_times(&mut option.elapsed, &mut option.active, one.step);
        }
    }
    let ending = Endings::of(walk.ending());
    let mut chosen = BTreeSet::new();
    for one in walk.path() {
        let node = nodes.entry(one.step.node).or_default();
        node.path.take(&one);
        if let Some(Way::Option(option)) = one.left_by.filter(|way| chosen.insert(*way)) {
            node.options.entry(option).or_default().endings = ending.clone();
        }
    }
    if let Some(exit) = walk.exit() {
        nodes.entry(exit.node).or_default().exits = ending;
    }
    for step in &walk.steps {
        let node = nodes.entry(step.node).or_default();
        node.parks += i64::from(step.parks);
        if step.is_ad_hoc() {
            node.ad_hoc.sessions = 1;
            take_times(&mut node.ad_hoc.elapsed, &mut node.ad_hoc.active, step);
        }
    }
    nodes
}

fn take_times(elapsed: &mut FrequencyTable, active: &mut FrequencyTable, step: &WalkStep) {
    elapsed.insert(step.elapsed, 1);
    active.insert(step.active, 1);
}
