//! Previews of drafts, and walk tests.

#![allow(missing_docs, reason = "the macro's structs have the functions' arguments as fields")]

use std::collections::BTreeMap;

use leptos::prelude::*;
use resolutionflow::id::{DraftId, VisitId};
use resolutionflow::session::{Command, Draft};
use resolutionflow::text::{CommandValue, Name, Title};
use resolutionflow::tree::{CommandValues, NodeId};
use resolutionflow::walk_form;

use super::support::{backend, field, id};
use crate::backend::drafts::DraftChange;
use crate::drafting::{Exit, Led};
use crate::error::AppError;
use crate::query::Query;
use crate::respond;

/// Begins a preview of a draft, at the step `from` or where walks begin, and redirects to it.
#[server(endpoint = "begin_preview", prefix = "/api")]
pub async fn begin_preview(draft: String, command_id: String, #[server(default)] from: String) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    let start = Some(NodeId(from)).filter(|from| !from.0.is_empty());
    backend()?.begin_preview(draft, id(&command_id)?, start).await?;
    respond::redirect(&format!("/drafts/{draft}/preview"));
    Ok(())
}

/// Takes a step of a preview. `act` is the pressed button, a verb of [`walk_form`], or `enter`, where Enter was pressed in a field; `visit` is
/// the open visit, beside which the values were typed.
#[server(endpoint = "step_preview", prefix = "/api")]
pub async fn step_preview(
    draft: String,
    command_id: String,
    base_revision: String,
    visit: String,
    #[server(default)] act: String,
    #[server(default)] values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    let (verb, object) = act.split_once(':').unwrap_or((act.as_str(), ""));
    // Enter in a field keeps the values.
    let verb = if verb == "enter" { "save" } else { verb };
    let action = walk_form::action(verb, object, |name| if name == "visit" { visit.clone() } else { String::new() })?;
    let parse = |(name, value): (String, String)| Ok((name, field("values", &value, CommandValue::parse)?));
    let values = values.into_iter().map(parse).collect::<Result<CommandValues, AppError>>()?;
    let beside = Draft { visit_id: Some(id::<VisitId>(&visit)?), values: Some(values), ..Draft::default() };
    let command = Command { id: id(&command_id)?, base_revision: id(&base_revision)?, at: None, draft: Some(beside), action };
    backend()?.step_preview(draft, command).await?;
    respond::redirect(&format!("/drafts/{draft}/preview"));
    Ok(())
}

/// Creates the step that a link of a draft lacks, with the title that was typed, and redirects to its form. The link is that of the step
/// `from` or, without one, the beginning of walks; `option` is the answer. One that leads to a step by now leads to its form.
#[server(endpoint = "create_step", prefix = "/api")]
pub async fn create_step(
    draft: String,
    command_id: String,
    #[server(default)] from: String,
    #[server(default)] option: String,
    title: String,
) -> Result<(), AppError> {
    let (backend, draft) = (backend()?, id::<DraftId>(&draft)?);
    let page = backend.draft(draft).await?;
    let exit =
        Exit { from: Some(NodeId(from)).filter(|from| !from.0.is_empty()), option: Some(option).filter(|option| !option.is_empty()) };
    let step = match exit.led(&page.document)? {
        Led::To(step) => step,
        Led::Nowhere(target) => {
            let title = field("title", &title, Title::parse)?;
            let (step, edits) = exit.created(&page.document, &target, title.as_str());
            backend.change_draft(draft, id(&command_id)?, page.revision, DraftChange::Edits(edits)).await?;
            step
        }
    };
    respond::redirect(&Query::default().with("step", &step.0).with("done", "step-created").href(&format!("/drafts/{draft}")));
    Ok(())
}

/// Keeps a preview that has come to an end as a test.
#[server(endpoint = "keep_test", prefix = "/api")]
pub async fn keep_test(draft: String, command_id: String, base_revision: String, name: String) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    let name = field("name", &name, Name::parse)?;
    backend()?.keep_test(draft, id(&command_id)?, id(&base_revision)?, name).await?;
    respond::redirect(&format!("/drafts/{draft}/preview?done=test-kept"));
    Ok(())
}

/// Gives a test another name.
#[server(endpoint = "rename_test", prefix = "/api")]
pub async fn rename_test(draft: String, test: String, name: String) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    backend()?.rename_test(draft, id(&test)?, field("name", &name, Name::parse)?).await?;
    respond::redirect(&format!("/drafts/{draft}/changes?done=test-renamed#tests"));
    Ok(())
}

/// Deletes a test.
#[server(endpoint = "delete_test", prefix = "/api")]
pub async fn delete_test(draft: String, test: String) -> Result<(), AppError> {
    let draft = id::<DraftId>(&draft)?;
    backend()?.delete_test(draft, id(&test)?).await?;
    respond::redirect(&format!("/drafts/{draft}/changes?done=test-deleted#tests"));
    Ok(())
}
