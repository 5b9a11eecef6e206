//! Results of people against what would be expected of the trees that they walked.

use super::shrink::{Noisy, shrink};
use super::{Rates, Tally, Work};
use crate::id::UserId;
use crate::stats::{Funnel, Stratum, funnel};

/// What was observed, and what would be expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// Observed sum.
    pub observed: f64,
    /// Expected one, by indirect standardisation: Σ over trees of the person's walks × everybody's rate of the tree in the same days.
    pub expected: f64,
    /// Observed ÷ expected, shrunk towards 1 as far as chance explains how people differ; none where nothing is expected.
    pub shrunk: Option<f64>,
}

impl Against {
    /// Observed ÷ expected; none where nothing is expected.
    pub fn ratio(&self) -> Option<f64> {
        (self.expected > 0.0).then(|| self.observed / self.expected)
    }
}

/// Place of a count among those that chance explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Within the limits of 95 %.
    Within,
    /// Above those of 95 %, and within those of 99.8 %.
    More,
    /// Above those of 99.8 %.
    FarMore,
    /// Below those of 95 %, and within those of 99.8 %.
    Fewer,
    /// Below those of 99.8 %.
    FarFewer,
}

impl Limits {
    fn of(count: u64, funnel: &Funnel) -> Self {
        match count {
            count if count > funnel.outer[1] => Self::FarMore,
            count if count > funnel.inner[1] => Self::More,
            count if count < funnel.outer[0] => Self::FarFewer,
            count if count < funnel.inner[0] => Self::Fewer,
            _ => Self::Within,
        }
    }

    /// Words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Within => "within the limits",
            Self::More => "more than expected (95 %)",
            Self::FarMore => "more than expected (99.8 %)",
            Self::Fewer => "fewer than expected (95 %)",
            Self::FarFewer => "fewer than expected (99.8 %)",
        }
    }
}

/// Results of a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The person.
    pub person: UserId,
    /// Sums over their walks.
    pub walks: Tally,
    /// Walks that were resolved or worked around.
    pub solved: Against,
    /// Counts that chance explains, by the exact distribution of the person's own mix of trees.
    pub funnel: Funnel,
    /// Place of the observed count among them.
    pub limits: Limits,
    /// Σ active time in seconds, as a ratio of sums.
    pub active: Against,
}

/// Standings of some people, in their order, by the rates of the whole account. People whose limits cannot be worked out, for they have more
/// walks than [`funnel`] takes, are left out.
pub fn standings<'a>(people: impl IntoIterator<Item = &'a Work>, rates: &Rates) -> Vec<Standing> {
    let people = people.into_iter().filter_map(|work| Some((work, funnel(&strata(work, rates))?)));
    let found: Vec<(&Work, Funnel)> = people.collect();
    let solved = shrunk(found.iter().map(|(work, funnel)| {
        let variance = strata(work, rates).iter().map(|of| of.cases as f64 * of.rate * (1.0 - of.rate)).sum();
        (work.asked().solved as f64, funnel.expected, variance)
    }));
    let active = shrunk(found.iter().map(|(work, _)| {
        let (mut expected, mut variance) = (0.0, 0.0);
        for tree in work.trees.iter().filter(|tree| tree.is_asked) {
            let (mean, of_one) = rates.active(tree.tree);
            expected += tree.walks.walks as f64 * mean;
            variance += tree.walks.walks as f64 * of_one;
        }
        (work.asked().active as f64, expected, variance)
    }));
    let standing = |(((work, funnel), solved), active): (((&Work, Funnel), Against), Against)| {
        let walks = work.asked();
        Standing { person: work.person, walks, solved, funnel, limits: Limits::of(walks.solved, &funnel), active }
    };
    found.into_iter().zip(solved).zip(active).map(standing).collect()
}

/// Decided walks of each tree that is asked for, with everybody's rate.
fn strata(work: &Work, rates: &Rates) -> Vec<Stratum> {
    let asked = work.trees.iter().filter(|tree| tree.is_asked);
    asked.map(|tree| Stratum { cases: tree.walks.decided, rate: rates.solved(tree.tree) }).collect()
}

/// Observed and expected sums with their ratios shrunk; each comes as observed, expected, and the variance of the observed one by chance.
fn shrunk(sums: impl Iterator<Item = (f64, f64, f64)>) -> Vec<Against> {
    let sums: Vec<_> = sums.collect();
    let noisy = sums.iter().map(|(observed, expected, variance)| {
        if *expected > 0.0 {
            Noisy { ratio: observed / expected, variance: variance / (expected * expected) }
        } else {
            Noisy { ratio: 1.0, variance: 0.0 }
        }
    });
    let ratios = shrink(&noisy.collect::<Vec<_>>());
    let against = |((observed, expected, _), shrunk): ((f64, f64, f64), f64)| Against {
        observed,
        expected,
        shrunk: (expected > 0.0).then_some(shrunk),
    };
    sums.into_iter().zip(ratios).map(against).collect()
}
