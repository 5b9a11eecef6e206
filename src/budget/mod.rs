//! Time budgets: how long a session or a step should take, and how often that has to be kept. No promise to a customer: when a ticket was
//! opened is not known here.

mod kept;

#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::time::{Seconds, Timestamp};

pub use kept::Kept;

const MINUTE: u64 = 60;

/// Time budget of the sessions of a tree, or of one of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Time that is within it; a second more is not.
    pub time: Seconds,
    /// The time that counts.
    pub clock: BudgetClock,
    /// Share that has to be within it.
    pub target: Target,
}

/// Time that counts against a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BudgetClock {
    /// Active time: at steps, less what was not work.
    Active,
    /// Elapsed time at steps.
    Elapsed,
    /// Business hours from the start to the end, parked time among them. Of sessions alone.
    Business,
}

/// Share of sessions or steps that has to be within a budget, in whole percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Target(u8);

/// Error: a budget is outside its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BadBudget {
    /// The time is outside [`Budget::MINUTES`].
    #[error("must be a whole number of minutes from {} to {}", Budget::MINUTES.0, Budget::MINUTES.1)]
    Time,
    /// The target is outside [`Target::RANGE`].
    #[error("must be from {} to {} percent", Target::RANGE.0, Target::RANGE.1)]
    Target,
    /// Business hours of a step.
    #[error("cannot be business hours at a step: they count for whole sessions")]
    StepInBusinessHours,
}

/// Judgement on a session or a step by its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It ended within the budget.
    Within,
    /// It took longer, or is going on and past the budget already.
    Missed,
    /// It is going on, and may still end within the budget: it counts for neither.
    Undecided,
}

impl Budget {
    /// The shortest and the longest time, in minutes: a minute and a thousand hours.
    pub const MINUTES: (u64, u64) = (1, 60_000);

    /// Budget of the sessions of a tree.
    ///
    /// # Errors
    /// [`BadBudget`], which names the limit that is not kept.
    pub fn of_session(minutes: u64, clock: BudgetClock, target: u8) -> Result<Self, BadBudget> {
        if !(Self::MINUTES.0..=Self::MINUTES.1).contains(&minutes) {
            return Err(BadBudget::Time);
        }
        Ok(Self { time: Seconds(minutes * MINUTE), clock, target: Target::new(target)? })
    }

    /// Budget of a step of a tree, in active or elapsed time.
    ///
    /// # Errors
    /// [`BadBudget`], which names the limit that is not kept.
    pub fn of_step(minutes: u64, clock: BudgetClock, target: u8) -> Result<Self, BadBudget> {
        if clock == BudgetClock::Business { Err(BadBudget::StepInBusinessHours) } else { Self::of_session(minutes, clock, target) }
    }

    /// The time in minutes, as forms have it.
    pub fn minutes(self) -> u64 {
        self.time.0.div_ceil(MINUTE)
    }

    /// True if so much time is past it.
    pub fn is_past(self, time: Seconds) -> bool {
        time > self.time
    }

    /// First instant at which it is over for what has taken `so_far` at `now`, if its clock goes on.
    pub fn past_at(self, so_far: Seconds, now: Timestamp) -> Timestamp {
        let signed = |time: u64| i64::try_from(time).unwrap_or(i64::MAX);
        now.plus(signed(self.time.0).saturating_add(1).saturating_sub(signed(so_far.0)))
    }

    /// Judgement on a session or a step that took so long, or has taken so long if it has not ended.
    pub fn verdict(self, time: Seconds, has_ended: bool) -> Verdict {
        match (self.is_past(time), has_ended) {
            (true, _) => Verdict::Missed,
            (false, true) => Verdict::Within,
            (false, false) => Verdict::Undecided,
        }
    }
}

impl BudgetClock {
    /// Every clock.
    pub const ALL: [Self; 3] = [Self::Active, Self::Elapsed, Self::Business];
    /// Those of a step.
    pub const OF_STEPS: [Self; 2] = [Self::Active, Self::Elapsed];

    /// Name in the database and in forms, in snake case: `active`. Parsing reads it back.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The time in words: `active time`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Active => "active time",
            Self::Elapsed => "elapsed time",
            Self::Business => "business hours",
        }
    }
}

impl Target {
    /// The lowest and the highest, in percent.
    pub const RANGE: (u8, u8) = (50, 100);

    /// Target of so many percent.
    ///
    /// # Errors
    /// [`BadBudget::Target`] outside of [`Target::RANGE`].
    pub fn new(percent: u8) -> Result<Self, BadBudget> {
        if (Self::RANGE.0..=Self::RANGE.1).contains(&percent) { Ok(Self(percent)) } else { Err(BadBudget::Target) }
    }

    /// The percentage.
    pub fn percent(self) -> u8 {
        self.0
    }

    /// Number of misses that so many sessions or steps may have, with the target kept.
    pub fn allows(self, judged: u64) -> u64 {
        // At most a hundredth of what fits: the product fits in 128 bits, the result in 64.
        u64::try_from(u128::from(judged) * u128::from(100 - self.0) / 100).unwrap_or(u64::MAX)
    }
}

impl Default for Target {
    /// Nine in ten.
    fn default() -> Self {
        Self(90)
    }
}

impl TryFrom<u8> for Target {
    type Error = BadBudget;
    fn try_from(percent: u8) -> Result<Self, BadBudget> {
        Self::new(percent)
    }
}

impl From<Target> for u8 {
    fn from(target: Target) -> u8 {
        target.0
    }
}

/// `45 min of active time`, `1 h 30 min of business hours`.
impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", span(self.minutes()), self.clock.words())
    }
}

/// Minutes as people say them: `45 min`, `1 h`, `1 h 30 min`.
pub fn span(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02} min"),
    }
}
