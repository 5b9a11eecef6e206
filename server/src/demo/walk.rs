//! One walk, as a technician would take it.

use std::collections::HashMap;
use std::sync::Arc;

use app::error::AppError;
use resolutionflow::access::Actor;
use resolutionflow::id::{CommandId, SessionId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Facts};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{Node, NodeId, NodeKind, Tree};

use super::dice::Dice;
use super::remarks::Remarks;
use crate::service::Changes;
use crate::store::commands::Start;
use crate::store::sessions::Stored;

/// After that many steps the shortest way to an end is taken.
const PATIENCE: usize = 14;

/// Session of the demo with the technician's own clock: each method waits as long as a person would take, then issues one command at that
/// time.
pub(super) struct Walk<'a, 'c> {
    changes: &'a mut Changes<'c>,
    dice: &'a mut Dice,
    remarks: &'a Remarks,
    tree: Arc<Tree>,
    /// Steps from each node to the nearest solution.
    distance: HashMap<NodeId, u64>,
    stored: Stored,
    /// The technician's time. Every command is issued at it; callers may put it back after a close that others made later.
    pub(super) at: Timestamp,
}

impl<'a, 'c> Walk<'a, 'c> {
    /// Starts a session of the latest version of the tree with this key, at `at`.
    pub(super) async fn start(
        changes: &'a mut Changes<'c>,
        dice: &'a mut Dice,
        remarks: &'a Remarks,
        tree: &str,
        facts: Facts,
        follows: Option<SessionId>,
        at: Timestamp,
    ) -> anyhow::Result<Self> {
        changes.now = at.into();
        let id = CommandId(dice.id(at));
        let stored = changes.start(id, Start { tree: tree.to_owned(), facts, follows, answer: None }).await.map_err(AppError::from)?;
        let tree = changes.tree(stored.session.version).await.map_err(AppError::from)?;
        let distance = distances(&tree);
        Ok(Self { changes, dice, remarks, tree, distance, stored, at })
    }

    pub(super) fn id(&self) -> SessionId {
        self.stored.session.id
    }

    /// Outcome of the session; none while it is running or parked.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.stored.session.completion().map(|completion| completion.outcome)
    }

    /// True if the open step is a solution, which only [`Walk::complete`] leaves.
    pub(super) fn is_at_the_end(&self) -> bool {
        self.node().is_some_and(|node| matches!(node.kind, NodeKind::Solution { .. }))
    }

    /// Takes `count` steps, fewer where a solution comes first.
    pub(super) async fn steps(&mut self, count: usize) -> anyhow::Result<()> {
        for _ in 0..count {
            if self.is_at_the_end() {
                break;
            }
            self.step().await?;
        }
        Ok(())
    }

    /// Takes one step: chooses an option of the open question or continues after an instruction, perhaps with a remark. Does nothing at a
    /// solution or where no step is open.
    pub(super) async fn step(&mut self) -> anyhow::Result<()> {
        let Some(node) = self.node().cloned() else { return Ok(()) };
        let action = match &node.kind {
            NodeKind::Decision { .. } => Action::Choose { option_id: self.choose(&node) },
            NodeKind::Action { .. } => Action::Continue,
            NodeKind::Solution { .. } => return Ok(()),
        };
        self.spend(&node);
        self.send(&node, action).await
    }

    /// Goes back one step, or jumps to an earlier step whose answer can be changed, as after a wrong answer. Does nothing where no step is
    /// open.
    pub(super) async fn reconsider(&mut self) -> anyhow::Result<()> {
        let Some(node) = self.node().cloned() else { return Ok(()) };
        let earlier: Vec<_> = self.stored.session.records.iter().filter(|record| record.can_be_changed()).map(|record| record.id).collect();
        let action = if self.dice.chance(60) {
            Action::Back
        } else {
            match self.dice.pick(&earlier) {
                Some(record_id) => Action::Jump { record_id: *record_id },
                None => return Ok(()),
            }
        };
        self.at = self.at.plus(self.dice.seconds(8, 40));
        self.send(&node, action).await
    }

    /// Parks the session at the open step, 20 to 90 seconds later. Does nothing where no step is open.
    pub(super) async fn park(&mut self) -> anyhow::Result<()> {
        let Some(node) = self.node().cloned() else { return Ok(()) };
        self.at = self.at.plus(self.dice.seconds(20, 90));
        self.send(&node, Action::PARK).await
    }

    /// Resumes the parked session 10 to 50 minutes later.
    pub(super) async fn resume(&mut self) -> anyhow::Result<()> {
        self.at = self.at.plus(self.dice.seconds(600, 3_000));
        self.issue(None, Action::Resume).await
    }

    /// Completes the walk at the open step, mostly with the outcome that its solution suggests; in the middle of the tree, with an
    /// escalation.
    pub(super) async fn complete(&mut self) -> anyhow::Result<()> {
        let Some(node) = self.node().cloned() else { return Ok(()) };
        let suggested = match node.kind {
            NodeKind::Solution { suggested_outcome } => suggested_outcome.unwrap_or(Outcome::Unresolved),
            NodeKind::Decision { .. } | NodeKind::Action { .. } => Outcome::Escalated,
        };
        let outcome = if self.dice.chance(88) { suggested } else { *self.dice.pick(&Outcome::OF_A_WALK).unwrap_or(&suggested) };
        let (notes, next_steps) = self.remarks.outcome(self.dice, self.tree.key(), &node.id, outcome, outcome == suggested)?;
        self.spend(&node);
        self.issue(None, Action::Complete { outcome, notes, next_steps }).await
    }

    /// Abandons the walk a few seconds later, because it was the wrong tree.
    pub(super) async fn abandon(&mut self) -> anyhow::Result<()> {
        self.at = self.at.plus(self.dice.seconds(5, 30));
        self.issue(None, Action::Abandon).await
    }

    /// Close from a list of sessions, by the holder or somebody who oversees sessions, with any outcome. The session ends as of its last
    /// activity; `at` is the time of the close, to which the walk's clock moves. `by` is the actor of this command alone.
    ///
    /// # Errors
    /// A refusal where `by` may not close the session, the outcome does not fit, or it has ended already; or the database does not answer.
    pub(super) async fn close(&mut self, by: Actor, outcome: Outcome, at: Timestamp) -> anyhow::Result<()> {
        let walker = std::mem::replace(&mut self.changes.actor, by);
        self.at = at;
        let closed = self.issue(None, Action::close_as(outcome)).await;
        self.changes.actor = walker;
        closed
    }

    async fn send(&mut self, node: &Node, action: Action) -> anyhow::Result<()> {
        let draft = self.remarks.draft(self.dice, self.tree.key(), &node.id, &action)?;
        self.issue(draft, action).await
    }

    async fn issue(&mut self, draft: Option<resolutionflow::session::Draft>, action: Action) -> anyhow::Result<()> {
        let id = CommandId(self.dice.id(self.at));
        self.changes.now = self.at.into();
        let command = Command { id, base_revision: self.stored.session.revision, at: None, draft, action };
        self.stored.session = self.changes.carry_out(&self.stored, command).await.map_err(AppError::from)?;
        Ok(())
    }

    fn node(&self) -> Option<&Node> {
        self.tree.node(&self.stored.session.open_visit()?.node_id)
    }

    /// Time goes by: reading is quick, doing takes longer, the longer the more there is to run.
    fn spend(&mut self, node: &Node) {
        let spent = match &node.kind {
            NodeKind::Decision { .. } => self.dice.seconds(8, 75),
            NodeKind::Action { commands, .. } => {
                self.dice.seconds(45, 240) + self.dice.seconds(0, 45) * i64::try_from(commands.len()).unwrap_or(0)
            }
            NodeKind::Solution { .. } => self.dice.seconds(15, 60),
        };
        self.at = self.at.plus(spent);
    }

    /// An answer that makes sense: rather something new than the same again, rather yes than no.
    fn choose(&mut self, node: &Node) -> String {
        let NodeKind::Decision { options } = &node.kind else { return String::new() };
        let records = &self.stored.session.records;
        let tired = records.len() > PATIENCE;
        let been = |id: &NodeId| records.iter().filter(|record| record.node_id.as_ref() == Some(id)).count();
        let nearest = options.iter().filter_map(|option| self.distance.get(&option.next_node_id)).min().copied().unwrap_or(0);
        let weighed: Vec<(&str, u64)> = options
            .iter()
            .map(|option| {
                let near = self.distance.get(&option.next_node_id) == Some(&nearest);
                let end = self.tree.node(&option.next_node_id).and_then(|node| match node.kind {
                    NodeKind::Solution { suggested_outcome } => suggested_outcome,
                    NodeKind::Decision { .. } | NodeKind::Action { .. } => None,
                });
                let weight = match (been(&option.next_node_id), option.id.as_str(), end) {
                    _ if tired => u64::from(near),
                    (0, "yes", _) | (0, _, Some(Outcome::Resolved)) => 18,
                    (0, _, Some(Outcome::Escalated)) => 2,
                    (0, ..) => 6,
                    _ => 1,
                };
                (option.id.as_str(), weight)
            })
            .collect();
        self.dice.weigh(&weighed).map_or(String::new(), |id| (*id).to_owned())
    }
}

/// Number of steps from each node to the nearest solution; without the nodes that lead to none.
fn distances(tree: &Tree) -> HashMap<NodeId, u64> {
    let mut distance: HashMap<NodeId, u64> = HashMap::new();
    for round in 0..u64::try_from(tree.nodes().len()).unwrap_or(0) {
        for node in tree.nodes() {
            let ends = matches!(node.kind, NodeKind::Solution { .. });
            let next = node.kind.targets().filter_map(|target| distance.get(target)).min().copied();
            if !distance.contains_key(&node.id) && ((ends && round == 0) || next.is_some_and(|next| next < round)) {
                distance.insert(node.id.clone(), round);
            }
        }
    }
    distance
}
