//! The trail of a running session: its finished steps and the open one.

use resolutionflow::session::{Session, Step, trail};
use resolutionflow::text::Note;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Node;

/// A step of the trail.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The step; of the open one, up to now, with the notes of its earlier visits.
    pub step: Step,
    /// True for the open step.
    pub here: bool,
}

/// Every step of a session that stands at this node, the open one among them. An interrupted step that goes on is one row (timing rule 5).
pub fn rows(session: &Session, node: &Node, now: Timestamp) -> Vec<Row> {
    let mut records = session.records.clone();
    let open = session.so_far(Some(node), now);
    let open_id = open.as_ref().map(|record| record.id);
    records.extend(open.map(|mut record| {
        record.notes = Note::default();
        record
    }));
    // Before anything else can be answered anew, an ad-hoc step has to be ended.
    let in_tree = session.open_visit().is_none_or(|visit| visit.detour.is_none());
    let row = |step: Step| Row {
        here: open_id.is_some() && step.last_visit() == open_id,
        step: Step { can_be_changed: step.can_be_changed && in_tree, ..step },
    };
    trail(&records).into_iter().map(row).collect()
}
