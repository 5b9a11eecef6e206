//! The trail of a running session: its finished steps and the open one.

use resolutionflow::session::{Step, trail};

use crate::backend::views::WalkPage;

/// A step of the trail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The step; of the open one, up to now.
    pub(crate) step: Step,
    /// Whether it is the open one.
    pub(crate) here: bool,
}

/// Every step, the open one among them. An interrupted step that goes on is one row (timing rule 5), with the notes of its
/// earlier visits.
pub(crate) fn rows(walk: &WalkPage) -> Vec<Row> {
    let records = &walk.session.records;
    let mut rows: Vec<Row> = trail(records).into_iter().map(|step| Row { step, here: false }).collect();
    let Some(visit) = walk.session.open_visit() else { return rows };
    let elapsed = walk.now.since(visit.entered_at);
    let interrupted = records.iter().rev().find(|record| record.node_id.is_some()).filter(|record| record.is_interrupted());
    let goes_on = interrupted.filter(|record| record.node_id.as_ref() == Some(&visit.node_id)).map(|record| record.id);
    if let Some(row) = rows.iter_mut().find(|row| goes_on.is_some() && row.step.last_visit() == goes_on) {
        row.step.visits.push(visit.id);
        row.step.duration = row.step.duration + elapsed;
        row.step.active = row.step.active + elapsed;
        row.step.superseded = false;
        row.here = true;
    } else {
        let step = Step {
            number: rows.len() + 1,
            visits: vec![visit.id],
            node_type: walk.node.node_type(),
            title: walk.node.title.clone(),
            answer: None,
            notes: String::new(),
            entered_at: visit.entered_at,
            exited_at: walk.now.max(visit.entered_at),
            duration: elapsed,
            active: elapsed,
            superseded: false,
            can_be_changed: false,
        };
        rows.push(Row { step, here: true });
    }
    rows
}
