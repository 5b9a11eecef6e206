//! The trail: what people read as steps. Visits of one node that were interrupted print as one step (timing rule 5).

use serde::{Deserialize, Serialize};

use crate::decision::DecisionRecord;
use crate::id::VisitId;
use crate::time::{Seconds, Timestamp};
use crate::tree::NodeType;

/// One step of the trail: one visit, or several with interruptions between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// 1, 2, 3 … in the order in which the steps were begun.
    pub number: usize,
    /// Its visits, first to last.
    pub visits: Vec<VisitId>,
    /// What it was.
    pub node_type: NodeType,
    /// The title as it read then.
    pub title: String,
    /// What was answered.
    pub answer: Option<String>,
    /// The notes of all its visits, a paragraph each.
    pub notes: String,
    /// When it was first entered.
    pub entered_at: Timestamp,
    /// When it was last left.
    pub exited_at: Timestamp,
    /// Elapsed, without the interruptions.
    pub duration: Seconds,
    /// Elapsed less what was not work.
    pub active: Seconds,
    /// Whether it was left for another branch.
    pub superseded: bool,
    /// Whether it can be answered anew while the session runs.
    pub can_be_changed: bool,
}

/// The steps of finished visits.
pub fn trail(records: &[DecisionRecord]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // The step whose last visit was interrupted, and the node it goes on at.
    let mut interrupted: Option<(usize, &DecisionRecord)> = None;
    for record in records {
        let continues = interrupted.filter(|(_, before)| record.node_id.is_some() && before.node_id == record.node_id);
        let position = if let Some((position, _)) = continues {
            let step = &mut steps[position];
            step.visits.push(record.id);
            step.answer.clone_from(&record.answer);
            if !record.notes.is_empty() {
                step.notes.push_str(if step.notes.is_empty() { "" } else { "\n" });
                step.notes.push_str(record.notes.as_str());
            }
            step.exited_at = record.exited_at;
            step.duration = step.duration + record.duration_seconds;
            step.active = step.active + record.active_seconds;
            step.superseded = record.superseded;
            step.can_be_changed = record.can_be_changed();
            position
        } else {
            steps.push(Step {
                number: steps.len() + 1,
                visits: vec![record.id],
                node_type: record.node_type,
                title: record.title.clone(),
                answer: record.answer.clone(),
                notes: record.notes.as_str().to_owned(),
                entered_at: record.entered_at,
                exited_at: record.exited_at,
                duration: record.duration_seconds,
                active: record.active_seconds,
                superseded: record.superseded,
                can_be_changed: record.can_be_changed(),
            });
            steps.len() - 1
        };
        if record.is_interrupted() {
            interrupted = Some((position, record));
        } else if record.node_id.is_some() {
            interrupted = None;
        }
    }
    steps
}

impl Step {
    /// The visit that a jump to this step names.
    pub fn last_visit(&self) -> Option<VisitId> {
        self.visits.last().copied()
    }
}
