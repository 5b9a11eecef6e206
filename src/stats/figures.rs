//! Figures: sums over walks, of a tree's version on a day or of whatever else is added up.

use std::collections::BTreeMap;

use super::bytes::NotFigures;
use super::sums::{group, wrapping_sum};
use super::{Counts, FrequencyTable, Group, NodeFigures, NodeKey, Rate, Walk};
use crate::outcome::Outcome;
use crate::time::Seconds;

/// Outcomes that count, in the order of figures by outcome.
pub const COUNTED: [Outcome; 5] =
    [Outcome::Resolved, Outcome::Workaround, Outcome::Escalated, Outcome::Unresolved, Outcome::ResolvedExternally];

group! {
    /// All figures of some walks.
    pub struct Figures {
        /// Of the walks as a whole.
        pub sessions: SessionFigures,
        /// Of each node that any of them visited.
        pub nodes: BTreeMap<NodeKey, NodeFigures>,
    }
}

group! {
    /// Figures of walks as a whole.
    pub struct SessionFigures {
        /// Counts and sums.
        pub counts: Counts,
        /// Total times, a table for each outcome of [`COUNTED`].
        pub elapsed: [FrequencyTable; 5],
        /// Active times, a table for each outcome of [`COUNTED`].
        pub active: [FrequencyTable; 5],
    }
}

group! {
    /// Walks by outcome.
    pub struct Outcomes {
        /// Number of walks with each outcome of [`COUNTED`].
        pub walks: [i64; 5],
    }
}

impl Outcomes {
    /// Number of walks with any of some outcomes.
    pub fn of(&self, outcomes: &[Outcome]) -> i64 {
        wrapping_sum(COUNTED.iter().zip(self.walks).filter(|(outcome, _)| outcomes.contains(outcome)).map(|(_, walks)| walks))
    }

    /// Resolution rate: resolved and worked around, of those decided, which are all but those resolved externally.
    pub fn resolution(&self) -> Option<Rate> {
        Rate::new(self.of(&[Outcome::Resolved, Outcome::Workaround]), self.of(&Outcome::OF_A_WALK))
    }
}

impl Figures {
    /// Figures of one walk.
    pub fn of(walk: &Walk) -> Self {
        Self { sessions: SessionFigures::of(walk), nodes: super::node::of(walk) }
    }
}

impl SessionFigures {
    /// Figures of one walk.
    pub fn of(walk: &Walk) -> Self {
        let table = |duration: Seconds| {
            COUNTED.map(|outcome| if outcome == walk.outcome { FrequencyTable::from_iter([duration]) } else { FrequencyTable::zero() })
        };
        Self { counts: Counts::of(walk), elapsed: table(walk.totals.total), active: table(walk.totals.active) }
    }

    /// Number of walks by outcome.
    pub fn outcomes(&self) -> Outcomes {
        Outcomes { walks: self.elapsed.each_ref().map(FrequencyTable::count) }
    }

    /// Number of walks by outcome in stored figures, of whose times nothing is kept.
    ///
    /// # Errors
    /// [`NotFigures`] for other bytes, as far as they are read.
    pub fn outcomes_in(bytes: &[u8]) -> Result<Outcomes, NotFigures> {
        let mut reader = Self::reader(bytes)?;
        Counts::read(&mut reader)?;
        let mut outcomes = Outcomes::zero();
        for walks in &mut outcomes.walks {
            *walks = FrequencyTable::read_count(&mut reader)?;
        }
        Ok(outcomes)
    }

    /// Number of walks with any of some outcomes.
    pub fn walks(&self, outcomes: &[Outcome]) -> i64 {
        self.outcomes().of(outcomes)
    }

    /// [Resolution rate](Outcomes::resolution).
    pub fn resolution(&self) -> Option<Rate> {
        self.outcomes().resolution()
    }

    /// Drop share: drops, of those decided.
    pub fn drop_share(&self) -> Option<Rate> {
        Rate::new(self.counts.endings.drop, self.walks(&Outcome::OF_A_WALK))
    }

    /// Total times of the walks with any of some outcomes.
    pub fn elapsed(&self, outcomes: &[Outcome]) -> FrequencyTable {
        sum(chosen(&self.elapsed, outcomes))
    }

    /// Active times of the walks with any of some outcomes.
    pub fn active(&self, outcomes: &[Outcome]) -> FrequencyTable {
        sum(chosen(&self.active, outcomes))
    }
}

fn chosen<'a>(tables: &'a [FrequencyTable; 5], outcomes: &[Outcome]) -> impl Iterator<Item = &'a FrequencyTable> {
    COUNTED.iter().zip(tables).filter(|(outcome, _)| outcomes.contains(outcome)).map(|(_, table)| table)
}

fn sum<'a>(tables: impl Iterator<Item = &'a FrequencyTable>) -> FrequencyTable {
    let mut sum = FrequencyTable::zero();
    tables.for_each(|table| sum.add(table, 1));
    sum
}
