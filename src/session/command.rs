//! Commands: the changes that people make to a session, the unit of sending, storing and idempotency.

use serde::{Deserialize, Serialize};

use crate::access::Actor;
use crate::id::{CommandId, UserId, VisitId};
use crate::outcome::Outcome;
use crate::text::{ClientName, Note, OutcomeNotes, Output, Problem, Reason, Scratchpad, Ticket, Title};
use crate::time::{Seconds, Timestamp};
use crate::tree::CommandValues;

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
    /// The scratchpad, where it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scratchpad: Option<Scratchpad>,
    /// What was filled into the step's commands, where that was changed; an empty value is forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<CommandValues>,
}

impl Draft {
    /// What was typed later, in place of what was typed earlier beside the same step.
    #[must_use]
    pub fn over(self, earlier: Draft) -> Draft {
        let values = match (earlier.values, self.values) {
            (Some(CommandValues(mut earlier)), Some(CommandValues(later))) => {
                earlier.extend(later);
                Some(CommandValues(earlier))
            }
            (earlier, later) => later.or(earlier),
        };
        Draft { scratchpad: self.scratchpad.or(earlier.scratchpad), values, ..self }
    }
}

/// What a command changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    Park {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
        /// Whether to put it into the account's queue, for another technician.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_someone_else: bool,
    },
    /// Go on where it was parked.
    Resume,
    /// Begin an ad-hoc step: something that is not in the tree.
    Detour {
        /// What is done.
        title: Title,
    },
    /// The ad-hoc step is done; the walk stands where it was.
    EndDetour,
    /// Say how much of a visit was not work (timing rule 6).
    SetIdle {
        /// The visit, open or finished.
        visit_id: VisitId,
        /// Seconds that do not count as active, of all absences together.
        idle_seconds: Seconds,
        /// Why; needed once the session is completed, and for a session that somebody else holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// Tell the authors of the tree what is wrong with a step.
    ReportProblem {
        /// A visit of the step.
        visit_id: VisitId,
        /// What is wrong.
        problem: Problem,
    },
    /// Become the holder of a session that waits for another technician.
    TakeOver,
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
        /// Why; becomes the outcome notes where nobody wrote any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
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
    /// Stop the clock for now, and go on later oneself.
    pub const PARK: Self = Self::Park { reason: None, for_someone_else: false };

    /// Close from a list, without a word about it.
    pub fn close_as(outcome: Outcome) -> Self {
        Self::Close { outcome, reason: None }
    }

    /// The name as stored.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Choose { .. } => "choose",
            Self::Continue => "continue",
            Self::Back => "back",
            Self::Jump { .. } => "jump",
            Self::Park { .. } => "park",
            Self::Resume => "resume",
            Self::Detour { .. } => "detour",
            Self::EndDetour => "end_detour",
            Self::SetIdle { .. } => "set_idle",
            Self::ReportProblem { .. } => "report_problem",
            Self::TakeOver => "take_over",
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
    /// What was jotted down beside the walk.
    #[serde(default)]
    pub scratchpad: Scratchpad,
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
            Action::PARK,
            Action::Detour { title: Title::parse("asked a colleague").unwrap() },
            Action::EndDetour,
            Action::SetIdle { visit_id, idle_seconds: Seconds(60), reason: None },
            Action::ReportProblem { visit_id, problem: Problem::parse("out of date").unwrap() },
            Action::TakeOver,
            Action::Resume,
            Action::Note { visit_id, notes },
            Action::Output { visit_id, output: Output::default() },
            Action::Complete { outcome, notes: OutcomeNotes::default(), next_steps: OutcomeNotes::default() },
            Action::Abandon,
            Action::close_as(outcome),
            Action::UndoClose,
            Action::EditFacts { facts: Facts::default() },
            Action::CorrectOutcome { outcome, reason: Reason::parse("misread").unwrap() },
            Action::Reassign { holder: UserId(visit_id.0) },
        ] {
            let sent = serde_json::to_value(&action).unwrap();
            let name = sent.as_object().and_then(|sent| sent.keys().next().cloned());
            assert_eq!(name.as_deref().or(sent.as_str()), Some(action.name()));
        }
    }
}
