//! Walks of one step, and figures of them.

use uuid::Uuid;

use crate::id::{SessionId, TreeId, UserId};
use crate::outcome::Outcome;
use crate::session::VersionRef;
use crate::stats::{Figures, Flags, NodeKey, SessionFigures, Walk, WalkStep};
use crate::time::{Seconds, Timestamp};
use crate::timing::Totals;
use crate::tree::{NodeId, NodeType};

/// A walk of one step at a node of a type.
pub(super) fn walk(outcome: Outcome, active: u64, node: &str, node_type: NodeType) -> Walk {
    let step = WalkStep {
        node: NodeKey::of(&NodeId(node.to_owned())),
        node_type,
        left_by: None,
        superseded: false,
        elapsed: Seconds(active),
        active: Seconds(active),
        by_browser: Seconds(0),
        parks: 0,
    };
    Walk {
        session: SessionId(Uuid::nil()),
        version: VersionRef { tree_id: TreeId(Uuid::nil()), number: 1 },
        holder: UserId(Uuid::nil()),
        outcome,
        started_at: Timestamp::from_unix(0),
        completed_at: Timestamp::from_unix(0),
        ended_on: chrono::NaiveDate::default(),
        totals: Totals { total: Seconds(active), active: Seconds(active), parked: Seconds(0) },
        flags: Flags::default(),
        steps: vec![step],
    }
}

/// Figures of walks that ended at a solution.
pub(super) fn sessions(walks: &[(Outcome, u64)]) -> SessionFigures {
    let mut sum = SessionFigures::default();
    for (outcome, active) in walks {
        sum += &Figures::of(&walk(*outcome, *active, "end", NodeType::Solution)).sessions;
    }
    sum
}
