//! A session as those read it who are not to see its times.

use uuid::Uuid;

use super::{Completion, Phase, Session, Visit};
use crate::id::VisitId;
use crate::time::Seconds;

impl Session {
    /// The session without its times: every duration is 0, and every instant that of the start, which stays. Ids of visits become mere numbers,
    /// for theirs were made of the time. What is left says what was done and in which order, and by no field how long it took.
    #[must_use]
    pub fn without_times(mut self) -> Self {
        let start = self.started_at;
        self.last_activity_at = start;
        self.handed_over_at = self.handed_over_at.map(|_| start);
        self.output_sizes = Default::default();
        for (position, record) in (1..).zip(&mut self.records) {
            record.id = number(position);
            (record.entered_at, record.exited_at) = (start, start);
            (record.duration_seconds, record.active_seconds) = (Seconds(0), Seconds(0));
            // What another version wrote may be a time.
            record.extra = Default::default();
        }
        self.phase = match self.phase {
            Phase::Running(visit) => Phase::Running(Visit { id: number(0), entered_at: start, idle: Seconds(0), ..visit }),
            Phase::Completed(Completion { outcome, closed, .. }) => {
                let closed = closed.map(|closing| super::Closing { at: start, ..closing });
                Phase::Completed(Completion { outcome, completed_at: start, closed })
            }
            parked @ Phase::Parked { .. } => parked,
        };
        self
    }
}

/// Id of a visit that says its place and nothing else.
fn number(position: u128) -> VisitId {
    VisitId(Uuid::from_u128(position))
}
