//! Doing one thing with many sessions that were selected in the history.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::Reason;

use super::support::{backend, choice, field, id};
use crate::backend::history::Selected;
use crate::error::AppError;
use crate::error::Fault;
use crate::pages::history::told::told;
use crate::respond;
use crate::ui::Query;

/// What every form about selected sessions sends along.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EachForm {
    /// The sessions: an id and the revision that the page showed, with a full stop between them.
    #[serde(default)]
    pub sessions: Vec<String>,
    /// The command's id, the same for each session.
    pub command_id: String,
    /// What the page was asked for.
    #[serde(default)]
    pub query: String,
}

impl EachForm {
    fn selected(&self) -> Result<Vec<Selected>, AppError> {
        if self.sessions.is_empty() {
            return Err(AppError::invalid("sessions", Fault::NotChosen));
        }
        let read = |one: &String| {
            let (session, revision) = one.split_once('.').ok_or(AppError::Malformed)?;
            Ok(Selected { id: id(session)?, revision: id(revision)? })
        };
        self.sessions.iter().map(read).collect()
    }

    /// Carries the action out on each and goes back to the list, saying what became of them.
    async fn carry_out(&self, action: Action, done: &str) -> Result<(), AppError> {
        let each = backend()?.change_each(id(&self.command_id)?, self.selected()?, action).await?;
        let is_list = |page: &String| page.split('?').next() == Some("/sessions");
        let page = respond::referring_page().filter(is_list).map(|page| page.trim_start_matches("/sessions").to_owned());
        let query = Query::parse(page.as_ref().unwrap_or(&self.query));
        respond::redirect(&told(query, done, &each).href("/sessions"));
        Ok(())
    }
}

/// Closes sessions as cancelled, each as of its last activity.
#[server(endpoint = "close_sessions", prefix = "/api")]
pub async fn close_sessions(#[server(flatten)] form: EachForm, #[server(default)] reason: String) -> Result<(), AppError> {
    form.selected()?;
    let reason = Some(field("reason", &reason, Reason::parse)?);
    form.carry_out(Action::Close { outcome: Outcome::Cancelled, reason }, "closed-each").await
}

/// Takes closes back.
#[server(endpoint = "undo_closes", prefix = "/api")]
pub async fn undo_closes(#[server(flatten)] form: EachForm) -> Result<(), AppError> {
    form.carry_out(Action::UndoClose, "reopened-each").await
}

/// Gives active sessions to another technician.
#[server(endpoint = "reassign_sessions", prefix = "/api")]
pub async fn reassign_sessions(#[server(flatten)] form: EachForm, #[server(default)] holder: String) -> Result<(), AppError> {
    form.selected()?;
    form.carry_out(Action::Reassign { holder: choice("holder", &holder)? }, "reassigned-each").await
}

/// Goes to a file of the sessions, with the columns that the page shows.
#[server(endpoint = "download_sessions", prefix = "/api")]
pub async fn download_sessions(#[server(flatten)] form: EachForm, #[server(default)] format: String) -> Result<(), AppError> {
    let path = match format.as_str() {
        "csv" => "/sessions.csv",
        "jsonl" => "/sessions.jsonl",
        _ => return Err(AppError::Malformed),
    };
    let ids: Vec<SessionId> = form.selected()?.into_iter().map(|one| one.id).collect();
    if backend()?.selected_rows(ids.clone()).await?.is_empty() {
        return Err(AppError::NotFound);
    }
    let columns = Query::parse(&form.query).all("columns").fold(Query::default(), |columns, name| columns.and("columns", name));
    let asked = ids.iter().fold(columns, |query, id| query.and("session", &id.to_string()));
    respond::redirect(&asked.href(path));
    Ok(())
}
