//! Counts of walks as a whole.

use super::sums::{group, wrapping_sum};
use super::{Ending, Flags, Walk};
use crate::time::Seconds;

/// Longest step that took next to no time, in seconds.
const NO_TIME: Seconds = Seconds(1);

group! {
    /// Counts and sums of walks as a whole.
    pub struct Counts {
        /// How they ended.
        pub endings: Endings,
        /// Σ parked time, in seconds.
        pub parked: i64,
        /// Σ active time of walks that dropped, in seconds: what went for nothing.
        pub lost: i64,
        /// Steps, superseded and ad-hoc ones among them.
        pub steps: i64,
        /// Steps of 0 or 1 s.
        pub steps_without_time: i64,
        /// Σ elapsed time of visits with an instant by a browser's clock, in seconds.
        pub by_browser: i64,
        /// Walks with each mark, in the order of [`Flags::ALL`].
        pub flags: [i64; 6],
    }
}

group! {
    /// Walks by how they ended, each of which is one of these.
    pub struct Endings {
        /// At a solution, with one of the four outcomes of a walk.
        pub end: i64,
        /// Resolved or worked around anywhere else: early finishes.
        pub early: i64,
        /// Escalated or unresolved anywhere else: drops.
        pub drop: i64,
        /// Resolved externally.
        pub other: i64,
    }
}

impl Endings {
    /// One walk.
    pub(super) fn of(ending: Ending) -> Self {
        let one = |this: Ending| i64::from(this == ending);
        Self { end: one(Ending::End), early: one(Ending::Early), drop: one(Ending::Drop), other: one(Ending::Other) }
    }

    /// Number of walks.
    pub fn count(&self) -> i64 {
        wrapping_sum([self.end, self.early, self.drop, self.other])
    }
}

impl Counts {
    /// Counts of one walk.
    pub(super) fn of(walk: &Walk) -> Self {
        let ending = walk.ending();
        Self {
            endings: Endings::of(ending),
            parked: whole(walk.totals.parked),
            lost: if ending == Ending::Drop { whole(walk.totals.active) } else { 0 },
            steps: walk.steps.len() as i64,
            steps_without_time: walk.steps.iter().filter(|step| step.elapsed <= NO_TIME).count() as i64,
            by_browser: whole(walk.steps.iter().map(|step| step.by_browser).sum()),
            flags: Flags::ALL.map(|flag| i64::from(walk.flags.has(flag))),
        }
    }
}

fn whole(duration: Seconds) -> i64 {
    i64::try_from(duration.0).unwrap_or(i64::MAX)
}
