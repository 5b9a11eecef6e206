//! The open visit, and the record that it leaves when it ends.

use serde::{Deserialize, Serialize};

use crate::decision::{ClockSource, DecisionRecord, Extra, LeftBy};
use crate::id::{UserId, VisitId};
use crate::text::{Note, Title};
use crate::time::{Seconds, Timestamp};
use crate::tree::{Node, NodeId, NodeType};

/// Open visit: the step that the holder is at, since its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Id, the same as of the command that opened it.
    pub id: VisitId,
    /// Node; during an ad-hoc step, the one that it interrupts.
    pub node_id: NodeId,
    /// Title of the ad-hoc step; none at a step of the tree.
    #[serde(default)]
    pub detour: Option<Title>,
    /// Instant of entry.
    pub entered_at: Timestamp,
    /// Clock that gave it.
    #[serde(default)]
    pub clock: ClockSource,
    /// Notes so far.
    pub notes: Note,
    /// Time that was not work, as far as the technician said; no more than had elapsed then (timing rule 6).
    #[serde(default)]
    pub idle: Seconds,
}

impl Visit {
    /// Visit that begins at `entered_at`, by that clock.
    pub(super) fn new(id: VisitId, node_id: NodeId, entered_at: Timestamp, clock: ClockSource) -> Self {
        Self { id, node_id, detour: None, entered_at, clock, notes: Note::default(), idle: Seconds(0) }
    }

    /// Record of the visit with its end at `exited_at`, by that clock, or at its entry where that is later (timing rule 2).
    pub(super) fn record(
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
            clock: if self.clock == ClockSource::Client { self.clock } else { clock },
            extra: Extra::default(),
        }
    }
}
