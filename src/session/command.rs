//! Commands: changes of a session as sent, the unit of sending, storing and idempotency.

use serde::{Deserialize, Serialize};

use super::{Action, Fingerprint, Session};
use crate::access::Actor;
use crate::id::{CommandId, UserId, VisitId};
use crate::text::{Note, Output, Scratchpad};
use crate::time::ClockTime;
use crate::tree::{CommandValues, Tree};

/// Change of a session as sent, to be carried out at most once (timing rule 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Id made by the sender. The visit that the command opens, if any, takes the same id.
    pub id: CommandId,
    /// Revision of the session that the sender saw; another one is a [`Conflict::Stale`].
    pub base_revision: u32,
    /// Time by the browser's clock, corrected by the measured offset; none from a plain form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<ClockTime>,
    /// Unsaved text beside the open step: it is kept, whatever was pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// Change that it asks for.
    pub action: Action,
}

/// Text typed beside the open step and not saved yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Visit that the text was typed beside; none for whichever is open.
    pub visit_id: Option<VisitId>,
    /// Notes of the visit, in place of those it has.
    pub notes: Note,
    /// Output of its commands, in place of what is stored.
    pub output: Output,
    /// Scratchpad, if it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scratchpad: Option<Scratchpad>,
    /// Values filled into the step's commands, if they were changed; an empty one is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<CommandValues>,
}

impl Command {
    /// Summary with everything that was typed: `“Is it plugged in?”: Yes, it is. Noted: rebooted.` `session` is the one it was made on.
    pub fn summary(&self, session: &Session, tree: &Tree) -> String {
        let mut summary = self.action.summary(session, tree);
        let Some(draft) = &self.draft else { return summary };
        if !draft.notes.is_empty() && !matches!(self.action, Action::Note { .. }) {
            summary.push_str(". Noted: ");
            summary.push_str(draft.notes.as_str());
        }
        if let Some(scratchpad) = draft.scratchpad.as_ref().filter(|scratchpad| !scratchpad.is_empty()) {
            summary.push_str(". Scratchpad: ");
            summary.push_str(scratchpad.as_str());
        }
        if !draft.output.as_str().is_empty() && !matches!(self.action, Action::Output { .. }) {
            summary.push_str(". Output: ");
            summary.push_str(draft.output.as_str());
        }
        summary
    }
}

impl Draft {
    /// True if it was typed beside the visit: always, where it names none.
    pub(super) fn is_beside(&self, visit: VisitId) -> bool {
        self.visit_id.is_none_or(|id| id == visit)
    }

    /// True if it has no text at all.
    pub fn is_empty(&self) -> bool {
        let Self { visit_id: _, notes, output, scratchpad, values } = self;
        notes.is_empty() && output.as_str().is_empty() && scratchpad.is_none() && values.is_none()
    }

    /// Merges this draft over an earlier one of the same step: its notes and output, and of scratchpad and values those that it
    /// has; the earlier one's are kept otherwise.
    #[must_use]
    pub fn over(self, earlier: Draft) -> Draft {
        let values = match (earlier.values, self.values) {
            (Some(CommandValues(mut earlier)), Some(CommandValues(later))) => {
                earlier.extend_from_litemap(later);
                Some(CommandValues(earlier))
            }
            (earlier, later) => later.or(earlier),
        };
        Draft { scratchpad: self.scratchpad.or(earlier.scratchpad), values, ..self }
    }
}

/// Record of a command that was carried out, by which repetitions are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Fingerprint of the command as sent.
    pub fingerprint: Fingerprint,
    /// User who sent it.
    pub by: UserId,
}

/// Treatment of an arriving command that is in no conflict (timing rule 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// Carried out before: answer as the first time, change nothing.
    Repeated,
    /// Not carried out before: to be carried out now.
    New,
}

/// Reason why a command is not tried; both are HTTP 409.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// Another command came with the same id.
    #[error("a different change was sent with the same id")]
    DifferentContent,
    /// The session has moved on since the person saw it.
    #[error("the session has moved on since this page was loaded")]
    Stale,
}

/// Decides whether an arriving command is new, a repetition or in conflict with the session at `revision`. `seen` is the receipt
/// under the command's id, if there is one. The id is compared before the revision, so that a retry is answered although the
/// session has moved on.
///
/// # Errors
/// [`Conflict::DifferentContent`] where the id was used for another command or by another user, [`Conflict::Stale`] for another
/// revision.
pub fn receive(revision: u32, seen: Option<&Receipt>, command: &Command, by: &Actor) -> Result<Reception, Conflict> {
    match seen {
        Some(receipt) if receipt.fingerprint == Fingerprint::of(command) && receipt.by == by.user_id => Ok(Reception::Repeated),
        Some(_) => Err(Conflict::DifferentContent),
        None if command.base_revision == revision => Ok(Reception::New),
        None => Err(Conflict::Stale),
    }
}
