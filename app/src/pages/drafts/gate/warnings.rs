//! Warnings, each of which can be silenced with a reason. They never keep a draft from being published.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::Reason;
use resolutionflow::tree::Warning;

use super::super::bar::counted;
use super::super::controls::{Line, fault_of};
use super::changes::step_link;
use super::{button, section as gate_section};
use crate::api::gate::{GateFields, PublishDraft, warning_name};
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::gate::GatePage;
use crate::posted::Posted;
use crate::ui::Hidden;

/// The section of the warnings; none if there are none.
pub(super) fn section(page: &DraftPage, gate: &GatePage) -> Option<AnyView> {
    let warnings = &gate.warnings;
    if warnings.count == 0 && warnings.silenced.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = warnings.first.iter().enumerate().map(|(at, warning)| row(page, at, warning)).collect();
    let more = warnings.count - warnings.first.len();
    let silenced: Vec<AnyView> = warnings.silenced.iter().map(|(warning, reason)| silenced(warning, reason)).collect();
    let body = view! {
        <p class="mb-2">"None of them keeps the draft from being published. What is all right as it is can be silenced with a reason, for later drafts of this tree, too."</p>
        <ol class="divide-y divide-line">{rows}</ol>
        {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} more.")}</p> })}
        {(!silenced.is_empty())
            .then(|| {
                view! {
                    <details class="mt-3">
                        <summary class="link inline-flex min-h-10 items-center">{format!("{} silenced", counted(silenced.len(), "warning"))}</summary>
                        <ul class="divide-y divide-line">{silenced}</ul>
                    </details>
                }
            })}
    };
    Some(gate_section("warnings", counted(warnings.count, "warning"), body.into_any()))
}

fn row(page: &DraftPage, at: usize, warning: &Warning) -> AnyView {
    let (key, node) = (GateFields::warning(at), warning.problem.node.as_ref());
    let about = warning_name(warning.kind, node);
    let name = format!("form[reasons][{key}]");
    let (reason, fault) = refused(&about);
    let is_open = fault.is_some() || !reason.is_empty();
    let field = Line { fault, ..Line::new(name, "Reason to silence it", reason) }.view();
    view! {
        <li class="space-y-2 py-3">
            {said(page, warning)}
            <details open=is_open>
                <summary class="link inline-flex min-h-10 items-center">
                    "Silence" <span class="sr-only">": " {warning.problem.message.clone()}</span>
                </summary>
                <Hidden name=format!("form[about][{key}]") value=about />
                <div class="editor-row">{field} {button("save".to_owned(), "Silence this warning", String::new())}</div>
                <p class="hint">{format!("At most {} characters.", Reason::LIMIT)}</p>
            </details>
        </li>
    }
    .into_any()
}

fn said(page: &DraftPage, warning: &Warning) -> AnyView {
    let node = warning.problem.node.as_ref();
    let of = node.map(|id| view! { <span class="problem-node"><span class="sr-only">"Step "</span> <bdi>{id.0.clone()}</bdi></span> " " });
    view! { <p class="wrap-anywhere">{of} {warning.problem.message.clone()} " " {step_link(page, node)}</p> }.into_any()
}

fn silenced(warning: &Warning, reason: &Reason) -> AnyView {
    let deed = format!("show:{}", warning_name(warning.kind, warning.problem.node.as_ref()));
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2">
            <div class="min-w-0 flex-1 basis-64 wrap-anywhere">
                <p>{warning.problem.message.clone()}</p>
                <p class="hint" dir="auto">
                    {reason.to_string()}
                </p>
            </div>
            {button(deed, "Show again", format!(": {}", warning.problem.message))}
        </li>
    }
    .into_any()
}

/// What was typed for a warning into a refused form, and what is wrong with it. The warning may have had another position there.
fn refused(about: &str) -> (String, Option<String>) {
    let Some(posted) = Posted::to(PublishDraft::url()) else { return (String::new(), None) };
    let named = posted.fields.iter().find(|(name, value)| name.starts_with("form[about]") && *value == about);
    let Some(name) = named.map(|(name, _)| name.replace("[about]", "[reasons]")) else { return (String::new(), None) };
    (posted.field(&name).unwrap_or_default().to_owned(), fault_of(PublishDraft::url(), &name))
}
