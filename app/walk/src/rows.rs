//! The trail of a running session: its finished steps and the open one.

use std::hash::{Hash, Hasher};

use resolutionflow::decision::DecisionRecord;
use resolutionflow::session::{Session, Step, trail};
use resolutionflow::text::Note;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Node;

/// Row of the trail: one step of the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The step. The open one lasts until now and has the notes of its earlier visits alone: those of the open visit stand in their field.
    pub step: Step,
    /// True for the open step.
    pub here: bool,
}

impl Row {
    /// Hash of what the trail shows of the step at `now`: two rows with the same one look the same.
    pub fn look(&self, now: Timestamp) -> u64 {
        let Self { step, here } = self;
        let Step { number, node_type, title, answer, duration, superseded, can_be_changed, .. } = step;
        let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
        // The timer of the open step runs on from where it began.
        let since = here.then(|| now.plus(-i64::try_from(duration.0).unwrap_or(i64::MAX)));
        (since, number, node_type, title, answer, duration, superseded, can_be_changed, step.last_visit()).hash(&mut hasher);
        hasher.finish()
    }
}

/// FNV-1a, which weighs less in the browser than std's hasher: nobody gains by two rows that look the same.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Rows of the trail of a session that stands at `node`: one a step, the open one among them, with its duration up to `now`. The visits of
/// an interrupted step that goes on make one row (timing rule 5).
pub fn rows(session: &Session, node: &Node, now: Timestamp) -> Vec<Row> {
    let open = session.so_far(Some(node), now).map(|record| DecisionRecord { notes: Note::default(), ..record });
    let open_id = open.as_ref().map(|record| record.id);
    // Before anything else can be answered anew, an ad-hoc step has to be ended.
    let in_tree = session.open_visit().is_none_or(|visit| visit.detour.is_none());
    let row = |step: Step| Row {
        here: open_id.is_some() && step.last_visit() == open_id,
        step: Step { can_be_changed: step.can_be_changed && in_tree, ..step },
    };
    trail(session.records.iter().chain(&open)).into_iter().map(row).collect()
}
