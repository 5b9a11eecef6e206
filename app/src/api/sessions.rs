//! Changing sessions from their page and from the history.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::id::SessionId;
use resolutionflow::session::{Action, Command, Facts};
use resolutionflow::text::{ClientName, Note, OutcomeNotes, Reason, Scratchpad};
use resolutionflow::time::Seconds;

use super::support::{backend, choice, field, id, optional, ticket as parse_ticket, whole};
use crate::error::AppError;
use crate::respond;

/// Least and most minutes away from a visit that a form takes.
pub const AWAY_MINUTES: (u64, u64) = (0, 9_999_999);
/// Least and most seconds beside them.
pub const AWAY_SECONDS: (u64, u64) = (0, 59);

/// Fields that every form about a session has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SessionForm {
    /// The session's id.
    pub session: String,
    /// Id of the command, made with the form, so that sending it twice changes one thing.
    pub command_id: String,
    /// Revision of the session that the page showed, on which the change is based.
    pub base_revision: String,
}

impl SessionForm {
    /// Carries the action out and goes back to the page that the form was on, saying what was done.
    async fn carry_out(&self, action: Action, done: &str) -> Result<(), AppError> {
        let command = Command { id: id(&self.command_id)?, base_revision: id(&self.base_revision)?, at: None, draft: None, action };
        let session: SessionId = id(&self.session)?;
        backend()?.command(session, command).await?;
        let page = respond::referring_page().filter(|page| page.starts_with("/sessions")).unwrap_or_else(|| format!("/sessions/{session}"));
        let undo = format!("{session}.{}", id::<u32>(&self.base_revision)? + 1);
        respond::redirect(&with_done(&page, &if done == "closed" { format!("closed&undo={undo}") } else { done.to_owned() }));
        Ok(())
    }
}

/// The page's address with `done=…` in place of an earlier one.
fn with_done(page: &str, done: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let kept = query.split('&').filter(|pair| {
        !pair.is_empty()
            && !pair.starts_with("done=")
            && !pair.starts_with("undo=")
            && !pair.starts_with("changed=")
            && !pair.starts_with("unchanged=")
            && !pair.starts_with("from=")
            && !pair.starts_with("edit=")
    });
    let pairs: Vec<&str> = kept.collect();
    let lead = if pairs.is_empty() { String::new() } else { format!("{}&", pairs.join("&")) };
    format!("{path}?{lead}done={done}")
}

/// Closes a session in place, with an outcome, as of its last activity.
#[server(endpoint = "close_session", prefix = "/api")]
pub async fn close_session(#[server(flatten)] form: SessionForm, #[server(default)] outcome: String) -> Result<(), AppError> {
    form.carry_out(Action::close_as(choice("outcome", &outcome)?), "closed").await
}

/// Takes a close back, which parks the session.
#[server(endpoint = "undo_close", prefix = "/api")]
pub async fn undo_close(#[server(flatten)] form: SessionForm) -> Result<(), AppError> {
    form.carry_out(Action::UndoClose, "reopened").await
}

/// Changes the facts of a session: ticket, client, notes, next steps.
#[server(endpoint = "edit_facts", prefix = "/api")]
pub async fn edit_facts(
    #[server(flatten)] form: SessionForm,
    #[server(default)] ticket: String,
    #[server(default)] client: String,
    #[server(default)] outcome_notes: String,
    #[server(default)] next_steps: String,
    #[server(default)] scratchpad: String,
    #[server(default)] from: String,
) -> Result<(), AppError> {
    let facts = Facts {
        ticket: parse_ticket(&ticket).await?,
        client: field("client", &client, ClientName::parse)?,
        outcome_notes: field("outcome_notes", &outcome_notes, OutcomeNotes::parse)?,
        next_steps: field("next_steps", &next_steps, OutcomeNotes::parse)?,
        scratchpad: field("scratchpad", &scratchpad, Scratchpad::parse)?,
    };
    form.carry_out(Action::EditFacts { facts }, "saved").await?;
    // In the middle of a walk they are changed in passing.
    if from == "walk" {
        respond::redirect(&format!("/sessions/{}/walk", form.session));
    }
    Ok(())
}

/// Corrects the outcome of a completed session, with a reason.
#[server(endpoint = "correct_outcome", prefix = "/api")]
pub async fn correct_outcome(
    #[server(flatten)] form: SessionForm,
    #[server(default)] outcome: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let action = Action::CorrectOutcome { outcome: choice("outcome", &outcome)?, reason: field("reason", &reason, Reason::parse)? };
    form.carry_out(action, "corrected").await
}

/// Changes the notes of a finished step, by the id of its visit; with a reason where another technician recorded them.
#[server(endpoint = "edit_notes", prefix = "/api")]
pub async fn edit_notes(
    #[server(flatten)] form: SessionForm,
    visit: String,
    #[server(default)] notes: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let action = Action::Note {
        visit_id: id(&visit)?,
        notes: field("notes", &notes, Note::parse)?,
        reason: optional("reason", &reason, Reason::parse)?,
    };
    form.carry_out(action, "saved").await
}

/// Sets the minutes and seconds of a visit that were not work, and so do not count as active time (timing rule 6).
#[server(endpoint = "set_idle", prefix = "/api")]
pub async fn set_idle(
    #[server(flatten)] form: SessionForm,
    visit: String,
    #[server(default)] minutes: String,
    #[server(default)] seconds: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let minutes = whole("minutes", &minutes, AWAY_MINUTES)?;
    let seconds = if seconds.is_empty() { 0 } else { whole("seconds", &seconds, AWAY_SECONDS)? };
    let action = Action::SetIdle {
        visit_id: id(&visit)?,
        idle_seconds: Seconds(minutes * 60 + seconds),
        reason: optional("reason", &reason, Reason::parse)?,
    };
    form.carry_out(action, "saved").await
}

/// Takes over a session that waits for it: its new holder is the user who asks.
#[server(endpoint = "take_over", prefix = "/api")]
pub async fn take_over(#[server(flatten)] form: SessionForm) -> Result<(), AppError> {
    form.carry_out(Action::TakeOver, "taken").await?;
    respond::redirect(&format!("/sessions/{}?done=taken", form.session));
    Ok(())
}

/// Gives an active session to another technician, whose user id is `holder`.
#[server(endpoint = "reassign_session", prefix = "/api")]
pub async fn reassign_session(#[server(flatten)] form: SessionForm, #[server(default)] holder: String) -> Result<(), AppError> {
    form.carry_out(Action::Reassign { holder: choice("holder", &holder)? }, "reassigned").await
}

#[cfg(test)]
mod tests {
    use super::with_done;

    #[test]
    fn the_filters_of_the_page_stay_and_only_the_message_changes() {
        assert_eq!(with_done("/sessions?state=active&done=closed", "reopened"), "/sessions?state=active&done=reopened");
        assert_eq!(with_done("/sessions/1?edit=facts", "saved"), "/sessions/1?done=saved");
    }
}
