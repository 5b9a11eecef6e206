//! Texts of commands in the form in which they are kept. A form's are parsed when it is read; a browser, which has no tables of Unicode,
//! sends them as they were typed.

use super::{Action, Command, Draft, Facts, Refusal};
use crate::text::{ClientName, Note, OutcomeNotes, Output, Problem, Reason, Scratchpad, TextError, Ticket, Title};

impl Command {
    /// The command with its texts in the form in which they are kept.
    ///
    /// # Errors
    /// [`Refusal::Full`] for a text that is longer in that form than it may be, [`Refusal::WrongStep`] for an ad-hoc step with nothing to
    /// see in its title, [`Refusal::ReasonNeeded`] for such a reason where there must be one.
    pub(super) fn in_kept_form(&self) -> Result<Self, Refusal> {
        let draft = self.draft.as_ref().map(Draft::in_kept_form).transpose().map_err(refusal)?;
        Ok(Self { draft, action: self.action.in_kept_form()?, ..self.clone() })
    }
}

impl Draft {
    fn in_kept_form(&self) -> Result<Self, TextError> {
        let Self { visit_id, notes, output, scratchpad, values } = self;
        Ok(Self {
            visit_id: *visit_id,
            notes: Note::parse(notes.as_str())?,
            output: Output::parse(output.as_str())?,
            scratchpad: scratchpad.as_ref().map(|scratchpad| Scratchpad::parse(scratchpad.as_str())).transpose()?,
            values: values.clone(),
        })
    }
}

impl Facts {
    fn in_kept_form(&self) -> Result<Self, TextError> {
        let Self { scratchpad, ticket, client, outcome_notes, next_steps } = self;
        Ok(Self {
            scratchpad: Scratchpad::parse(scratchpad.as_str())?,
            ticket: Ticket::parse(ticket.as_str())?,
            client: ClientName::parse(client.as_str())?,
            outcome_notes: OutcomeNotes::parse(outcome_notes.as_str())?,
            next_steps: OutcomeNotes::parse(next_steps.as_str())?,
        })
    }
}

impl Action {
    fn in_kept_form(&self) -> Result<Self, Refusal> {
        let mut action = self.clone();
        match &mut action {
            Self::Detour { title } => {
                *title = Title::parse(title.as_str()).map_err(|error| match error {
                    TextError::Empty => Refusal::WrongStep,
                    TextError::TooLong { .. } | TextError::TooLarge { .. } => Refusal::Full,
                })?;
            }
            Self::Park { reason, .. } | Self::SetIdle { reason, .. } | Self::Close { reason, .. } => *reason = visible(reason.take())?,
            Self::Note { notes, reason, .. } => {
                *notes = Note::parse(notes.as_str()).map_err(refusal)?;
                *reason = visible(reason.take())?;
            }
            Self::CorrectOutcome { reason, .. } => *reason = Reason::parse(reason.as_str()).map_err(refusal)?,
            Self::ReportProblem { problem, .. } => *problem = Problem::parse(problem.as_str()).map_err(refusal)?,
            Self::Output { output, .. } => *output = Output::parse(output.as_str()).map_err(refusal)?,
            Self::Complete { notes, next_steps, .. } => {
                *notes = OutcomeNotes::parse(notes.as_str()).map_err(refusal)?;
                *next_steps = OutcomeNotes::parse(next_steps.as_str()).map_err(refusal)?;
            }
            Self::EditFacts { facts } => *facts = facts.in_kept_form().map_err(refusal)?,
            Self::Choose { .. }
            | Self::Continue
            | Self::Back
            | Self::Jump { .. }
            | Self::Resume
            | Self::EndDetour
            | Self::TakeOver
            | Self::Abandon
            | Self::UndoClose
            | Self::Reassign { .. } => {}
        }
        Ok(action)
    }
}

/// A reason that need not be there; none where there is nothing to see in it.
fn visible(reason: Option<Reason>) -> Result<Option<Reason>, Refusal> {
    match reason.map(|reason| Reason::parse(reason.as_str())) {
        None | Some(Err(TextError::Empty)) => Ok(None),
        Some(parsed) => parsed.map(Some).map_err(refusal),
    }
}

fn refusal(error: TextError) -> Refusal {
    match error {
        TextError::Empty => Refusal::ReasonNeeded,
        TextError::TooLong { .. } | TextError::TooLarge { .. } => Refusal::Full,
    }
}
