//! Deeds: the one rule of who may do what with a session. Commands are refused, buttons shown and menus offered by it.

use serde::{Deserialize, Serialize};

use super::{Refusal, Session, UNDO_WINDOW};
use crate::access::{Actor, Deed};
use crate::id::UserId;
use crate::time::Timestamp;

/// Permissions of an actor on a session at one moment; `Err` is the reason for which one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deeds {
    /// Take steps, park, resume, complete and abandon the walk.
    pub walk: Result<(), Refusal>,
    /// Change notes and output of a step, report a problem with it.
    pub note: Result<(), Refusal>,
    /// Edit the facts and the active time.
    pub edit: Result<(), Refusal>,
    /// Close it from a list with an outcome, while it is active.
    pub close: Result<(), Refusal>,
    /// Undo its close; `Ok` has the last instant for that.
    pub undo_close: Result<Timestamp, Refusal>,
    /// Correct its outcome, once it is completed.
    pub correct: Result<(), Refusal>,
    /// Give it to another technician, while it is active.
    pub reassign: Result<(), Refusal>,
    /// Become its holder, while it waits for another technician.
    pub take_over: Result<(), Refusal>,
}

impl Deeds {
    /// No permission at all.
    pub const NONE: Self = Self {
        walk: Err(Refusal::NotYours),
        note: Err(Refusal::NotYours),
        edit: Err(Refusal::NotYours),
        close: Err(Refusal::NotYours),
        undo_close: Err(Refusal::NotYours),
        correct: Err(Refusal::NotYours),
        reassign: Err(Refusal::NotYours),
        take_over: Err(Refusal::NotYours),
    };
}

/// Holder and state of a session, on which permissions depend. Lists know them without loading its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Custody {
    /// Technician who holds the session and alone may walk it.
    pub holder: UserId,
    /// False once the session is completed.
    pub is_active: bool,
    /// True while it waits in the queue for another technician.
    pub waits_for_someone: bool,
    /// Instant of its close from a list, or of abandoning it; none where it is active or was completed.
    pub closed_at: Option<Timestamp>,
}

impl Custody {
    /// Permissions of an actor at `now`. Only the holder changes a session, except that a manager closes, reassigns and corrects
    /// any, and that anybody takes over one that waits.
    pub fn deeds(&self, by: &Actor, now: Timestamp) -> Deeds {
        let allow = |is_allowed: bool| if is_allowed { Ok(()) } else { Err(Refusal::NotYours) };
        let active = if self.is_active { Ok(()) } else { Err(Refusal::Completed) };
        let completed = if self.is_active { Err(Refusal::StillActive) } else { Ok(()) };
        let holds = by.user_id == self.holder;
        let oversees = by.role.may(Deed::OverseeSessions);
        let holder = allow(holds);
        let holder_or_manager = allow(holds || oversees);
        Deeds {
            walk: holder.and(active),
            note: holder,
            edit: holder_or_manager,
            close: holder_or_manager.and(active),
            undo_close: holder_or_manager.and_then(|()| {
                let closed_at = self.closed_at.filter(|closed_at| now.since(*closed_at) <= UNDO_WINDOW);
                closed_at.map(|closed_at| closed_at.plus(UNDO_WINDOW.0 as i64)).ok_or(Refusal::TooLateToUndo)
            }),
            correct: holder_or_manager.and(completed),
            reassign: allow(oversees).and(active),
            take_over: if holds { Err(Refusal::Yours) } else { allow(self.waits_for_someone) },
        }
    }
}

impl Session {
    /// Permissions of an actor on this session at `now`, by [`Custody::deeds`].
    pub fn deeds(&self, by: &Actor, now: Timestamp) -> Deeds {
        let completion = self.completion();
        let custody = Custody {
            holder: self.holder,
            is_active: completion.is_none(),
            waits_for_someone: self.waits_for_someone(),
            closed_at: completion.and_then(|completion| completion.closed.as_ref()).map(|closing| closing.at),
        };
        custody.deeds(by, now)
    }
}
