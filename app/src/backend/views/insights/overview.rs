//! Figures of Overview.

use resolutionflow::insights::{Bucket, NaiveDate, Split};
use resolutionflow::stats::{Rate, SessionFigures};

use super::Asked;

/// Figures of all walks of a period, and of the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The question.
    pub asked: Asked,
    /// Of the period.
    pub now: Headline,
    /// Of the period before.
    pub before: Headline,
    /// Change of the resolution rate, split into that of the trees and that of their mix; none where a period has no decided walk.
    pub split: Option<Split>,
    /// Of each week or month.
    pub trend: Vec<(Bucket, Headline)>,
    /// Versions that were published in the period, by day.
    pub published: Vec<Published>,
    /// Sessions without an outcome now.
    pub open: Open,
}

/// Figures of the walks of some days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Headline {
    /// Sums over the walks.
    pub figures: SessionFigures,
    /// How many of the first contacts were the last ones.
    pub first_contact: Option<Rate>,
    /// After how many somebody came back.
    pub came_back: Option<Rate>,
}

/// Version that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Local day.
    pub day: NaiveDate,
    /// Key of the tree.
    pub key: String,
    /// Name of the tree in that version.
    pub tree: String,
    /// Number of the version.
    pub version: u32,
}

/// Sessions without an outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    /// Number of all.
    pub sessions: i64,
    /// Number of those that are running.
    pub running: i64,
}

/// Change of the resolution rate against the period before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolution {
    /// Rate of the period, of enough walks.
    pub now: Rate,
    /// Rate of the period before, where it has enough.
    pub before: Option<Rate>,
}

impl Headline {
    /// Number of walks.
    pub fn walks(&self) -> i64 {
        self.figures.counts.endings.count()
    }
}

impl Overview {
    /// True if walks of either period are old enough to say whether they lasted.
    pub fn is_old_enough(&self) -> bool {
        [&self.now, &self.before].into_iter().any(|headline| headline.first_contact.or(headline.came_back).is_some())
    }

    /// The resolution rate and the one before; none where there are too few walks to say.
    pub fn resolution(&self) -> Option<Resolution> {
        let enough = |headline: &Headline| headline.figures.resolution().filter(|rate| rate.is_enough());
        Some(Resolution { now: enough(&self.now)?, before: enough(&self.before) })
    }
}
