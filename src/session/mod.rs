//! Session: one walk through one version of a tree for one ticket. A state machine that commands drive: [`Session::apply`] is the
//! only way to change one, on the server and in the browser alike.

mod action;
mod annotate;
mod apply;
mod command;
mod deeds;
mod event;
mod facts;
mod fingerprint;
mod refusal;
mod size;
mod trail;
#[cfg(feature = "server")]
mod typed;
mod untimed;
mod visit;
mod wire;

use serde::{Deserialize, Serialize};

use crate::access::Actor;
use crate::decision::{ClockSource, DecisionRecord, LeftBy};
use crate::id::{SessionId, TreeId, UserId, VisitId};
use crate::outcome::Outcome;
use crate::text::Reason;
use crate::time::{Seconds, Timestamp};
use crate::timing::Totals;
use crate::tree::{CommandValues, Node, NodeId, Tree};

pub use action::Action;
pub use command::{Command, Conflict, Draft, Receipt, Reception, receive};
pub use deeds::{Custody, Deeds};
pub use event::{Applied, Event};
pub use facts::Facts;
pub use fingerprint::Fingerprint;
pub use refusal::Refusal;
pub use size::{MAX_NOTES, MAX_OUTPUT, NearlyFull, OutputSizes};
pub use trail::{Step, add_text, trail};
pub use visit::Visit;

/// Most decision records of a session: a visit whose record would not fit is not opened.
pub const MAX_RECORDS: usize = 2_000;
/// Time after a close in which it can be undone: ten minutes.
pub const UNDO_WINDOW: Seconds = Seconds(600);

/// One walk through one version of a tree, for one ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Id, the same as of the command that started it.
    pub id: SessionId,
    /// Version of the tree that it walks, whatever is published later.
    pub version: VersionRef,
    /// Technician who walks it; others may do only what [`Session::deeds`] says.
    pub holder: UserId,
    /// Instant at which the holder got it from another one; none for the one who started it.
    #[serde(default)]
    pub handed_over_at: Option<Timestamp>,
    /// Number of commands carried out since the start.
    pub revision: u32,
    /// Instant of entry of the first step.
    pub started_at: Timestamp,
    /// Instant of the last sign of work on it: a command, saved notes or a heartbeat (timing rule 7).
    pub last_activity_at: Timestamp,
    /// Finished visits, in the order in which they ended.
    pub records: Vec<DecisionRecord>,
    /// State: running, parked or completed.
    pub phase: Phase,
    /// Ticket, client, scratchpad, outcome notes and next steps.
    pub facts: Facts,
    /// Values for placeholders of commands, as far as they were typed.
    #[serde(default)]
    pub values: CommandValues,
    /// Bytes of what its commands printed, by visit; those of visits without output are left out.
    #[serde(default)]
    pub output_sizes: OutputSizes,
    /// Id of the session that this one follows up.
    pub follows: Option<SessionId>,
}

/// Reference to a published version of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VersionRef {
    /// Id of the tree.
    pub tree_id: TreeId,
    /// Number of the version: 1, 2, 3 …
    pub number: u32,
}

/// State of a session. The first two are `active`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A visit is open, and its clock runs.
    Running(Visit),
    /// No visit is open, so no clock runs, until the session is resumed.
    Parked {
        /// Node at which it resumes.
        node_id: NodeId,
        /// Reason, if one was given.
        #[serde(default)]
        reason: Option<Reason>,
        /// True if it waits in the account's queue for another technician.
        #[serde(default)]
        for_someone_else: bool,
    },
    /// The session has an outcome; it was completed, abandoned or closed.
    Completed(Completion),
}

/// End of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Outcome.
    pub outcome: Outcome,
    /// Instant of exit of the last visit (timing rule 3).
    pub completed_at: Timestamp,
    /// Close; none if the walk was completed.
    pub closed: Option<Closing>,
}

/// Close of a session from a list, or by abandoning its walk, in place of completing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Instant of the close, which may be long after the session's end, its last activity (timing rule 7).
    pub at: Timestamp,
    /// User who closed it.
    pub by: UserId,
    /// Reason, if it became the outcome notes because there were none.
    pub reason: Option<Reason>,
}

impl Session {
    /// Starts a walk at the root of the tree; the first visit takes the session's id.
    pub fn start(
        id: SessionId,
        version: VersionRef,
        tree: &Tree,
        by: &Actor,
        facts: Facts,
        follows: Option<SessionId>,
        now: Timestamp,
    ) -> Self {
        let visit = Visit::new(VisitId(id.0), tree.root().clone(), now, ClockSource::Server);
        Self {
            id,
            version,
            holder: by.user_id,
            handed_over_at: None,
            revision: 0,
            started_at: now,
            last_activity_at: now,
            records: Vec::new(),
            phase: Phase::Running(visit),
            facts,
            values: CommandValues::default(),
            output_sizes: OutputSizes::default(),
            follows,
        }
    }

    /// Open visit, if the session is running.
    pub fn open_visit(&self) -> Option<&Visit> {
        match &self.phase {
            Phase::Running(visit) => Some(visit),
            Phase::Parked { .. } | Phase::Completed(_) => None,
        }
    }

    /// End of the session, whether its walk was completed or the session was closed or abandoned; none while it runs or is parked.
    pub fn completion(&self) -> Option<&Completion> {
        match &self.phase {
            Phase::Completed(completion) => Some(completion),
            Phase::Running(_) | Phase::Parked { .. } => None,
        }
    }

    /// Present node, or the last one of a completed session; none only if that has no record of a node.
    pub fn node_id(&self) -> Option<&NodeId> {
        match &self.phase {
            Phase::Running(visit) => Some(&visit.node_id),
            Phase::Parked { node_id, .. } => Some(node_id),
            Phase::Completed(_) => self.last_node(),
        }
    }

    /// Instant of exit of the last finished visit, or the start of the session.
    pub fn last_exit(&self) -> Timestamp {
        self.records.last().map_or(self.started_at, |record| record.exited_at)
    }

    /// Total, active and parked time (timing rule 3) as of `now`, up to which the open visit counts, or the time since it was parked.
    pub fn totals(&self, now: Timestamp) -> Totals {
        let mut totals = Totals::of(&self.records);
        match &self.phase {
            Phase::Running(visit) => {
                let open = now.since(visit.entered_at);
                totals.total = totals.total + open;
                totals.active = totals.active + open.less(visit.idle);
                totals.parked = totals.parked + visit.entered_at.since(self.last_exit());
            }
            Phase::Parked { .. } => totals.parked = totals.parked + now.since(self.last_exit()),
            Phase::Completed(_) => {}
        }
        totals
    }

    /// Record of the open visit as if it ended now, for the trail, which merges it into the step that it continues; none if no
    /// visit is open. `node` is its node. As a parked one it does not count as a step that can be answered anew.
    pub fn so_far(&self, node: Option<&Node>, now: Timestamp) -> Option<DecisionRecord> {
        Some(self.open_visit()?.record(node, self.holder, now, LeftBy::Parked, ClockSource::Server))
    }

    /// Record of the step that Back leads to (timing rule 4); none at the first step, in a detour, and while no visit is open.
    pub fn back_target(&self) -> Option<&DecisionRecord> {
        self.open_visit().filter(|visit| visit.detour.is_none())?;
        self.records.iter().rev().find(|record| record.can_be_changed())
    }

    /// Instant of last activity after a heartbeat: the page reports input at `at`, by the browser's clock, without a command (timing
    /// rule 7). None if the heartbeat changes nothing.
    pub fn beat(&self, by: &Actor, at: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let at = at.min(now);
        (self.open_visit().is_some() && by.user_id == self.holder && at > self.last_activity_at).then_some(at)
    }

    /// True if it is parked and waits for another technician.
    pub fn waits_for_someone(&self) -> bool {
        matches!(self.phase, Phase::Parked { for_someone_else: true, .. })
    }

    /// Idle time of a visit, which does not count as active; none if there is no such visit.
    pub fn idle(&self, visit_id: VisitId) -> Option<Seconds> {
        if let Some(visit) = self.open_visit().filter(|visit| visit.id == visit_id) {
            return Some(visit.idle);
        }
        let record = self.records.iter().find(|record| record.id == visit_id)?;
        Some(record.duration_seconds.less(record.active_seconds))
    }

    fn last_node(&self) -> Option<&NodeId> {
        self.records.iter().rev().find_map(|record| record.node_id.as_ref())
    }
}
