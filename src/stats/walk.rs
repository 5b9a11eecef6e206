//! Walk: an ended session as integers. It has no text, so there is nothing in it to be erased later.

use chrono::NaiveDate;

use super::{NodeKey, Way};
use crate::id::{SessionId, UserId};
use crate::outcome::Outcome;
use crate::session::VersionRef;
use crate::time::{Seconds, Timestamp};
use crate::timing::Totals;
use crate::tree::NodeType;

/// A session that counts: it has an outcome and was not cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// Session.
    pub session: SessionId,
    /// Version that it walked.
    pub version: VersionRef,
    /// Technician who held it at its end.
    pub holder: UserId,
    /// Outcome, never cancelled.
    pub outcome: Outcome,
    /// Instant of entry of the first step.
    pub started_at: Timestamp,
    /// Instant of exit of the last visit, however late the session was closed.
    pub completed_at: Timestamp,
    /// Local date of `completed_at` in the account's zone: the day that it counts for.
    pub ended_on: NaiveDate,
    /// Total, parked and active time.
    pub totals: Totals,
    /// Marks for questions of trust.
    pub flags: Flags,
    /// Steps as the trail prints them, superseded and ad-hoc ones among them.
    pub steps: Vec<WalkStep>,
}

/// Step of a walk: visits of one node, merged as the trail prints them, or an ad-hoc step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkStep {
    /// Node; of an ad-hoc step, the one that it interrupted.
    pub node: NodeKey,
    /// Type of the node as it was then, or custom for an ad-hoc step.
    pub node_type: NodeType,
    /// Way in which it was left; none for the last one, at which the walk ended, and for an ad-hoc step.
    pub left_by: Option<Way>,
    /// True if going back or a jump took it out of the final path.
    pub superseded: bool,
    /// Elapsed time, without interruptions.
    pub elapsed: Seconds,
    /// Elapsed time less what was said not to be work.
    pub active: Seconds,
    /// Part of the elapsed time in visits whose entry or exit is by a browser's clock.
    pub by_browser: Seconds,
    /// Number of its visits that ended by parking.
    pub parks: u16,
}

impl WalkStep {
    /// True for a step that is not in the tree.
    pub fn is_ad_hoc(&self) -> bool {
        self.node_type == NodeType::Custom
    }
}

/// Marks of a walk, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(pub i16);

impl Flags {
    /// Some instant is by a browser's clock.
    pub const BROWSER_CLOCK: Self = Self(1);
    /// It was closed, from a list or by leaving the walk, and not completed in it.
    pub const CLOSED: Self = Self(2);
    /// Some of its time was said not to be work.
    pub const AWAY: Self = Self(4);
    /// It has no ticket.
    pub const NO_TICKET: Self = Self(8);
    /// It follows up another session.
    pub const FOLLOW_UP: Self = Self(16);
    /// It changed hands.
    pub const HANDED_OVER: Self = Self(32);
    /// Every mark, in the order of their bits.
    pub const ALL: [Self; 6] = [Self::BROWSER_CLOCK, Self::CLOSED, Self::AWAY, Self::NO_TICKET, Self::FOLLOW_UP, Self::HANDED_OVER];

    /// True if it has all marks of `other`.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These marks and, where it holds, another.
    #[must_use]
    pub fn with(self, other: Self, holds: bool) -> Self {
        if holds { Self(self.0 | other.0) } else { self }
    }
}
