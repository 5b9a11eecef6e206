//! Server functions that start a walk and take its steps.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use std::collections::BTreeMap;

use leptos::prelude::*;
use resolutionflow::session::{Action, Command, Draft, Facts};
use resolutionflow::text::{ClientName, CommandValue, Note, Output, Scratchpad};
use resolutionflow::tree::CommandValues;
use resolutionflow::walk_form;

use super::support::{backend, choice, field, id, ticket as parse_ticket};
use crate::error::AppError;
use crate::respond;

/// Starts a walk of the tree with the key `tree`; `command_id` becomes the session's id. `follows` is the id of a session that it follows
/// up, `answer` says whether a technician whose ticket was drawn for a measurement takes part.
#[server(endpoint = "start_walk", prefix = "/api")]
pub async fn start_walk(
    command_id: String,
    tree: String,
    #[server(default)] ticket: String,
    #[server(default)] client: String,
    #[server(default)] follows: String,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    let facts = Facts { ticket: parse_ticket(&ticket).await?, client: field("client", &client, ClientName::parse)?, ..Facts::default() };
    let follows = if follows.is_empty() { None } else { Some(id(&follows)?) };
    let id = id(&command_id)?;
    let session = match answer.as_str() {
        "" => backend()?.start(id, &tree, facts, follows).await?,
        answer => backend()?.start_drawn(id, &tree, facts, follows, choice("answer", answer)?).await?,
    };
    respond::redirect(&format!("/sessions/{session}/walk"));
    Ok(())
}

/// Fields that every button beside the open step sends: the state of its page, and the texts typed there.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StepForm {
    /// Id of the session.
    pub session: String,
    /// Id of the command, made with the page, so that sending the form twice changes one thing.
    pub command_id: String,
    /// Revision of the session that the page showed, on which the step is based.
    pub base_revision: String,
    /// Id of the open visit; empty if the page showed none.
    #[serde(default)]
    pub visit: String,
    /// Notes on the open step.
    #[serde(default)]
    pub notes: String,
    /// Output of the step's commands.
    #[serde(default)]
    pub output: String,
    /// Scratchpad; none from a page without one.
    #[serde(default)]
    pub scratchpad: Option<String>,
    /// Values filled into the step's commands, by placeholder.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

impl StepForm {
    pub(super) fn command(&self, action: Action) -> Result<Command, AppError> {
        let draft = if self.visit.is_empty() {
            None
        } else {
            Some(Draft {
                visit_id: Some(id(&self.visit)?),
                notes: field("notes", &self.notes, Note::parse)?,
                output: field("output", &self.output, Output::parse)?,
                scratchpad: self.scratchpad.as_deref().map(|text| field("scratchpad", text, Scratchpad::parse)).transpose()?,
                values: self.values()?,
            })
        };
        Ok(Command { id: id(&self.command_id)?, base_revision: id(&self.base_revision)?, at: None, draft, action })
    }

    fn values(&self) -> Result<Option<CommandValues>, AppError> {
        let parse = |(name, value): (&String, &String)| Ok((name.clone(), field("values", value, CommandValue::parse)?));
        let values = self.values.iter().map(parse).collect::<Result<CommandValues, AppError>>()?;
        Ok(Some(values).filter(|values| !values.0.is_empty()))
    }
}

/// Fields of the folds beside the open step: ad-hoc step, problem report and parking.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AsideForm {
    /// Title of an ad-hoc step.
    #[serde(default)]
    pub detour: String,
    /// Problem with the step.
    #[serde(default)]
    pub problem: String,
    /// Reason for parking.
    #[serde(default)]
    pub parked_reason: String,
    /// Set if another technician is to take the session over.
    #[serde(default)]
    pub for_someone_else: Option<String>,
}

impl AsideForm {
    /// Verb of Enter. Browsers do not say in which field it was pressed.
    fn entered(&self) -> &'static str {
        match (self.detour.trim().is_empty(), self.parked_reason.trim().is_empty()) {
            (false, _) => "detour",
            (true, false) => "park",
            (true, true) => "save",
        }
    }
}

/// Takes a step. `act` is the pressed button: a verb of [`walk_form`](resolutionflow::walk_form), with its object after a colon;
/// or `enter`, where Enter was pressed in a field.
#[server(endpoint = "take_step", prefix = "/api")]
pub async fn take_step(#[server(flatten)] form: StepForm, #[server(flatten)] aside: AsideForm, act: String) -> Result<(), AppError> {
    let (verb, object) = act.split_once(':').unwrap_or((act.as_str(), ""));
    let verb = if verb == "enter" { aside.entered() } else { verb };
    let action = walk_form::action(verb, object, |field| match field {
        "visit" => form.visit.clone(),
        "notes" => form.notes.clone(),
        "detour" => aside.detour.clone(),
        "problem" => aside.problem.clone(),
        "parked_reason" => aside.parked_reason.clone(),
        "for_someone_else" if aside.for_someone_else.is_some() => "on".to_owned(),
        _ => String::new(),
    })?;
    let session = id(&form.session)?;
    backend()?.command(session, form.command(action)?).await?;
    respond::redirect(&match verb {
        "report" => format!("/sessions/{session}/walk?done=reported"),
        _ => walk_form::page_after(verb, object, session),
    });
    Ok(())
}

/// Completes the walk with an outcome, and redirects to the session's page.
#[server(endpoint = "complete_walk", prefix = "/api")]
pub async fn complete_walk(
    #[server(flatten)] form: StepForm,
    #[server(default)] outcome: String,
    #[server(default)] outcome_notes: String,
    #[server(default)] next_steps: String,
) -> Result<(), AppError> {
    let action = walk_form::action("complete", "", |field| match field {
        "outcome" => outcome.clone(),
        "outcome_notes" => outcome_notes.clone(),
        "next_steps" => next_steps.clone(),
        _ => String::new(),
    })?;
    let session = id(&form.session)?;
    backend()?.command(session, form.command(action)?).await?;
    respond::redirect(&walk_form::page_after("complete", "", session));
    Ok(())
}

/// Cancels a walk of the wrong tree, and starts the right one if a `tree` is named.
#[server(endpoint = "leave_tree", prefix = "/api")]
pub async fn leave_tree(#[server(flatten)] form: StepForm, #[server(default)] tree: String) -> Result<(), AppError> {
    let command = form.command(Action::Abandon)?;
    let session = id(&form.session)?;
    if tree.is_empty() {
        backend()?.command(session, command).await?;
        respond::redirect(&format!("/sessions/{session}?done=cancelled"));
    } else {
        let next = backend()?.switch_tree(session, command, &tree).await?;
        respond::redirect(&format!("/sessions/{next}/walk"));
    }
    Ok(())
}
