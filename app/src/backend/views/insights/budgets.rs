//! Page of time budgets.

use resolutionflow::budget::{Budget, Kept};
use resolutionflow::insights::Period;
use resolutionflow::stats::{Ended, FrequencyTable, Rate, incidence};
use resolutionflow::time::Seconds;
use resolutionflow::tree::NodeId;

use super::Asked;
use crate::backend::views::TreeName;

/// How time budgets were kept in some days.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetsPage {
    /// The question.
    pub asked: Asked,
    /// Trees with a budget of their sessions, those with the most misses first.
    pub sessions: Vec<SessionsKept>,
    /// Steps with a budget: of the asked tree, or of that with the most walks among those that have any.
    pub steps: Option<StepsKept>,
    /// True if the account has entered when it is open.
    pub hours_are_entered: bool,
    /// True if more walks ended than were looked through for budgets in business hours: the last ones were.
    pub is_cut: bool,
    /// True if there are more open sessions than were looked at: those that began first were.
    pub is_open_cut: bool,
    /// True if the account has a budget, of whatever tree.
    pub has_budgets: bool,
}

/// How the budget of a tree's sessions was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionsKept {
    /// The tree.
    pub tree: TreeName,
    /// The budget.
    pub budget: Budget,
    /// Times of decided walks by the budget's clock: of those that were resolved or worked around, and of the others.
    pub ended: [FrequencyTable; 2],
    /// Times so far of open sessions.
    pub open: FrequencyTable,
}

/// How the budgets of a tree's steps were kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsKept {
    /// The tree.
    pub tree: TreeName,
    /// The days that the figures are of, which may be whole months.
    pub period: Period,
    /// The steps, those with the most misses first.
    pub rows: Vec<StepKept>,
}

/// How the budget of a step was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StepKept {
    /// The step.
    pub node: NodeId,
    /// Its title in the latest version, or when the budget was set.
    pub title: String,
    /// True if the latest version has no such step.
    pub is_gone: bool,
    /// The budget.
    pub budget: Budget,
    /// Steps of ended walks.
    pub ended: Kept,
    /// Open steps that are past it.
    pub over: u64,
}

impl SessionsKept {
    /// Walks that ended within the budget, and that missed it.
    pub fn kept_ended(&self) -> Kept {
        let [one, other] = self.ended.each_ref().map(|times| Kept::of(times, self.budget.time));
        one + other
    }

    /// Open sessions that are past it.
    pub fn over(&self) -> u64 {
        Kept::of(&self.open, self.budget.time).missed
    }

    /// Sessions that were within the budget, and that missed it, open ones past it among them.
    pub fn kept(&self) -> Kept {
        self.kept_ended() + Kept { within: 0, missed: self.over() }
    }

    /// Share of sessions that had ended by each time at which one did: resolved or worked around, and otherwise.
    pub fn curve(&self) -> Vec<Ended> {
        incidence(&self.ended, &self.open)
    }
}

impl StepKept {
    /// Steps that were within the budget, and that missed it, open ones past it among them.
    pub fn kept(&self) -> Kept {
        self.ended + Kept { within: 0, missed: self.over }
    }
}

impl BudgetsPage {
    /// Sessions of all trees, each by its own budget.
    pub fn kept(&self) -> Kept {
        self.sessions.iter().fold(Kept::default(), |sum, tree| sum + tree.kept())
    }

    /// Open sessions that are past their budget, of all trees.
    pub fn over(&self) -> u64 {
        self.sessions.iter().map(SessionsKept::over).sum()
    }

    /// The tree of the curve: the asked one, or that with the most sessions.
    pub fn curve_of(&self) -> Option<&SessionsKept> {
        self.sessions.iter().max_by_key(|tree| tree.kept().judged())
    }
}

/// Share that had ended by a time: the last step of the curve up to it.
pub fn ended_by(curve: &[Ended], time: Seconds) -> Option<&Ended> {
    curve.iter().take_while(|ended| ended.by <= time).last()
}

/// A share for a sentence, where enough was judged.
pub fn enough(kept: Kept) -> Option<Rate> {
    kept.rate().filter(|rate| rate.is_enough())
}
