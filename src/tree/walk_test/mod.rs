//! Walk tests: walks that a tree has to allow, as their authors have kept them.

mod stop;

use serde::{Deserialize, Serialize};

use super::{Node, NodeId, NodeKind, Tree};
use crate::decision::LeftBy;
use crate::outcome::Outcome;
use crate::session::{MAX_RECORDS, Session};

pub use stop::Stop;

/// The most answers of a test.
pub const MAX_ANSWERS: usize = 500;

/// Walk that a tree has to allow: answers, and the end to which they lead. What lies between, actions and words, may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkTest {
    /// Step at which it begins; none where walks begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<TestStep>,
    /// The answers in their order.
    pub answers: Vec<Given>,
    /// The end.
    pub end: TestEnd,
}

/// Step of a test. It is known by its id or, where a tree has no such id any more, by its title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestStep {
    /// Its id.
    pub id: NodeId,
    /// Its title as it read then.
    pub title: String,
}

/// Answer of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The decision.
    pub step: TestStep,
    /// Id of the option.
    pub option: String,
    /// Its words as they read then.
    pub answer: String,
}

/// End of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestEnd {
    /// The solution.
    pub step: TestStep,
    /// The outcome that it suggests.
    pub outcome: Option<Outcome>,
}

impl TestStep {
    fn of(node: &Node) -> Self {
        Self { id: node.id.clone(), title: node.title.clone() }
    }

    fn is(&self, node: &Node, tree: &Tree) -> bool {
        node.id == self.id || (node.title == self.title && tree.node(&self.id).is_none())
    }

    fn in_tree<'t>(&self, tree: &'t Tree) -> Option<&'t Node> {
        tree.node(&self.id).or_else(|| tree.nodes().iter().find(|node| node.title == self.title))
    }
}

impl WalkTest {
    /// Test of a walk that has come to an end of its tree, with the answers that led there. `is_from_start` is false for a walk that began
    /// elsewhere than walks do. None if it has come to no end, or has more answers than a test may have.
    pub fn of(session: &Session, tree: &Tree, is_from_start: bool) -> Option<Self> {
        let end = tree.node(&session.open_visit()?.node_id)?;
        let NodeKind::Solution { suggested_outcome } = end.kind else { return None };
        let led = session.records.iter().filter(|record| !record.superseded && record.left_by == LeftBy::Answered);
        let answers = led.map(|record| {
            let step = TestStep { id: record.node_id.clone()?, title: record.title.clone() };
            Some(Given { step, option: record.option_id.clone()?, answer: record.answer.clone()? })
        });
        let answers = answers.collect::<Option<Vec<_>>>().filter(|answers| answers.len() <= MAX_ANSWERS)?;
        let start = if is_from_start { None } else { Some(TestStep::of(tree.node(tree.root())?)) };
        Some(Self { start, answers, end: TestEnd { step: TestStep::of(end), outcome: suggested_outcome } })
    }

    /// Walks a tree, which may be the sketch of a draft, with the answers of the test.
    ///
    /// # Errors
    /// Where it stops, and why.
    pub fn run(&self, tree: &Tree) -> Result<(), Stop> {
        let nowhere = |last: Option<(&Node, Option<&str>)>| Stop::Nowhere {
            step: last.map(|(node, _)| node.title.clone()),
            answer: last.and_then(|(_, answer)| answer.map(str::to_owned)),
        };
        let mut at = match &self.start {
            Some(start) => start.in_tree(tree).ok_or_else(|| Stop::StartGone(start.title.clone()))?,
            None => tree.node(tree.root()).ok_or_else(|| nowhere(None))?,
        };
        let mut answers = self.answers.iter();
        // As many steps as a session has.
        for _ in 0..MAX_RECORDS {
            let (next, answer) = match &at.kind {
                NodeKind::Action { next_node_id, .. } => (next_node_id, None),
                NodeKind::Decision { .. } => {
                    let given = answers.next().ok_or_else(|| self.unanswered(at))?;
                    if !given.step.is(at, tree) {
                        return Err(Stop::OtherStep { comes_to: at.title.clone(), expected: given.step.title.clone() });
                    }
                    let option = at.option(&given.option);
                    let gone = || Stop::AnswerGone { step: at.title.clone(), answer: given.answer.clone() };
                    let option = option.ok_or_else(gone)?;
                    (&option.next_node_id, Some(option.label.as_str()))
                }
                NodeKind::Solution { suggested_outcome } => return self.ended(tree, at, *suggested_outcome, answers.next()),
            };
            at = tree.node(next).ok_or_else(|| nowhere(Some((at, answer))))?;
        }
        Err(Stop::Endless(at.title.clone()))
    }

    fn unanswered(&self, at: &Node) -> Stop {
        Stop::Unanswered { comes_to: at.title.clone(), expected: self.end.step.title.clone() }
    }

    fn ended(&self, tree: &Tree, at: &Node, now: Option<Outcome>, left: Option<&Given>) -> Result<(), Stop> {
        if let Some(given) = left {
            return Err(Stop::OtherStep { comes_to: at.title.clone(), expected: given.step.title.clone() });
        }
        if !self.end.step.is(at, tree) {
            return Err(Stop::OtherEnd { comes_to: at.title.clone(), expected: self.end.step.title.clone() });
        }
        if self.end.outcome != now {
            return Err(Stop::OtherOutcome { step: at.title.clone(), now, expected: self.end.outcome });
        }
        Ok(())
    }
}
