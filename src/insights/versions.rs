//! Two versions of a tree against each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Rename, SOLVED, StepPair, Weeks, step_pairs};
use crate::stats::{
    Difference, ENOUGH, FALSE_DISCOVERIES, FrequencyTable, Interval, NodeFigures, NodeKey, Rate, Ratio, SessionFigures, discoveries,
    more_walks, ratio, sequence,
};
use crate::tree::Tree;

/// Figures of the walks of one version.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VersionFigures {
    /// Of the walks as a whole.
    pub sessions: SessionFigures,
    /// Of each node.
    pub nodes: BTreeMap<NodeKey, NodeFigures>,
    /// Local days on which they ended.
    pub days: Vec<NaiveDate>,
}

/// A rate in both versions; the difference is that of the later less that of the earlier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePair {
    /// In the earlier version.
    pub before: Rate,
    /// In the later version.
    pub after: Rate,
    /// Difference; none where either has too few cases.
    pub difference: Option<Difference>,
    /// True if it is pointed out, of all comparisons of the page.
    pub stands_out: bool,
}

/// Times in both versions; the ratio is that of the later to the earlier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimePair {
    /// In the earlier version.
    pub before: FrequencyTable,
    /// In the later version.
    pub after: FrequencyTable,
    /// Ratio; none where either has too few times.
    pub ratio: Option<Ratio>,
    /// True if it is pointed out, of all comparisons of the page.
    pub stands_out: bool,
}

/// Resolution rates that are watched from day to day, over all walks of both versions since each was published. A confidence sequence holds
/// at all looks together from a fixed start on; of days that move along with the calendar it promises nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watched {
    /// Rates of the earlier and of the later version, of all their walks.
    pub rates: [Rate; 2],
    /// Confidence sequence of the difference: that of the later less that of the earlier.
    pub sequence: Interval,
    /// Number of further walks, about, after which it leaves 0 out if the rates stay as they are: 0 where it does, so that the difference
    /// holds however often it was looked at; none where no number of walks that anybody waits for would do.
    pub more: Option<u64>,
}

/// Comparison of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepComparison {
    /// Node in the later version, or in the earlier one if it is only there.
    pub node: NodeKey,
    /// Id of that node.
    pub id: String,
    /// Title of that node.
    pub title: String,
    /// Drop-off and times; none for a step that only one of the versions has.
    pub both: Option<(Option<RatePair>, TimePair)>,
    /// True if only the earlier version has it.
    pub is_gone: bool,
}

/// Comparison of two versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Resolution rate; none while either version has no walk that was decided.
    pub resolution: Option<RatePair>,
    /// Drop share, likewise.
    pub drop: Option<RatePair>,
    /// Active times of walks that were resolved or worked around.
    pub times: TimePair,
    /// The resolution rates as they are watched; none where either version has too few walks.
    pub watched: Option<Watched>,
    /// Each step.
    pub steps: Vec<StepComparison>,
    /// Weeks in which their walks ended.
    pub weeks: Weeks,
    /// Number of comparisons among which those that stand out were chosen.
    pub comparisons: usize,
}

impl RatePair {
    fn of(before: Option<Rate>, after: Option<Rate>) -> Option<Self> {
        let (before, after) = (before?, after?);
        let difference = (before.is_enough() && after.is_enough()).then(|| after.less(before));
        Some(Self { before, after, difference, stands_out: false })
    }

    /// Its p, and the mark to be set; none where nothing is compared.
    fn mark(&mut self) -> Option<(f64, &mut bool)> {
        Some((self.difference?.p, &mut self.stands_out))
    }
}

impl TimePair {
    fn of(before: FrequencyTable, after: FrequencyTable) -> Self {
        let is_enough = [&before, &after].iter().all(|table| table.count() >= ENOUGH.cast_signed());
        let ratio = is_enough.then(|| ratio(&after, &before)).flatten();
        Self { before, after, ratio, stands_out: false }
    }

    fn mark(&mut self) -> Option<(f64, &mut bool)> {
        Some((self.ratio?.p, &mut self.stands_out))
    }
}

impl Watched {
    /// Watches two rates; none where either has too few cases.
    fn of(before: Option<Rate>, after: Option<Rate>) -> Option<Self> {
        let enough = |rate: Option<Rate>| rate.filter(|rate| rate.is_enough());
        let (before, after) = (enough(before)?, enough(after)?);
        Some(Self { rates: [before, after], sequence: sequence(after, before), more: more_walks(after, before) })
    }
}

impl Comparison {
    /// Compares the walks of two versions of some days. `ever` are the resolution rates of all walks of the earlier and of the later version,
    /// whenever they ended. What stands out is chosen among all comparisons together (Benjamini and Hochberg, q = 0.1).
    pub fn of(renames: &[Rename], trees: (&Tree, &Tree), before: &VersionFigures, after: &VersionFigures, ever: [Option<Rate>; 2]) -> Self {
        let mut made = Self {
            resolution: RatePair::of(before.sessions.resolution(), after.sessions.resolution()),
            drop: RatePair::of(before.sessions.drop_share(), after.sessions.drop_share()),
            times: TimePair::of(before.sessions.active(&SOLVED), after.sessions.active(&SOLVED)),
            watched: Watched::of(ever[0], ever[1]),
            steps: step_pairs(renames, trees.0, trees.1).into_iter().map(|pair| step(pair, before, after)).collect(),
            weeks: Weeks::of(before.days.iter().copied(), after.days.iter().copied()),
            comparisons: 0,
        };
        made.point_out();
        made
    }

    /// Marks what stands out.
    fn point_out(&mut self) {
        let mut marks: Vec<(f64, &mut bool)> = Vec::new();
        marks.extend(self.resolution.as_mut().and_then(RatePair::mark));
        marks.extend(self.drop.as_mut().and_then(RatePair::mark));
        marks.extend(self.times.mark());
        for (drop_off, active) in self.steps.iter_mut().filter_map(|step| step.both.as_mut()) {
            marks.extend(drop_off.as_mut().and_then(RatePair::mark));
            marks.extend(active.mark());
        }
        self.comparisons = marks.len();
        let p: Vec<f64> = marks.iter().map(|(p, _)| *p).collect();
        for ((_, mark), found) in marks.into_iter().zip(discoveries(&p, FALSE_DISCOVERIES)) {
            *mark = found;
        }
    }
}

fn step(pair: StepPair<'_>, before: &VersionFigures, after: &VersionFigures) -> StepComparison {
    let (node, old) = match pair {
        StepPair::Same(old, new) => (new, Some(old)),
        StepPair::Before(node) | StepPair::After(node) => (node, None),
    };
    let key = NodeKey::of(&node.id);
    let none = NodeFigures::default();
    let both = old.map(|old| {
        let (before, after) = (before.nodes.get(&NodeKey::of(&old.id)).unwrap_or(&none), after.nodes.get(&key).unwrap_or(&none));
        (RatePair::of(before.drop_off(), after.drop_off()), TimePair::of(before.active.clone(), after.active.clone()))
    });
    StepComparison { node: key, id: node.id.0.clone(), title: node.title.clone(), both, is_gone: matches!(pair, StepPair::Before(_)) }
}
