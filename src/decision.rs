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
    /// The action, or the ad-hoc step, was done.
    Continued,
    /// The technician went back to the latest step that could be answered anew (timing rule 4).
    Back,
    /// The technician jumped to an earlier step, to change its answer (timing rule 4).
    Jumped,
    /// An ad-hoc step began (timing rule 5).
    Detour,
    /// The session was parked (timing rule 5).
    Parked,
    /// The walk was completed with an outcome.
    Completed,
    /// The session was closed from a list, or its walk was abandoned.
    Closed,
}

/// Clock that gave an instant (timing rule 8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSource {
    /// The server's.
    #[default]
    Server,
    /// The browser's, corrected by the measured offset and clamped.
    Client,
}

/// The fields of a record that this version does not know. A browser never writes records, so it need not keep them.
#[cfg(feature = "server")]
pub type Extra = serde_json::Map<String, serde_json::Value>;
/// The fields of a record that this version does not know: a browser never writes records, so it does not keep them.
#[cfg(not(feature = "server"))]
pub type Extra = ();

/// A finished visit, as an element of `sessions.decisions`. On the server, fields that this version does not know survive a read
/// and a write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Id of the visit.
    pub id: VisitId,
    /// Node of the tree; none for an ad-hoc step.
    #[serde(default)]
    pub node_id: Option<NodeId>,
    /// Type of the node, or custom for an ad-hoc step.
    pub node_type: NodeType,
    /// Title of the node as it read then, or that of the ad-hoc step.
    pub title: String,
    /// Id of the chosen option; none unless the visit was left by an answer.
    #[serde(default)]
    pub option_id: Option<String>,
    /// Label of the chosen option as it read then.
    #[serde(default)]
    pub answer: Option<String>,
    /// Notes on this visit.
    #[serde(default)]
    pub notes: Note,
    /// Instant of entry.
    pub entered_at: Timestamp,
    /// Instant of exit, never before `entered_at` (timing rule 2).
    pub exited_at: Timestamp,
    /// Elapsed: `exited_at - entered_at`, in seconds.
    pub duration_seconds: Seconds,
    /// Elapsed less what the technician said was not work, in seconds (timing rule 6).
    pub active_seconds: Seconds,
    /// Action that ended the visit.
    pub left_by: LeftBy,
    /// Holder of the session during the visit, who did its work, also where a manager ended it.
    pub technician_id: UserId,
    /// True if going back or a jump took it out of the steps that fixed the issue (timing rule 4). Its time still counts.
    #[serde(default)]
    pub superseded: bool,
    /// The browser's if that gave `entered_at` or `exited_at`, otherwise the server's.
    pub clock: ClockSource,
    /// Fields that this version does not know; the server keeps them as they are.
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
    /// True if Back and a jump may lead here: to an answered decision or a finished action that is not superseded (timing rule 4).
    pub fn can_be_changed(&self) -> bool {
        self.node_id.is_some() && !self.superseded && matches!(self.left_by, LeftBy::Answered | LeftBy::Continued)
    }

    /// True if the visit was broken off, so that the next one of the same node continues its step (timing rule 5; undoing a close
    /// leaves the session parked).
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
