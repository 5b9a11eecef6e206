//! Commands: the changes that people make to a session, the unit of sending, storing and idempotency.

use serde::{Deserialize, Serialize};

use crate::access::Actor;
use crate::id::{CommandId, UserId, VisitId};
use crate::outcome::Outcome;
use crate::text::{ClientName, Note, OutcomeNotes, Output, Reason, Ticket};
use crate::time::Timestamp;

/// One change to a session, as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Made by whoever sends it. The visit that it opens, if it opens one, takes the same id.
    pub id: CommandId,
    /// The revision that the person saw.
    pub base_revision: u32,
    /// When it was made by the browser's clock, corrected by the measured offset; none from a plain form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// What was typed beside the open step and not saved yet: it is kept whatever was pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// What to change.
    pub action: Action,
}

/// What was typed beside the open step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The open step that it was typed beside.
    pub visit_id: Option<VisitId>,
    /// Its notes.
    pub notes: Note,
    /// What its commands printed.
    pub output: Output,
}

/// What a command changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Action {
    /// Answer the open decision.
    Choose {
        /// The option.
        option_id: String,
    },
    /// The open action is done.
    Continue,
    /// To the latest step that can be answered anew.
    Back,
    /// To an earlier step, to change its answer.
    Jump {
        /// The record of that step.
        record_id: VisitId,
    },
    /// Stop the clock for now.
    Park,
    /// Go on where it was parked.
    Resume,
    /// Save the notes of a step, open or finished.
    Note {
        /// The step.
        visit_id: VisitId,
        /// The new notes.
        notes: Note,
    },
    /// Save what the commands of a step printed.
    Output {
        /// The step.
        visit_id: VisitId,
        /// What they printed.
        output: Output,
    },
    /// End the walk now with one of the four outcomes.
    Complete {
        /// The answer to "Did this resolve the issue?".
        outcome: Outcome,
        /// What it means here.
        notes: OutcomeNotes,
        /// What happens next.
        next_steps: OutcomeNotes,
    },
    /// End the walk now as cancelled: it was the wrong tree.
    Abandon,
    /// Close from a list, as of the last activity.
    Close {
        /// Any outcome.
        outcome: Outcome,
    },
    /// Take a close back within ten minutes.
    UndoClose,
    /// Change what the session says about itself.
    EditFacts {
        /// What it says from now on.
        facts: Facts,
    },
    /// Change the outcome of a completed session.
    CorrectOutcome {
        /// What it should have been.
        outcome: Outcome,
        /// Why.
        reason: Reason,
    },
    /// Give an active session to another technician.
    Reassign {
        /// The new holder.
        holder: UserId,
    },
}

impl Action {
    /// The name as stored.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Choose { .. } => "choose",
            Self::Continue => "continue",
            Self::Back => "back",
            Self::Jump { .. } => "jump",
            Self::Park => "park",
            Self::Resume => "resume",
            Self::Note { .. } => "note",
            Self::Output { .. } => "output",
            Self::Complete { .. } => "complete",
            Self::Abandon => "abandon",
            Self::Close { .. } => "close",
            Self::UndoClose => "undo_close",
            Self::EditFacts { .. } => "edit_facts",
            Self::CorrectOutcome { .. } => "correct_outcome",
            Self::Reassign { .. } => "reassign",
        }
    }
}

/// What a session says about itself: the ticket it is for and how it went, editable during and after the walk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The ticket's number; empty if there is none.
    pub ticket: Ticket,
    /// The client's name; empty if none was given.
    pub client: ClientName,
    /// What the outcome means here.
    pub outcome_notes: OutcomeNotes,
    /// What happens next.
    pub next_steps: OutcomeNotes,
}

/// A command that was carried out, as remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What was sent.
    pub command: Command,
    /// By whom.
    pub by: UserId,
}

/// What to do with a command that arrives (timing rule 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// It was carried out before: answer as the first time, change nothing.
    Repeated,
    /// Carry it out.
    New,
}

/// Why a command is not even looked at; both are HTTP 409.
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

/// Looks the id up before the revision, so that a retry is answered even though the session has moved on. `seen` is the
/// receipt under the command's id, if there is one.
///
/// # Errors
/// [`Conflict`].
pub fn receive(revision: u32, seen: Option<&Receipt>, command: &Command, by: &Actor) -> Result<Reception, Conflict> {
    match seen {
        Some(receipt) if receipt.command == *command && receipt.by == by.user_id => Ok(Reception::Repeated),
        Some(_) => Err(Conflict::DifferentContent),
        None if command.base_revision == revision => Ok(Reception::New),
        None => Err(Conflict::Stale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_stored_under_the_name_that_it_is_sent_with() {
        let visit_id = VisitId(uuid::Uuid::nil());
        let (outcome, notes) = (Outcome::Resolved, Note::default());
        for action in [
            Action::Choose { option_id: "yes".into() },
            Action::Continue,
            Action::Back,
            Action::Jump { record_id: visit_id },
            Action::Park,
            Action::Resume,
            Action::Note { visit_id, notes },
            Action::Output { visit_id, output: Output::default() },
            Action::Complete { outcome, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() },
            Action::Abandon,
            Action::Close { outcome },
            Action::UndoClose,
            Action::EditFacts { facts: Facts::default() },
            Action::CorrectOutcome { outcome, reason: Reason::parse("misread").unwrap() },
            Action::Reassign { holder: UserId(visit_id.0) },
        ] {
            assert_eq!(serde_json::to_value(&action).unwrap()["type"], action.name());
        }
    }
}
