//! Trail and final path of a walk, and how it ended.

use super::{Walk, WalkStep, Way};
use crate::outcome::Outcome;
use crate::tree::NodeType;

/// Step of a trail or path, with the ways to it and from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move<'a> {
    /// Way of arrival; none at the start.
    pub arrived_by: Option<Way>,
    /// Step at a node, never an ad-hoc one.
    pub step: &'a WalkStep,
    /// Way of departure; none at the exit.
    pub left_by: Option<Way>,
}

/// How a walk ended, for its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Ending {
    /// At a solution, whatever of the four outcomes of a walk it had.
    End,
    /// Resolved or worked around, anywhere else.
    Early,
    /// Escalated or unresolved, anywhere else.
    Drop,
    /// Resolved externally, which is in no rate.
    Other,
}

impl Walk {
    /// Full trail: all steps at nodes.
    pub fn trail(&self) -> impl Iterator<Item = Move<'_>> {
        moves(self.steps.iter().filter(|step| !step.is_ad_hoc()))
    }

    /// Final path: the steps at nodes that are not superseded. Going back supersedes the step that it leads to, too, so that the step
    /// before is followed by the same node again: it is arrived at as it was the first time.
    pub fn path(&self) -> impl Iterator<Item = Move<'_>> {
        path(&self.steps)
    }

    /// Exit: the position of the last step, however its last visit was left; that of an ad-hoc step is the node that it interrupted.
    pub fn exit(&self) -> Option<&WalkStep> {
        self.steps.iter().rfind(|step| !step.is_ad_hoc())
    }

    /// How it ended.
    pub fn ending(&self) -> Ending {
        let is_at_solution = self.exit().is_some_and(|step| step.node_type == NodeType::Solution);
        match self.outcome {
            Outcome::ResolvedExternally | Outcome::Cancelled => Ending::Other,
            _ if is_at_solution => Ending::End,
            Outcome::Resolved | Outcome::Workaround => Ending::Early,
            Outcome::Escalated | Outcome::Unresolved => Ending::Drop,
        }
    }
}

pub(super) fn path(steps: &[WalkStep]) -> impl Iterator<Item = Move<'_>> {
    moves(steps.iter().filter(|step| !step.is_ad_hoc() && !step.superseded))
}

fn moves<'a>(steps: impl Iterator<Item = &'a WalkStep>) -> impl Iterator<Item = Move<'a>> {
    let mut steps = steps.peekable();
    let mut arrived_by = None;
    std::iter::from_fn(move || {
        let step = steps.next()?;
        let left_by = step.left_by.filter(|_| steps.peek().is_some());
        Some(Move { arrived_by: std::mem::replace(&mut arrived_by, left_by), step, left_by })
    })
}
