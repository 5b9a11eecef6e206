//! Starting a walk and taking its steps.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use std::collections::BTreeMap;

use leptos::prelude::*;
use resolutionflow::session::{Action, Command, Draft, Facts};
use resolutionflow::text::{ClientName, CommandValue, Note, OutcomeNotes, Output, Problem, Reason, Scratchpad, Ticket, Title};
use resolutionflow::tree::CommandValues;

use super::support::{backend, choice, field, id, optional};
use crate::error::AppError;
use crate::respond;

/// Starts a walk; `command_id` becomes the session's id.
#[server(endpoint = "start_walk", prefix = "/api")]
pub async fn start_walk(
    command_id: String,
    tree: String,
    #[server(default)] ticket: String,
    #[server(default)] client: String,
    #[server(default)] follows: String,
) -> Result<(), AppError> {
    let facts = Facts {
        ticket: field("ticket", &ticket, Ticket::parse)?,
        client: field("client", &client, ClientName::parse)?,
        ..Facts::default()
    };
    let follows = if follows.is_empty() { None } else { Some(id(&follows)?) };
    let session = backend()?.start(id(&command_id)?, &tree, facts, follows).await?;
    respond::redirect(&format!("/sessions/{session}/walk"));
    Ok(())
}

/// What every button beside the open step sends along: which page it was pressed on, and what was typed there.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StepForm {
    /// The session's id.
    pub session: String,
    /// The command's id.
    pub command_id: String,
    /// The revision that the page showed.
    pub base_revision: String,
    /// The open visit's id; empty if the page showed none.
    #[serde(default)]
    pub visit: String,
    /// Notes on the open step.
    #[serde(default)]
    pub notes: String,
    /// What the step's commands printed.
    #[serde(default)]
    pub output: String,
    /// The scratchpad; none from a page that has none.
    #[serde(default)]
    pub scratchpad: Option<String>,
    /// What was filled into the step's commands, by placeholder.
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
}

impl StepForm {
    fn values(&self) -> Result<Option<CommandValues>, AppError> {
        let parse = |(name, value): (&String, &String)| Ok((name.clone(), field("values", value, CommandValue::parse)?));
        let values: BTreeMap<_, _> = self.values.iter().map(parse).collect::<Result<_, AppError>>()?;
        Ok(Some(CommandValues::from(values)).filter(|values| !values.0.is_empty()))
    }
}

/// What the folds beside the open step ask for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AsideForm {
    /// What is done that is not in the tree.
    #[serde(default)]
    pub detour: String,
    /// What is wrong with the step.
    #[serde(default)]
    pub problem: String,
    /// Why it is parked.
    #[serde(default)]
    pub parked_reason: String,
    /// Set if somebody else is to go on with it.
    #[serde(default)]
    pub for_someone_else: Option<String>,
}

impl AsideForm {
    /// What Enter in a field means: no browser tells in which one it was pressed.
    fn entered(&self) -> &'static str {
        match (self.detour.trim().is_empty(), self.parked_reason.trim().is_empty()) {
            (false, _) => "detour",
            (true, false) => "park",
            (true, true) => "save",
        }
    }
}

/// Takes a step. `act` names the button: `choose:<option>`, `continue`, `back`, `jump:<record>`, `save`, `park`, `resume` or
/// `finish`, which saves what was typed and goes to the outcome page; `detour`, `end-detour` and `report`;
/// or `enter`, where Enter was pressed in a field.
#[server(endpoint = "take_step", prefix = "/api")]
pub async fn take_step(#[server(flatten)] form: StepForm, #[server(flatten)] aside: AsideForm, act: String) -> Result<(), AppError> {
    let (verb, object) = act.split_once(':').unwrap_or((act.as_str(), ""));
    let verb = if verb == "enter" { aside.entered() } else { verb };
    let action = match verb {
        "choose" => Action::Choose { option_id: object.to_owned() },
        "continue" => Action::Continue,
        "back" => Action::Back,
        "jump" => Action::Jump { record_id: id(object)? },
        "park" => Action::Park {
            reason: optional("parked_reason", &aside.parked_reason, Reason::parse)?,
            for_someone_else: aside.for_someone_else.is_some(),
        },
        "detour" => Action::Detour { title: field("detour", &aside.detour, Title::parse)? },
        "end-detour" => Action::EndDetour,
        "report" => Action::ReportProblem { visit_id: id(&form.visit)?, problem: field("problem", &aside.problem, Problem::parse)? },
        "resume" => Action::Resume,
        "save" | "finish" | "leave" => Action::Note { visit_id: id(&form.visit)?, notes: field("notes", &form.notes, Note::parse)? },
        _ => return Err(AppError::Malformed),
    };
    backend()?.command(id(&form.session)?, form.command(action)?).await?;
    respond::redirect(&match verb {
        "park" => format!("/sessions/{}", form.session),
        "finish" => format!("/sessions/{}/complete", form.session),
        "leave" => format!("/sessions/{}/wrong-tree", form.session),
        "report" => format!("/sessions/{}/walk?done=reported", form.session),
        _ => format!("/sessions/{}/walk", form.session),
    });
    Ok(())
}

/// Completes the walk with an outcome and goes to the session's page.
#[server(endpoint = "complete_walk", prefix = "/api")]
pub async fn complete_walk(
    #[server(flatten)] form: StepForm,
    #[server(default)] outcome: String,
    #[server(default)] outcome_notes: String,
    #[server(default)] next_steps: String,
) -> Result<(), AppError> {
    let action = Action::Complete {
        outcome: choice("outcome", &outcome)?,
        notes: field("outcome_notes", &outcome_notes, OutcomeNotes::parse)?,
        next_steps: field("next_steps", &next_steps, OutcomeNotes::parse)?,
    };
    backend()?.command(id(&form.session)?, form.command(action)?).await?;
    respond::redirect(&format!("/sessions/{}?done=completed", form.session));
    Ok(())
}

/// Leaves the wrong tree: cancels the walk, or with a `tree` switches to that one.
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
