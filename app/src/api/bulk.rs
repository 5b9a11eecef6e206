//! Actions on sessions that were selected in the history.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use leptos::prelude::*;
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::Reason;

use super::support::{backend, choice, field, id};
use crate::backend::history::{BulkAction, BulkReport, Selected};
use crate::error::AppError;
use crate::error::Fault;
use crate::query::Query;
use crate::respond;

/// Fields of every form about sessions that were selected in the history.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BulkForm {
    /// The sessions as [`Selected`] writes them.
    #[serde(default)]
    pub sessions: Vec<String>,
    /// Id of the command, the same for each session, so that sending the form twice changes one thing.
    pub command_id: String,
    /// Query of the history page, to which the answer leads back.
    #[serde(default)]
    pub query: String,
}

impl BulkForm {
    fn selected(&self) -> Result<Vec<Selected>, AppError> {
        if self.sessions.is_empty() {
            return Err(AppError::invalid("sessions", Fault::NotChosen));
        }
        self.sessions.iter().map(|one| one.parse()).collect()
    }

    /// Carries the action out on each session and goes back to the list with the results.
    async fn carry_out(&self, action: Action, done: BulkAction) -> Result<(), AppError> {
        let results = backend()?.change_selected(id(&self.command_id)?, self.selected()?, action).await?;
        let is_list = |page: &String| page.split('?').next() == Some("/sessions");
        let page = respond::referring_page().filter(is_list).map(|page| page.trim_start_matches("/sessions").to_owned());
        let query = Query::parse(page.as_ref().unwrap_or(&self.query));
        respond::redirect(&BulkReport::write(query, done, &results).href("/sessions"));
        Ok(())
    }
}

/// Closes selected sessions as cancelled, each as of its last activity.
#[server(endpoint = "close_sessions", prefix = "/api")]
pub async fn close_sessions(#[server(flatten)] form: BulkForm, #[server(default)] reason: String) -> Result<(), AppError> {
    form.selected()?;
    let reason = Some(field("reason", &reason, Reason::parse)?);
    form.carry_out(Action::Close { outcome: Outcome::Cancelled, reason }, BulkAction::Close).await
}

/// Takes the closes of selected sessions back, which parks them.
#[server(endpoint = "undo_closes", prefix = "/api")]
pub async fn undo_closes(#[server(flatten)] form: BulkForm) -> Result<(), AppError> {
    form.carry_out(Action::UndoClose, BulkAction::Reopen).await
}

/// Gives selected active sessions to another technician, whose user id is `holder`.
#[server(endpoint = "reassign_sessions", prefix = "/api")]
pub async fn reassign_sessions(#[server(flatten)] form: BulkForm, #[server(default)] holder: String) -> Result<(), AppError> {
    form.selected()?;
    form.carry_out(Action::Reassign { holder: choice("holder", &holder)? }, BulkAction::Reassign).await
}

/// Redirects to a file of the selected sessions, in the format `csv`, `xlsx` or `jsonl`, with the columns of the page.
#[server(endpoint = "download_sessions", prefix = "/api")]
pub async fn download_sessions(#[server(flatten)] form: BulkForm, #[server(default)] format: String) -> Result<(), AppError> {
    let path = match format.as_str() {
        "csv" => "/sessions.csv",
        "xlsx" => "/sessions.xlsx",
        "jsonl" => "/sessions.jsonl",
        _ => return Err(AppError::Malformed),
    };
    let ids: Vec<SessionId> = form.selected()?.into_iter().map(|one| one.id).collect();
    if backend()?.selected_rows(ids.clone()).await?.is_empty() {
        return Err(AppError::NotFound);
    }
    let columns = Query::parse(&form.query).all("columns").fold(Query::default(), |columns, name| columns.and("columns", name));
    let file = ids.iter().fold(columns, |query, id| query.and("session", &id.to_string()));
    respond::redirect(&file.href(path));
    Ok(())
}
