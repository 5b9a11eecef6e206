//! From a walk to its row, and back.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use resolutionflow::id::{SessionId, TreeId, UserId};
use resolutionflow::session::VersionRef;
use resolutionflow::stats::{Ending, Flags, Mark, Walk, Way, decode_steps, final_path};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::timing::Totals;
use uuid::Uuid;

use crate::store::{decode, positive};

/// Columns of a walk of which its figures are made.
pub(super) struct WalkRow {
    pub session_id: Uuid,
    pub tree_id: Uuid,
    pub version_number: i32,
    pub holder_id: Uuid,
    pub outcome: String,
    pub started_at: DateTime<Utc>,
    pub completed_at: DateTime<Utc>,
    pub ended_on: NaiveDate,
    pub total_seconds: i64,
    pub active_seconds: i64,
    pub parked_seconds: i64,
    pub flags: i16,
    pub steps: Vec<u8>,
}

/// A [`WalkRow`] of a query's row that has more columns than these.
macro_rules! walk_row {
    ($row:ident) => {
        $crate::store::figures::row::WalkRow {
            session_id: $row.session_id,
            tree_id: $row.tree_id,
            version_number: $row.version_number,
            holder_id: $row.holder_id,
            outcome: $row.outcome,
            started_at: $row.started_at,
            completed_at: $row.completed_at,
            ended_on: $row.ended_on,
            total_seconds: $row.total_seconds,
            active_seconds: $row.active_seconds,
            parked_seconds: $row.parked_seconds,
            flags: $row.flags,
            steps: $row.steps,
        }
    };
}
pub(super) use walk_row;

impl TryFrom<WalkRow> for Walk {
    type Error = sqlx::Error;

    fn try_from(row: WalkRow) -> Result<Self, sqlx::Error> {
        let seconds = |number: i64| Seconds(u64::try_from(number).unwrap_or(0));
        Ok(Self {
            session: SessionId(row.session_id),
            version: version(row.tree_id, row.version_number),
            holder: UserId(row.holder_id),
            outcome: row.outcome.parse().map_err(decode)?,
            started_at: Timestamp::from_utc(row.started_at),
            completed_at: Timestamp::from_utc(row.completed_at),
            ended_on: row.ended_on,
            totals: Totals { total: seconds(row.total_seconds), active: seconds(row.active_seconds), parked: seconds(row.parked_seconds) },
            flags: Flags(row.flags),
            steps: decode_steps(&row.steps).map_err(decode)?,
        })
    }
}

pub(super) fn version(tree: Uuid, number: i32) -> VersionRef {
    VersionRef { tree_id: TreeId(tree), number: positive(number) }
}

/// What the history finds a walk by.
pub(super) struct Marks {
    pub ending: &'static str,
    pub exit_node: Option<i64>,
    /// Nodes that it was at.
    pub visited: Vec<i64>,
    /// Options that it chose, taken back or not.
    pub chosen: Vec<i64>,
    /// Nodes that ad-hoc steps interrupted.
    pub interrupted: Vec<i64>,
    /// Its final path.
    pub path: i64,
}

impl Marks {
    pub(super) fn of(walk: &Walk) -> Self {
        let once = |keys: &mut dyn Iterator<Item = i64>| keys.collect::<BTreeSet<_>>().into_iter().collect();
        let chosen = |way| if let Way::Option(option) = way { Some(option.0) } else { None };
        Self {
            ending: ending(walk.ending()),
            exit_node: walk.exit().map(|step| step.node.0),
            visited: once(&mut walk.trail().map(|one| one.step.node.0)),
            chosen: once(&mut walk.trail().filter_map(|one| one.left_by.and_then(chosen))),
            interrupted: once(&mut walk.steps.iter().filter(|step| step.is_ad_hoc()).map(|step| step.node.0)),
            path: Mark::of_path(&final_path(&walk.steps)).0,
        }
    }
}

/// Name of a way to end, in the column `ending`.
pub(crate) fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::End => "end",
        Ending::Early => "early",
        Ending::Drop => "drop",
        Ending::Other => "other",
    }
}

pub(super) fn whole(duration: Seconds) -> i64 {
    i64::try_from(duration.0).unwrap_or(i64::MAX)
}
