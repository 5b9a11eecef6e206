//! What walks did at the steps of a version, for the maps of its tree.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use resolutionflow::insights::Period;
use resolutionflow::stats::{NodeFigures, NodeKey, OptionKey, Way, is_enough};
use resolutionflow::tree::{NodeId, NodeKind, Tree};

use super::TreeReport;

/// Figures of the version of a tree that was walked most in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct MapFigures {
    /// Its number.
    pub version: u32,
    /// The version.
    pub tree: Arc<Tree>,
    /// Days that the figures are of.
    pub days: Period,
    /// Walks of it in the period.
    pub walks: i64,
    /// Figures of its steps.
    pub nodes: BTreeMap<NodeKey, NodeFigures>,
    /// Ids in this version of steps that a draft has renamed since, by their present ids.
    pub names: HashMap<NodeId, NodeId>,
}

/// What walks did at a step that the version has.
#[derive(Debug, Clone, PartialEq)]
pub struct StepFigures<'t> {
    kind: &'t NodeKind,
    id: &'t NodeId,
    /// Its figures; those of nothing where no walk visited it.
    pub figures: Cow<'t, NodeFigures>,
}

impl MapFigures {
    /// True if there are enough walks to say more of them than how many they are.
    pub fn is_enough(&self) -> bool {
        is_enough(self.walks)
    }

    /// Sessions of the step with most of them.
    pub fn most_sessions(&self) -> i64 {
        self.nodes.values().map(|node| node.sessions).max().unwrap_or(0)
    }

    /// What walks did at a step, by its id on the map; none where the version has no such step.
    pub fn step(&self, id: &NodeId) -> Option<StepFigures<'_>> {
        let node = self.tree.node(self.names.get(id).unwrap_or(id))?;
        let figures = self.nodes.get(&NodeKey::of(&node.id)).map_or_else(Cow::default, Cow::Borrowed);
        Some(StepFigures { kind: &node.kind, id: &node.id, figures })
    }
}

impl StepFigures<'_> {
    /// Number of sessions that chose an answer, by its id; none where the version has no such answer.
    pub fn chosen(&self, option: &str) -> Option<i64> {
        let NodeKind::Decision { options } = self.kind else { return None };
        options.iter().find(|one| one.id == option)?;
        Some(self.figures.options.get(&OptionKey::of(self.id, option)).map_or(0, |option| option.sessions))
    }

    /// Number of steps after which walks continued; none where it is no action of the version.
    pub fn continued(&self) -> Option<i64> {
        let is_action = matches!(self.kind, NodeKind::Action { .. });
        is_action.then(|| self.figures.trail.departures.get(&Way::Continue).copied().unwrap_or(0))
    }
}

impl TreeReport {
    /// Figures of the version that is shown, for its map.
    pub fn map(&self) -> MapFigures {
        MapFigures {
            version: self.version,
            tree: self.tree.clone(),
            days: self.days,
            walks: self.figures().walks(),
            nodes: self.nodes.clone(),
            names: HashMap::new(),
        }
    }
}
