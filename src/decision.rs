//! Decision records: finished visits, as stored in `sessions.decisions`.

use serde::{Deserialize, Serialize};

use crate::id::{UserId, VisitId};
use crate::text::Note;
use crate::time::{Seconds, Timestamp};
use crate::tree::{NodeId, NodeType};
use crate::wire::wire;

/// Action that ended a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftBy {
    /// An option was chosen.
    Answered,
    /// The action was done.
    Continued,
    /// Back to the step before.
    Back,
    /// To an earlier step, to change its answer.
    Jumped,
    /// An ad-hoc step began.
    Detour,
    /// The session was parked.
    Parked,
    /// The session was completed.
    Completed,
    /// The session was closed from a list.
    Closed,
}

/// Clock by which a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSource {
    /// The server's.
    Server,
    /// The browser's, corrected and clamped (timing rule 8).
    Client,
}

/// The fields of a record that this version does not know. A browser never writes records, so it need not keep them.
#[cfg(feature = "server")]
pub type Extra = serde_json::Map<String, serde_json::Value>;
/// The fields of a record that this version does not know: a browser never writes records, so it does not keep them.
#[cfg(not(feature = "server"))]
pub type Extra = ();

/// A finished visit. Fields of other writers survive a read and write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Id of the visit.
    pub id: VisitId,
    /// Node; none for an ad-hoc step.
    #[serde(default)]
    pub node_id: Option<NodeId>,
    /// Type of the step.
    pub node_type: NodeType,
    /// Title of the node as it read then.
    pub title: String,
    /// Chosen option.
    #[serde(default)]
    pub option_id: Option<String>,
    /// Label of the option as it read then.
    #[serde(default)]
    pub answer: Option<String>,
    /// Notes.
    #[serde(default)]
    pub notes: Note,
    /// Entry.
    pub entered_at: Timestamp,
    /// Exit, never before `entered_at`.
    pub exited_at: Timestamp,
    /// Elapsed: `exited_at - entered_at`, in seconds.
    pub duration_seconds: Seconds,
    /// Elapsed less what the technician said was not work, in seconds.
    pub active_seconds: Seconds,
    /// Way in which it was left.
    pub left_by: LeftBy,
    /// Technician who was there.
    pub technician_id: UserId,
    /// True if going back took it out of the steps that fixed the issue. Its time still counts.
    #[serde(default)]
    pub superseded: bool,
    /// Clock by which it was left.
    pub clock: ClockSource,
    /// Fields of other writers.
    #[cfg_attr(feature = "server", serde(flatten))]
    #[cfg_attr(not(feature = "server"), serde(skip))]
    pub extra: Extra,
}

wire! {
    enum LeftBy {
        "answered" => Answered,
        "continued" => Continued,
        "back" => Back,
        "jumped" => Jumped,
        "detour" => Detour,
        "parked" => Parked,
        "completed" => Completed,
        "closed" => Closed,
    }
    enum ClockSource { "server" => Server, "client" => Client }
    struct DecisionRecord {
        id, node_id = default, node_type, title, option_id = default, answer = default, notes = default, entered_at, exited_at,
        duration_seconds, active_seconds, left_by, technician_id, superseded = default, clock, extra = unread,
    }
}

impl DecisionRecord {
    /// True if Back and a jump may lead here: to an answered or finished step of the present path.
    pub fn can_be_changed(&self) -> bool {
        self.node_id.is_some() && !self.superseded && matches!(self.left_by, LeftBy::Answered | LeftBy::Continued)
    }

    /// True if the next visit of the same node continues the step (timing rule 5; an undone close parks).
    pub fn is_interrupted(&self) -> bool {
        matches!(self.left_by, LeftBy::Parked | LeftBy::Detour | LeftBy::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_the_fields_of_the_request_and_keeps_those_of_others() {
        let stored = serde_json::json!({
            "id": "0192f0c1-2345-7abc-8def-0123456789ab",
            "node_id": "one-user",
            "node_type": "decision",
            "title": "Is it one user?",
            "option_id": "one",
            "answer": "Only this one",
            "notes": "",
            "entered_at": "2026-02-10T09:15:00Z",
            "exited_at": "2026-02-10T09:17:30Z",
            "duration_seconds": 150,
            "active_seconds": 150,
            "left_by": "answered",
            "technician_id": "0192f0c1-0000-7abc-8def-0123456789ab",
            "superseded": false,
            "clock": "server",
            "mood": {"of": "another writer", "score": 0.123_456_789_012_345_68_f64},
        });
        let record: DecisionRecord = serde_json::from_value(stored.clone()).unwrap();
        assert_eq!(record.duration_seconds, record.exited_at.since(record.entered_at));
        assert_eq!(serde_json::to_value(&record).unwrap(), stored);
    }
}
