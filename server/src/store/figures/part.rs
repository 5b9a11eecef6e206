//! Parts of figures as they are read: a sum of walks, or a walk that is added or taken away.

use chrono::{DateTime, NaiveDate, Utc};
use resolutionflow::stats::Walk;
use uuid::Uuid;

use super::row::WalkRow;

/// A sum, where it has `figures`; otherwise a walk.
pub(super) struct Part {
    /// 1 where it is added, −1 where it is taken away.
    pub sign: i32,
    pub tree_id: Uuid,
    pub version_number: i32,
    pub day: NaiveDate,
    /// Of a sum by node.
    pub node: Option<i64>,
    pub figures: Option<Vec<u8>>,
    pub session_id: Option<Uuid>,
    pub holder_id: Option<Uuid>,
    pub outcome: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
    pub total_seconds: Option<i64>,
    pub active_seconds: Option<i64>,
    pub parked_seconds: Option<i64>,
    pub flags: Option<i16>,
    pub steps: Option<Vec<u8>>,
}

impl Part {
    /// The walk of a part that is no sum.
    pub(super) fn walk(self) -> Result<Walk, sqlx::Error> {
        let missing = || sqlx::Error::RowNotFound;
        Walk::try_from(WalkRow {
            session_id: self.session_id.ok_or_else(missing)?,
            tree_id: self.tree_id,
            version_number: self.version_number,
            holder_id: self.holder_id.ok_or_else(missing)?,
            outcome: self.outcome.ok_or_else(missing)?,
            started_at: self.started_at.ok_or_else(missing)?,
            completed_at: self.completed_at.ok_or_else(missing)?,
            ended_on: self.day,
            total_seconds: self.total_seconds.ok_or_else(missing)?,
            active_seconds: self.active_seconds.ok_or_else(missing)?,
            parked_seconds: self.parked_seconds.ok_or_else(missing)?,
            flags: self.flags.ok_or_else(missing)?,
            steps: self.steps.ok_or_else(missing)?,
        })
    }
}
