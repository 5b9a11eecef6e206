//! What walks say of a draft's steps.

use resolutionflow::tree::NodeId;

use super::proposals::ProposalCard;
use super::trees::StepReport;

/// Problems, ad-hoc steps and suggestions of the tree of a draft, by the step at which technicians reported and added them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WalkedSteps {
    /// Problems that nobody has settled yet, oldest first.
    pub reports: Vec<StepReport>,
    /// Ad-hoc steps of the last sessions, at each step those of most sessions first.
    pub added: Vec<AddedStep>,
    /// Suggestions that wait, oldest first.
    pub proposals: Vec<ProposalCard>,
}

/// Ad-hoc steps with the same words at one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedStep {
    /// The step that they interrupted.
    pub node: NodeId,
    /// Their words, as they were typed the first time.
    pub words: String,
    /// Number of sessions with one.
    pub sessions: u64,
    /// Number of those that were resolved or worked around.
    pub solved: u64,
}

impl WalkedSteps {
    /// Number of reports, of sets of ad-hoc steps and of suggestions at a step.
    pub fn count_at(&self, node: &NodeId) -> (usize, usize, usize) {
        let reports = self.reports.iter().filter(|report| report.node == *node).count();
        let added = self.added.iter().filter(|added| added.node == *node).count();
        (reports, added, self.proposals.iter().filter(|proposal| proposal.node == *node).count())
    }
}
