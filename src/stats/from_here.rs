//! Time from a step to the end of its walk, and how often it is escalated: what usually comes of being here.

use std::collections::BTreeMap;

use super::{FrequencyTable, NodeKey, Quantile, Rate, WalkStep};
use crate::outcome::Outcome;
use crate::time::Seconds;

/// Least number of walks of which something is called usual.
pub const USUAL: u64 = 30;

/// Times from each node of a version to the end, over some of its walks.
#[derive(Debug, Clone, Default)]
pub struct FromHere(BTreeMap<NodeKey, Times>);

#[derive(Debug, Clone, Default)]
struct Times {
    active: FrequencyTable,
    decided: i64,
    escalated: i64,
}

/// What usually comes of being at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// Number of walks that visited it, each once.
    pub walks: u64,
    /// Median of the active time from the first arrival at it to the end of the walk.
    pub rest: Seconds,
    /// Escalated walks, of those decided; none where none was.
    pub escalated: Option<Rate>,
}

impl FromHere {
    /// Adds a walk by its outcome and steps. For each node it counts once, from the first step there, taken back or not, to its end:
    /// ad-hoc steps and steps that were left are part of the way.
    pub fn insert(&mut self, outcome: Outcome, steps: &[WalkStep]) {
        let mut rest = Seconds(0);
        let mut first = BTreeMap::new();
        for step in steps.iter().rev() {
            rest = rest + step.active;
            if !step.is_ad_hoc() {
                first.insert(step.node, rest);
            }
        }
        for (node, rest) in first {
            let times = self.0.entry(node).or_default();
            times.active.insert(rest, 1);
            times.decided += i64::from(Outcome::OF_A_WALK.contains(&outcome));
            times.escalated += i64::from(outcome == Outcome::Escalated);
        }
    }

    /// What is usual at a node; none below [`USUAL`] walks.
    pub fn usual(&self, node: NodeKey) -> Option<Usual> {
        let times = self.0.get(&node)?;
        let walks = times.active.count().cast_unsigned();
        let rest = times.active.quantile(Quantile::MEDIAN).filter(|_| walks >= USUAL)?;
        Some(Usual { walks, rest, escalated: Rate::new(times.escalated, times.decided).filter(|rate| rate.is_enough()) })
    }

    /// Nodes of which something is usual, each with that.
    pub fn all(&self) -> BTreeMap<NodeKey, Usual> {
        self.0.keys().filter_map(|node| Some((*node, self.usual(*node)?))).collect()
    }
}

impl Usual {
    /// In words: `Usually 6 min from here, 1 in 5 is escalated`.
    pub fn in_words(&self) -> String {
        let rest = match (self.rest.0 + 30) / 60 {
            0 => "less than a minute".to_owned(),
            minutes => crate::budget::span(minutes),
        };
        let escalated = self.escalated.map(|rate| format!(", {}", in_words(rate))).unwrap_or_default();
        format!("Usually {rest} from here{escalated}")
    }
}

/// Share that is escalated, as people say it.
fn in_words(rate: Rate) -> String {
    let (part, whole) = (rate.part(), rate.whole());
    if part == 0 {
        "none is escalated".to_owned()
    } else if part == whole {
        "all are escalated".to_owned()
    } else if 2 * part <= whole {
        // ⌊whole ÷ part + ½⌋.
        format!("1 in {} is escalated", (2 * whole + part) / (2 * part))
    } else {
        format!("{} in 10 are escalated", ((20 * part + whole) / (2 * whole)).min(9))
    }
}
