//! The trail of a running session: its finished steps and the open one.

use resolutionflow::session::{Step, trail};
use resolutionflow::text::Note;

use crate::backend::views::WalkPage;

/// A step of the trail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The step; of the open one, up to now, with the notes of its earlier visits.
    pub(crate) step: Step,
    /// Whether it is the open one.
    pub(crate) here: bool,
}

/// Every step, the open one among them. An interrupted step that goes on is one row (timing rule 5).
pub(crate) fn rows(walk: &WalkPage) -> Vec<Row> {
    let mut records = walk.session.records.clone();
    let open = walk.session.so_far(Some(&walk.node), walk.now);
    let open_id = open.as_ref().map(|record| record.id);
    records.extend(open.map(|mut record| {
        record.notes = Note::default();
        record
    }));
    // Before anything else can be answered anew, an ad-hoc step has to be ended.
    let in_tree = walk.session.open_visit().is_none_or(|visit| visit.detour.is_none());
    let row = |step: Step| Row {
        here: open_id.is_some() && step.last_visit() == open_id,
        step: Step { can_be_changed: step.can_be_changed && in_tree, ..step },
    };
    trail(&records).into_iter().map(row).collect()
}
