//! Time budgets of a tree.

use resolutionflow::budget::Budget;
use resolutionflow::tree::{NodeId, Tree};
use serde::{Deserialize, Serialize};

use super::trees::TreeName;

/// Budget of a tree's sessions or of one of its steps, as it was set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetBudget {
    /// The step; none for the sessions as a whole.
    pub node: Option<NodeId>,
    /// The step's title when the budget was set; empty for the sessions.
    pub title: String,
    /// The budget.
    pub budget: Budget,
}

/// Budget of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepBudget {
    /// The step.
    pub node: NodeId,
    /// Its title in the latest version, or when the budget was set.
    pub title: String,
    /// True if the latest version has no such step.
    pub is_gone: bool,
    /// The budget.
    pub budget: Budget,
}

/// The budgets of a tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeBudgets {
    /// The tree.
    pub tree: TreeName,
    /// Its latest version.
    pub latest: Tree,
    /// Budget of its sessions, if there is one.
    pub session: Option<Budget>,
    /// Budgets of its steps, by their titles when they were set.
    pub steps: Vec<StepBudget>,
    /// True if the account has entered when it is open.
    pub hours_are_entered: bool,
}

impl TreeBudgets {
    /// The most budgets of a tree.
    pub const MOST: u64 = 200;

    /// The budgets of a tree, as they were set.
    pub fn of(tree: TreeName, latest: Tree, set: Vec<SetBudget>, hours_are_entered: bool) -> Self {
        let session = set.iter().find(|set| set.node.is_none()).map(|set| set.budget);
        let steps = set.into_iter().filter_map(|SetBudget { node, title, budget }| {
            let node = node?;
            let present = latest.node(&node).map(|node| node.title.clone());
            Some(StepBudget { is_gone: present.is_none(), title: present.unwrap_or(title), node, budget })
        });
        let steps = steps.collect();
        Self { tree, session, steps, latest, hours_are_entered }
    }
}
