//! Words on time in the walk: budgets, and what is usual.

use resolutionflow::budget::Budget;
use resolutionflow::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the walk says on time: of the session, and of each step of the version of which there is something to say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Budget of the session, if its tree has one.
    pub session: Option<SessionBudget>,
    /// Steps, by their positions in the tree.
    pub steps: Vec<StepPace>,
}

/// Budget of a running session.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SessionBudget {
    /// The budget.
    pub budget: Budget,
    /// First instant at which it is past its budget, if it goes on as it does now; none where that is far away.
    pub past_at: Option<Timestamp>,
}

/// What the walk says on time at a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepPace {
    /// The step's position among the nodes of its version.
    pub position: usize,
    /// What is usual, in words: `Usually 6 min from here, 1 in 5 is escalated`; empty where nothing is.
    pub usual: String,
    /// Budget of the step, if it has one.
    pub budget: Option<Budget>,
}

impl Pace {
    /// The most steps of which the walk says something: those with a budget first, then those that are walked most.
    pub const STEPS: usize = 400;

    /// What is said of the step at a position.
    pub fn at(&self, position: usize) -> Option<&StepPace> {
        self.steps.iter().find(|step| step.position == position)
    }
}
