//! Recorded walks replayed on another tree, such as a draft: does it lead whoever gives the same answers to the same steps?

use std::collections::HashMap;
use std::fmt;

use super::{Node, NodeId, NodeKind, Tree};
use crate::decision::{DecisionRecord, LeftBy};
use crate::text::brief;

/// The fewest walks of which the effect is told.
const FEWEST: usize = 10;

/// Effect of a tree on a recorded walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replay {
    /// The same steps with the same words.
    Same,
    /// The same answers lead to the same steps, where something reads differently or was put in between.
    Changed(Vec<Met>),
    /// The walk cannot go on there.
    Stuck(Obstacle),
}

/// Something else that a replayed walk meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// A step has another title.
    Title {
        /// The step.
        node: NodeId,
        /// Its title as it was recorded.
        before: String,
    },
    /// An answer has other words.
    Answer {
        /// The decision.
        node: NodeId,
        /// The words as they were recorded.
        before: String,
    },
    /// An action was put in between.
    New(NodeId),
}

/// Reason why a recorded walk cannot go on; texts are as they were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Obstacle {
    /// A step is gone; the field is its title.
    StepGone(String),
    /// An answer is gone.
    AnswerGone {
        /// Title of the decision.
        step: String,
        /// The words of the answer.
        answer: String,
    },
    /// A step has become one of another type; the field is its title.
    OtherType(String),
    /// A step leads elsewhere.
    Elsewhere {
        /// Its title; none for the beginning of the walk.
        step: Option<String>,
        /// The answer, if it is a decision.
        answer: Option<String>,
        /// Title of the step that it leads to; none if it leads nowhere.
        to: Option<String>,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StepGone(step) => write!(f, "the step “{}” is gone", brief(step)),
            Self::AnswerGone { answer, .. } => write!(f, "the answer “{}” is gone", brief(answer)),
            Self::OtherType(step) => write!(f, "the step “{}” is of another type", brief(step)),
            Self::Elsewhere { step, answer, to } => {
                let from = match (answer, step) {
                    (Some(answer), _) => format!("the answer “{}” leads", brief(answer)),
                    (None, Some(step)) => format!("the step “{}” leads", brief(step)),
                    (None, None) => "walks begin".to_owned(),
                };
                match (to, step) {
                    (None, _) => write!(f, "{from} nowhere"),
                    (Some(to), Some(_)) => write!(f, "{from} to “{}” now", brief(to)),
                    (Some(to), None) => write!(f, "{from} at “{}” now", brief(to)),
                }
            }
        }
    }
}

/// The step where a replayed walk must be next.
enum Next {
    /// This one, as the step that the record was made at leads there.
    To(NodeId),
    /// One that it came past, to which its technician went back.
    Earlier,
}

impl Tree {
    /// Replays a recorded walk. `names` has the ids of today of steps that were renamed since.
    pub fn replay(&self, records: &[DecisionRecord], names: &HashMap<NodeId, NodeId>) -> Replay {
        let (mut met, mut next, mut last) = (Vec::new(), Next::To(self.root().clone()), None::<&DecisionRecord>);
        for record in records {
            let Some(id) = record.node_id.as_ref().map(|id| names.get(id).unwrap_or(id)) else { continue };
            let Some(node) = self.node(id) else { return Replay::Stuck(Obstacle::StepGone(record.title.clone())) };
            if let Next::To(to) = &next
                && let Err(obstacle) = self.passed(to, id, last, &mut met)
            {
                return Replay::Stuck(obstacle);
            }
            if node.title != record.title {
                met.push(Met::Title { node: id.clone(), before: record.title.clone() });
            }
            next = match onward(node, record, &mut met) {
                Ok(next) => next,
                Err(obstacle) => return Replay::Stuck(obstacle),
            };
            last = Some(record);
        }
        match next {
            Next::To(to) if self.node(&to).is_none() => Replay::Stuck(self.elsewhere(&to, last)),
            _ if met.is_empty() => Replay::Same,
            _ => Replay::Changed(met),
        }
    }

    /// Goes from a step to the recorded one, past actions that were put in between.
    fn passed(&self, from: &NodeId, to: &NodeId, last: Option<&DecisionRecord>, met: &mut Vec<Met>) -> Result<(), Obstacle> {
        let (mut at, before) = (from, met.len());
        while at != to {
            let next = self
                .node(at)
                .and_then(|node| if let NodeKind::Action { next_node_id, .. } = &node.kind { Some(next_node_id) } else { None });
            let Some(next) = next.filter(|_| met.len() - before < self.nodes().len()) else {
                met.truncate(before);
                return Err(self.elsewhere(from, last));
            };
            met.push(Met::New(at.clone()));
            at = next;
        }
        Ok(())
    }

    fn elsewhere(&self, to: &NodeId, last: Option<&DecisionRecord>) -> Obstacle {
        Obstacle::Elsewhere {
            step: last.map(|record| record.title.clone()),
            answer: last.and_then(|record| record.answer.clone()),
            to: self.node(to).map(|node| node.title.clone()),
        }
    }
}

/// The step that a recorded exit leads to.
fn onward(node: &Node, record: &DecisionRecord, met: &mut Vec<Met>) -> Result<Next, Obstacle> {
    let other_type = || Obstacle::OtherType(record.title.clone());
    match record.left_by {
        LeftBy::Answered => {
            let NodeKind::Decision { .. } = node.kind else { return Err(other_type()) };
            let answer = record.answer.clone().unwrap_or_default();
            match node.option(record.option_id.as_deref().unwrap_or_default()) {
                None => Err(Obstacle::AnswerGone { step: record.title.clone(), answer }),
                Some(option) => {
                    if option.label != answer {
                        met.push(Met::Answer { node: node.id.clone(), before: answer });
                    }
                    Ok(Next::To(option.next_node_id.clone()))
                }
            }
        }
        LeftBy::Continued => match &node.kind {
            NodeKind::Action { next_node_id, .. } => Ok(Next::To(next_node_id.clone())),
            NodeKind::Decision { .. } | NodeKind::Solution { .. } => Err(other_type()),
        },
        LeftBy::Back | LeftBy::Jumped => Ok(Next::Earlier),
        LeftBy::Detour | LeftBy::Parked | LeftBy::Completed | LeftBy::Closed => Ok(Next::To(node.id.clone())),
    }
}

/// Effect of a tree on many recorded walks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Number of walks that go the same.
    pub same: usize,
    /// Number of those that meet changed words or further steps.
    pub changed: usize,
    /// Number of those that cannot go on.
    pub stuck: usize,
    /// The reasons for that, each with its number of walks, the most frequent first.
    pub obstacles: Vec<(Obstacle, usize)>,
}

impl Effect {
    /// Sums up replays; none for fewer than ten, which say nothing.
    pub fn of(replays: impl IntoIterator<Item = Replay>) -> Option<Self> {
        let (mut effect, mut obstacles) = (Self::default(), HashMap::<Obstacle, usize>::new());
        for replay in replays {
            match replay {
                Replay::Same => effect.same += 1,
                Replay::Changed(_) => effect.changed += 1,
                Replay::Stuck(obstacle) => {
                    effect.stuck += 1;
                    *obstacles.entry(obstacle).or_default() += 1;
                }
            }
        }
        effect.obstacles = obstacles.into_iter().collect();
        effect.obstacles.sort_by(|(one, times), (other, others)| others.cmp(times).then_with(|| one.cmp(other)));
        Some(effect).filter(|effect| effect.walks() >= FEWEST)
    }

    /// Number of walks.
    pub fn walks(&self) -> usize {
        self.same + self.changed + self.stuck
    }
}

/// One sentence, with the three most frequent reasons.
impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (walks, verb) = (self.walks(), |count: usize, one: &'static str, many: &'static str| if count == 1 { one } else { many });
        let mut parts = Vec::new();
        if self.same > 0 {
            parts.push(format!("{} {} the same", self.same, verb(self.same, "walks", "walk")));
        }
        if self.changed > 0 {
            parts.push(format!("{} {} changed words or new steps", self.changed, verb(self.changed, "meets", "meet")));
        }
        if self.stuck > 0 {
            let reasons: Vec<String> =
                self.obstacles.iter().take(3).map(|(obstacle, times)| format!("{obstacle} ({times} of {walks})")).collect();
            let more = if self.obstacles.len() > 3 { ", and more" } else { "" };
            parts.push(format!("{} cannot: {}{more}", self.stuck, reasons.join(", ")));
        }
        write!(f, "{}.", parts.join(", "))
    }
}
