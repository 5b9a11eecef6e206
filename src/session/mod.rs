//! A session: one walk through one version of a tree for one ticket. A state machine; commands drive it, [`Session::apply`]
//! is the only way to change one, and it runs on the server and in the browser alike.

mod apply;
mod command;
mod refusal;
mod trail;
mod wire;

use serde::{Deserialize, Serialize};

use crate::access::Actor;
use crate::decision::{ClockSource, DecisionRecord, Extra, LeftBy};
use crate::id::{SessionId, TreeId, UserId, VisitId};
use crate::outcome::Outcome;
use crate::text::{Note, Reason, Title};
use crate::time::{Seconds, Timestamp};
use crate::timing::Totals;
use crate::tree::{CommandValues, Node, NodeId, NodeType, Tree};

pub use command::{Action, Command, Conflict, Draft, Facts, Receipt, Reception, receive};
pub use refusal::Refusal;
pub use trail::{Step, trail};

/// The most decision records of a session.
pub const MAX_RECORDS: usize = 2_000;
/// How long a close can be taken back.
pub const UNDO_WINDOW: Seconds = Seconds(600);

/// One walk through one version of a tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The id of the command that started it.
    pub id: SessionId,
    /// The version it is pinned to.
    pub version: VersionRef,
    /// The technician who may change it.
    pub holder: UserId,
    /// How many commands were carried out since the start.
    pub revision: u32,
    /// When its first step was entered.
    pub started_at: Timestamp,
    /// The last sign of work on it.
    pub last_activity_at: Timestamp,
    /// Finished visits, in the order in which they were made.
    pub records: Vec<DecisionRecord>,
    /// Where it stands.
    pub phase: Phase,
    /// What it says about itself.
    pub facts: Facts,
    /// What was filled into its commands so far.
    #[serde(default)]
    pub values: CommandValues,
    /// The session that this one follows up.
    pub follows: Option<SessionId>,
}

/// A version of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VersionRef {
    /// The tree.
    pub tree_id: TreeId,
    /// 1, 2, 3 …
    pub number: u32,
}

/// Where a session stands. The first two are `active`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Somebody is at a node; its visit is open.
    Running(Visit),
    /// The clock stands; it goes on at this node.
    Parked {
        /// The node.
        node_id: NodeId,
        /// Why.
        #[serde(default)]
        reason: Option<Reason>,
        /// Whether it waits for another technician, in the account's queue.
        #[serde(default)]
        for_someone_else: bool,
    },
    /// It has an outcome.
    Completed(Completion),
}

/// The open visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The id of the command that opened it.
    pub id: VisitId,
    /// Where; during an ad-hoc step, where the walk stands meanwhile.
    pub node_id: NodeId,
    /// What is done instead that is not in the tree; none at a step of the tree.
    #[serde(default)]
    pub detour: Option<Title>,
    /// Since when.
    pub entered_at: Timestamp,
    /// What was noted so far.
    pub notes: Note,
    /// How much of it was not work, as far as the technician said (timing rule 6).
    #[serde(default)]
    pub idle: Seconds,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// With which outcome.
    pub outcome: Outcome,
    /// The exit of the last visit.
    pub completed_at: Timestamp,
    /// Who closed it when, if it was closed rather than completed.
    pub closed: Option<Closing>,
}

/// A close from a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// Why, if that is what the outcome notes say: where there were none before.
    pub reason: Option<Reason>,
}

impl Visit {
    /// A visit of a node that begins now.
    fn new(id: VisitId, node_id: NodeId, entered_at: Timestamp) -> Self {
        Self { id, node_id, detour: None, entered_at, notes: Note::default(), idle: Seconds(0) }
    }

    /// Its record when it ends at `exited_at`, or at once where that lies before its beginning (timing rule 2).
    fn record(
        &self,
        node: Option<&Node>,
        technician_id: UserId,
        exited_at: Timestamp,
        left_by: LeftBy,
        clock: ClockSource,
    ) -> DecisionRecord {
        let exited_at = exited_at.max(self.entered_at);
        let duration = exited_at.since(self.entered_at);
        let (node_id, node_type, title) = match &self.detour {
            Some(title) => (None, NodeType::Custom, title.to_string()),
            None => {
                let title = node.map_or_else(|| self.node_id.to_string(), |node| node.title.clone());
                (Some(self.node_id.clone()), node.map_or(NodeType::Action, Node::node_type), title)
            }
        };
        DecisionRecord {
            id: self.id,
            node_id,
            node_type,
            title,
            option_id: None,
            answer: None,
            notes: self.notes.clone(),
            entered_at: self.entered_at,
            exited_at,
            duration_seconds: duration,
            active_seconds: duration.less(self.idle),
            left_by,
            technician_id,
            superseded: false,
            clock,
            extra: Extra::default(),
        }
    }
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
        let visit = Visit::new(VisitId(id.0), tree.root().clone(), now);
        Self {
            id,
            version,
            holder: by.user_id,
            revision: 0,
            started_at: now,
            last_activity_at: now,
            records: Vec::new(),
            phase: Phase::Running(visit),
            facts,
            values: CommandValues::default(),
            follows,
        }
    }

    /// The open visit, if the session is running.
    pub fn open_visit(&self) -> Option<&Visit> {
        match &self.phase {
            Phase::Running(visit) => Some(visit),
            Phase::Parked { .. } | Phase::Completed(_) => None,
        }
    }

    /// How it ended, if it did.
    pub fn completion(&self) -> Option<&Completion> {
        match &self.phase {
            Phase::Completed(completion) => Some(completion),
            Phase::Running(_) | Phase::Parked { .. } => None,
        }
    }

    /// The node it stands at, or stood at when it ended; none only for a completed session without a record.
    pub fn node_id(&self) -> Option<&NodeId> {
        match &self.phase {
            Phase::Running(visit) => Some(&visit.node_id),
            Phase::Parked { node_id, .. } => Some(node_id),
            Phase::Completed(_) => self.last_node(),
        }
    }

    /// The exit of the last finished visit, or the start.
    pub fn last_exit(&self) -> Timestamp {
        self.records.last().map_or(self.started_at, |record| record.exited_at)
    }

    /// Its times as of `now`: the open visit counts up to there.
    pub fn totals(&self, now: Timestamp) -> Totals {
        let mut totals = Totals::of(&self.records);
        if let Some(visit) = self.open_visit() {
            let open = now.since(visit.entered_at);
            totals.total = totals.total + open;
            totals.active = totals.active + open.less(visit.idle);
            totals.parked = totals.parked + visit.entered_at.since(self.last_exit());
        }
        totals
    }

    /// The open visit as if it ended now, for the trail, which merges it into the step that it goes on with. `node` is the one
    /// it is at. Calling it parked keeps it from counting as a step that can be answered anew.
    pub fn so_far(&self, node: Option<&Node>, now: Timestamp) -> Option<DecisionRecord> {
        Some(self.open_visit()?.record(node, self.holder, now, LeftBy::Parked, ClockSource::Server))
    }

    /// The record that Back leads to.
    pub fn back_target(&self) -> Option<&DecisionRecord> {
        self.open_visit().filter(|visit| visit.detour.is_none())?;
        self.records.iter().rev().find(|record| record.can_be_changed())
    }

    /// When the last activity was after a beat: somebody did something on the page of the walk at `at` by the browser's
    /// clock, without a command (timing rule 7). None where that changes nothing.
    pub fn beat(&self, by: &Actor, at: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let at = at.min(now);
        (self.open_visit().is_some() && by.user_id == self.holder && at > self.last_activity_at).then_some(at)
    }

    /// Whether it is parked and waits for another technician.
    pub fn waits_for_someone(&self) -> bool {
        matches!(self.phase, Phase::Parked { for_someone_else: true, .. })
    }

    /// How much of a visit was said not to be work; none if there is no such visit.
    pub fn idle(&self, visit_id: VisitId) -> Option<Seconds> {
        if let Some(visit) = self.open_visit().filter(|visit| visit.id == visit_id) {
            return Some(visit.idle);
        }
        let record = self.records.iter().find(|record| record.id == visit_id)?;
        Some(record.duration_seconds.less(record.active_seconds))
    }

    /// Whether a close can still be taken back.
    pub fn can_undo_close(&self, now: Timestamp) -> bool {
        self.completion().and_then(|completion| completion.closed.as_ref()).is_some_and(|closing| now.since(closing.at) <= UNDO_WINDOW)
    }

    fn last_node(&self) -> Option<&NodeId> {
        self.records.iter().rev().find_map(|record| record.node_id.as_ref())
    }
}
