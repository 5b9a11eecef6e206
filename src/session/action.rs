//! Actions: what a command can change. Everything that one says about itself stands here, matched without a wildcard, so that
//! the compiler asks a new one for it; its effect is in [`super::apply`].

use serde::{Deserialize, Serialize};
use serde_json::json;
use strum::{IntoStaticStr, VariantNames};

use super::{Deeds, Facts, Refusal, Session};
use crate::access::Actor;
use crate::audit::{AuditAction, Change};
use crate::id::{UserId, VisitId};
use crate::outcome::Outcome;
use crate::text::{Note, OutcomeNotes, Output, Problem, Reason, Title};
use crate::time::Seconds;
use crate::tree::Tree;

/// Change of a session that a command asks for.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Answers the decision that is open, and goes to the node that the answer leads to.
    Choose {
        /// Id of the option.
        option_id: String,
    },
    /// Finishes the action that is open, and goes to the node that follows.
    Continue,
    /// Returns to the latest step that can be answered anew (timing rule 4).
    Back,
    /// Returns to an earlier step, to change its answer (timing rule 4).
    Jump {
        /// Last visit of that step.
        record_id: VisitId,
    },
    /// Ends the open visit and stops the clock until the session is resumed (timing rule 5).
    Park {
        /// Reason, if one was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
        /// Puts the session into the account's queue, for another technician.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_someone_else: bool,
    },
    /// Opens a new visit of the node at which the session was parked.
    Resume,
    /// Begins an ad-hoc step: something that is not in the tree.
    Detour {
        /// Title of the step.
        title: Title,
    },
    /// Ends the ad-hoc step and reopens the step that it interrupted.
    EndDetour,
    /// Sets how much of a visit was not work (timing rule 6).
    SetIdle {
        /// Visit, open or finished.
        visit_id: VisitId,
        /// Seconds that do not count as active, of all absences together; cut to what has elapsed of the visit.
        idle_seconds: Seconds,
        /// Reason. Required once the session is completed, and where another technician holds it or recorded the visit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// Reports a problem with a step to the authors of the tree.
    ReportProblem {
        /// A visit of the step.
        visit_id: VisitId,
        /// Description.
        problem: Problem,
    },
    /// Makes the actor the holder of a session that waits for another technician.
    TakeOver,
    /// Saves the notes of a step, open or finished.
    Note {
        /// Visit of that step.
        visit_id: VisitId,
        /// New notes, in place of the old ones.
        notes: Note,
        /// Reason. Required for a step that another technician recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// Saves what the commands of a step printed.
    Output {
        /// Visit of that step.
        visit_id: VisitId,
        /// New output, in place of the old one.
        output: Output,
    },
    /// Ends the walk now, at whatever step, with one of [`Outcome::OF_A_WALK`].
    Complete {
        /// Answer to "Did this resolve the issue?".
        outcome: Outcome,
        /// Notes on the outcome.
        notes: OutcomeNotes,
        /// Next steps.
        next_steps: OutcomeNotes,
    },
    /// Ends the walk now as cancelled: it was the wrong tree.
    Abandon,
    /// Closes the session from a list, as of its last activity (timing rule 7).
    Close {
        /// Any of the six outcomes.
        outcome: Outcome,
        /// Reason. Becomes the outcome notes where there are none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// Reopens a session as parked, within [`super::UNDO_WINDOW`] of its close.
    UndoClose,
    /// Replaces ticket, client, scratchpad, outcome notes and next steps.
    EditFacts {
        /// New facts.
        facts: Facts,
    },
    /// Replaces the outcome of a completed session.
    CorrectOutcome {
        /// New outcome.
        outcome: Outcome,
        /// Reason, for the audit trail.
        reason: Reason,
    },
    /// Gives an active session to another technician. A running one is parked as of its last activity (timing rule 7).
    Reassign {
        /// New holder.
        holder: UserId,
    },
}

impl Action {
    /// Names of all actions, in the order of the variants.
    pub const NAMES: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// Parks the session without a reason, for the holder to resume later.
    pub const PARK: Self = Self::Park { reason: None, for_someone_else: false };

    /// Close of a session from a list with that outcome, without a reason.
    pub fn close_as(outcome: Outcome) -> Self {
        Self::Close { outcome, reason: None }
    }

    /// Name in the database and in JSON, in snake case: `end_detour`.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Checks the one permission that the action needs among those that its actor has.
    ///
    /// # Errors
    /// [`Refusal`], the reason for which that permission is missing.
    pub(super) fn permitted_by(&self, deeds: &Deeds) -> Result<(), Refusal> {
        match self {
            // Said of any session, also of one that is completed.
            Self::Complete { outcome, .. } if !outcome.ends_a_walk() && deeds.walk != Err(Refusal::NotYours) => Err(Refusal::NotAnEnd),
            Self::Choose { .. }
            | Self::Continue
            | Self::Back
            | Self::Jump { .. }
            | Self::Park { .. }
            | Self::Resume
            | Self::Detour { .. }
            | Self::EndDetour
            | Self::Complete { .. }
            | Self::Abandon => deeds.walk,
            Self::Note { .. } | Self::Output { .. } | Self::ReportProblem { .. } => deeds.note,
            Self::EditFacts { .. } | Self::SetIdle { .. } => deeds.edit,
            Self::Close { .. } => deeds.close,
            Self::UndoClose => deeds.undo_close.map(|_| ()),
            Self::CorrectOutcome { .. } => deeds.correct,
            Self::Reassign { .. } => deeds.reassign,
            Self::TakeOver => deeds.take_over,
        }
    }

    /// True for actions that lists offer without opening the session. They count as no activity, are never made offline, and always
    /// take the server's time (timing rule 8).
    pub fn is_from_a_list(&self) -> bool {
        matches!(self, Self::Close { .. } | Self::UndoClose | Self::Reassign { .. } | Self::TakeOver)
    }

    /// Entry of the audit trail for the action, which led from the session `before` to `after`. None for steps of a walk, which are their own record, and
    /// where nothing differs.
    pub(super) fn audit(&self, before: &Session, after: &Session, by: &Actor) -> Option<Change> {
        let outcome = || before.completion().map(|completion| json!({"outcome": completion.outcome}));
        let holder = |id: UserId| Some(json!({"holder": id}));
        let (action, was, is) = match self {
            Self::EditFacts { facts } => (AuditAction::EditFacts, Some(json!(before.facts)), Some(json!(facts))),
            Self::CorrectOutcome { outcome: corrected, reason } => {
                (AuditAction::CorrectOutcome, outcome(), Some(json!({"outcome": corrected, "reason": reason})))
            }
            Self::Close { outcome, reason: None } => (AuditAction::Close, None, Some(json!({"outcome": outcome}))),
            Self::Close { outcome, reason } => (AuditAction::Close, None, Some(json!({"outcome": outcome, "reason": reason}))),
            Self::Abandon => (AuditAction::Abandon, None, Some(json!({"outcome": Outcome::Cancelled}))),
            Self::UndoClose => (AuditAction::UndoClose, outcome(), None),
            Self::TakeOver => (AuditAction::TakeOver, holder(before.holder), holder(by.user_id)),
            Self::Reassign { holder: next } => (AuditAction::Reassign, holder(before.holder), holder(*next)),
            Self::SetIdle { visit_id, reason, .. } => {
                // What holders say of the step that they are at changes no record.
                if by.user_id == before.holder && before.open_visit().is_some_and(|visit| visit.id == *visit_id) {
                    return None;
                }
                let active =
                    |idle: Seconds, reason: Option<&Reason>| Some(json!({"visit": visit_id, "idle_seconds": idle, "reason": reason}));
                (AuditAction::SetIdle, active(before.idle(*visit_id)?, None), active(after.idle(*visit_id)?, reason.as_ref()))
            }
            Self::Note { visit_id, notes, reason } => {
                let record = before.records.iter().find(|record| record.id == *visit_id)?;
                let text = |notes: &Note| Some(json!({"visit": visit_id, "notes": notes}));
                let with_reason = |reason: &Reason| json!({"visit": visit_id, "notes": notes, "reason": reason});
                (AuditAction::Note, text(&record.notes), reason.as_ref().map(with_reason).or_else(|| text(notes)))
            }
            Self::Choose { .. }
            | Self::Continue
            | Self::Back
            | Self::Jump { .. }
            | Self::Park { .. }
            | Self::Resume
            | Self::Detour { .. }
            | Self::EndDetour
            | Self::ReportProblem { .. }
            | Self::Output { .. }
            | Self::Complete { .. } => return None,
        };
        (was != is).then_some(Change { action, before: was, after: is })
    }

    /// One-line summary of the action on the session, shown if the server rejects it: `“Is it plugged in?”: Yes, it is`.
    pub(super) fn summary(&self, session: &Session, tree: &Tree) -> String {
        let here = session.node_id().and_then(|id| tree.node(id));
        let title = here.map_or("", |node| node.title.as_str());
        match self {
            Self::Choose { option_id } => {
                let answer = here.and_then(|node| node.option(option_id)).map_or(option_id.as_str(), |option| option.label.as_str());
                format!("“{title}”: {answer}")
            }
            Self::Continue => format!("Done: “{title}”"),
            Self::Back => format!("Back from “{title}”"),
            Self::Jump { record_id } => {
                let record = session.records.iter().find(|record| record.id == *record_id);
                format!("Back to “{}”", record.map_or("", |record| record.title.as_str()))
            }
            Self::Park { reason: None, .. } => format!("Parked at “{title}”"),
            Self::Park { reason: Some(reason), .. } => format!("Parked at “{title}”: {reason}"),
            Self::Resume => format!("Resumed at “{title}”"),
            Self::Note { notes, .. } => format!("Noted: {notes}"),
            Self::Detour { title } => format!("Not in the tree: “{title}”"),
            Self::EndDetour => "Back to the tree".to_owned(),
            Self::ReportProblem { problem, .. } => format!("Problem with “{title}”: {problem}"),
            Self::Output { output, .. } => format!("Output: {}", output.as_str()),
            Self::Complete { outcome, notes, next_steps } => {
                let texts = [notes, next_steps].into_iter().filter(|text| !text.is_empty()).map(|text| format!(" {text}"));
                format!("Completed as {}.{}", outcome.word(), texts.collect::<String>())
            }
            Self::SetIdle { idle_seconds, .. } => format!("Not counted as active: {idle_seconds}"),
            // Never made in a walk.
            Self::TakeOver
            | Self::Abandon
            | Self::Close { .. }
            | Self::UndoClose
            | Self::EditFacts { .. }
            | Self::CorrectOutcome { .. }
            | Self::Reassign { .. } => self.name().replace('_', " "),
        }
    }
}
