//! What is going on at a moment: sessions without an outcome.

use resolutionflow::id::SessionId;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;

/// Open sessions of an account at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Now {
    /// Server's time at which they were read.
    pub as_of: Timestamp,
    /// The account's zone.
    pub zone: Zone,
    /// True while sessions of before are being counted, so that the p90 of no step is known.
    pub is_counting: bool,
    /// Sessions with an open step.
    pub running: Listed<RunningNow>,
    /// Sessions that wait for somebody else to take them, those that have waited longest first.
    pub queue: Listed<ParkedNow>,
    /// Other parked sessions, those that were parked first before others.
    pub parked: Listed<ParkedNow>,
}

/// The first sessions of a kind, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// The first of them.
    pub rows: Vec<T>,
    /// Number of all.
    pub all: i64,
}

/// An open session, as its row names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Its id.
    pub id: SessionId,
    /// The ticket; empty if there is none.
    pub ticket: String,
    /// The client; empty if there is none.
    pub client: String,
    /// Name of its tree, in its version.
    pub tree: String,
    /// That version's number.
    pub version: u32,
    /// Title of the step: of the open one, or of the last one before it was parked.
    pub step: String,
    /// Name of the technician who holds it.
    pub technician: String,
}

/// A running session.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningNow {
    /// The session.
    pub session: OpenSession,
    /// True at an ad-hoc step, which is none of the tree's.
    pub is_ad_hoc: bool,
    /// Active time at the step so far.
    pub at_step: Seconds,
    /// p90 of the active times of the step; none where too few are known.
    pub p90: Option<Seconds>,
    /// First instant at which the session is past its budget, if it goes on; none without one.
    pub budget: Option<Timestamp>,
    /// The same of the step's budget.
    pub step_budget: Option<Timestamp>,
}

/// A parked session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedNow {
    /// The session.
    pub session: OpenSession,
    /// End of its last visit.
    pub since: Timestamp,
    /// Reason that was given; empty if none was.
    pub reason: String,
}

impl Now {
    /// Number of parked sessions, those in the queue among them.
    pub fn parked(&self) -> i64 {
        self.parked.all + self.queue.all
    }

    /// Number of running sessions that have been at their step for longer than its p90, of those that were read.
    pub fn past(&self) -> i64 {
        self.running.rows.iter().filter(|running| running.is_past()).count() as i64
    }
}

impl<T> Listed<T> {
    /// Number of those without a row.
    pub fn others(&self) -> i64 {
        self.all - self.rows.len() as i64
    }
}

impl RunningNow {
    /// True if its time at the step is more than the p90 of the step.
    pub fn is_past(&self) -> bool {
        self.p90.is_some_and(|p90| self.at_step > p90)
    }

    /// Instant from which the time at the step counts: as long ago as that is.
    pub fn since(&self, as_of: Timestamp) -> Timestamp {
        as_of.plus(-i64::try_from(self.at_step.0).unwrap_or(0))
    }

    /// First instant at which it is past the p90 of the step, if it goes on; none where that is not known.
    pub fn past_at(&self, as_of: Timestamp) -> Option<Timestamp> {
        Some(self.since(as_of).plus(i64::try_from(self.p90?.0).ok()?.saturating_add(1)))
    }
}
