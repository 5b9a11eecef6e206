//! `/drafts/:draft/publish`: the gate that a draft passes before it is a version.

mod approval;
mod behind;
mod changes;
mod effect;
mod settled;
mod tests;
mod warnings;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::VersionNote;

pub(super) use changes::step_link;

use super::bar::{self, Tab, counted};
use super::controls::area;
use super::{command, draft, name_of};
use crate::api::gate::PublishDraft;
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::gate::GatePage;
use crate::backend::views::previews::RunTest;
use crate::error::AppError;
use crate::posted::Posted;
use crate::ui::{Done, FieldFault, FormFault, Frame, Hidden, Icon, Section};

/// The gate of a draft.
#[component]
pub fn DraftGate() -> impl IntoView {
    draft(
        // The revision that is published is read first: what comes in between keeps it from being published unseen.
        |backend, id| async move { Ok((backend.draft(id).await?, backend.gate(id).await?, backend.walk_tests(id).await?)) },
        |(page, gate, tests): (DraftPage, GatePage, Vec<RunTest>)| show(&page, &gate, &tests),
    )
}

fn show(page: &DraftPage, gate: &GatePage, tests: &[RunTest]) -> AnyView {
    let bar = bar::bar(page, Tab::Gate, None);
    let sections: Vec<AnyView> = [
        Some(note(gate)),
        behind::section(gate),
        problems(page),
        Some(changes::section(page, gate)),
        warnings::section(page, gate),
        settled::section(page, gate),
        effect::section(page, gate),
        Some(tests::tests(page, tests)),
        approval::section(gate),
        Some(publishing(page, gate)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (draft, revision) = (page.card.id.to_string(), page.revision.to_string());
    view! {
        <Frame title=format!("{} · Publish", name_of(page)) section=Section::Trees>
            <Done />
            <FormFault action=PublishDraft::url() />
            {bar}
            <form class="max-w-3xl space-y-6 mt-6" method="post" action=PublishDraft::url()>
                <Hidden name="draft" value=draft />
                <Hidden name="command_id" value=command() />
                <Hidden name="revision" value=revision />
                {sections}
            </form>
        </Frame>
    }
    .into_any()
}

/// Section of the gate under a heading.
fn section(id: &'static str, title: impl Into<String>, body: AnyView) -> AnyView {
    let title_id = format!("{id}-title");
    view! {
        <section class="card px-5 py-4" id=id aria-labelledby=title_id.clone()>
            <h2 class="mb-2" id=title_id.clone()>
                {title.into()}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

/// Button of the gate that does not publish, so that the browser asks for no tick.
fn button(deed: String, word: &'static str, more: String) -> AnyView {
    view! {
        <button class="button" name="deed" value=deed formnovalidate=true>
            {word}
            {(!more.is_empty()).then(|| view! { <span class="sr-only">{more}</span> })}
        </button>
    }
    .into_any()
}

/// What was typed into a field of a refused form.
fn typed(name: &str) -> Option<String> {
    Posted::to(PublishDraft::url())?.field(name).map(str::to_owned)
}

/// The note, with the form's first button, which Enter presses.
fn note(gate: &GatePage) -> AnyView {
    let text = typed("form[note]").unwrap_or_else(|| gate.note.clone());
    let fault = super::controls::fault_of(PublishDraft::url(), "form[note]");
    let theirs = Posted::to(PublishDraft::url()).and_then(|posted| match posted.error {
        AppError::Disputed(disputes) => disputes.into_iter().find(|dispute| dispute.part == "What changed and why")?.theirs,
        _ => None,
    });
    view! {
        <div class="space-y-2">
            {area(
                "form[note]",
                "What changed and why",
                &text,
                "Stands beside the version, for all who read it. At most 2,000 characters.",
                "editor-body",
            )}
            {fault.map(|fault| view! { <p class="fault">{format!("What changed and why {fault}. At most {} fit.", VersionNote::LIMIT)}</p> })}
            {theirs
                .map(|theirs| {
                    view! {
                        <div class="notice">
                            <p class="font-medium">"Meanwhile somebody else wrote this. What you typed stands above; saved again, it takes its place."</p>
                            <p class="typed" dir="auto">
                                {theirs}
                            </p>
                        </div>
                    }
                })}
            <Hidden name="form[was]" value=gate.note.clone() />
            <button class="button" name="deed" value="save" formnovalidate=true>
                "Save note"
            </button>
        </div>
    }
    .into_any()
}

fn problems(page: &DraftPage) -> Option<AnyView> {
    if page.problems.is_empty() {
        return None;
    }
    let rows = page.problems.first.iter().map(|problem| {
        let node = problem.node.as_ref();
        let of =
            node.map(|id| view! { <span class="problem-node"><span class="sr-only">"Step "</span> <bdi>{id.0.clone()}</bdi></span> " " });
        // Of the tree itself: its head has the form.
        let link = match node {
            Some(_) => changes::step_link(page, node),
            None => Some(
                view! {
                    <a class="link" href=format!("/drafts/{}#step", page.card.id)>
                        "Edit"
                        <span class="sr-only">" name, category and first step"</span>
                    </a>
                }
                .into_any(),
            ),
        };
        view! { <li class="wrap-anywhere">{of} {problem.message.clone()} " " {link}</li> }
    });
    let rows = rows.collect_view();
    let more = page.problems.unlisted();
    let body = view! {
        <p class="mb-2 font-medium">
            {match page.problems.count {
                1 => "1 problem keeps this draft from being published.".to_owned(),
                count => format!("{} keep this draft from being published.", counted(count, "problem")),
            }}
        </p>
        <ol class="problems list-decimal pl-5" tabindex="0" aria-label="The problems">
            {rows}
        </ol>
        {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} more. Correct these first.")}</p> })}
    };
    Some(section("problems", "Problems", body.into_any()))
}

fn publishing(page: &DraftPage, gate: &GatePage) -> AnyView {
    let next = page.card.base.as_ref().map_or(1, |(_, version)| version + 1);
    let archived = gate.is_archived.then(|| {
        view! { <p class="notice mb-3">"This tree is archived. What is published can be read, but no walk can be started on it before it is restored."</p> }
    });
    let body = match gate {
        GatePage { behind: Some(behind), .. } => {
            view! { <p>{format!("Version {} was published meanwhile: bring the draft up to it first.", behind.version)}</p> }.into_any()
        }
        _ if !page.problems.is_empty() => view! { <p>"Correct the problems first. Nothing that you wrote is lost."</p> }.into_any(),
        GatePage { approval: Some(approval), .. } if !approval.is_enough => {
            view! { <p>"This account publishes a draft after a second person’s approval, which this one does not have yet."</p> }.into_any()
        }
        GatePage { changes, .. } if changes.is_empty() => {
            view! { <p class="text-muted">"There is nothing to publish: the draft says the same as the published version."</p> }.into_any()
        }
        _ => button_to_publish(next),
    };
    section("publish", "Publish", view! { {archived} {body} }.into_any())
}

fn button_to_publish(next: u32) -> AnyView {
    let posted = Posted::to(PublishDraft::url());
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("looked"));
    let invalid = fault.map(|_| "true");
    view! {
        <p class="mb-3">
            "Nothing keeps this draft from being published. Walks that are under way go on in the version that they were started on."
        </p>
        <label class="flex min-h-10 items-center gap-2" for="looked">
            <input
                type="checkbox"
                id="looked"
                name="looked"
                value="1"
                required=true
                aria-invalid=invalid
                aria-describedby=fault.map(|_| "looked-note")
            />
            "I have looked at the changes above"
        </label>
        <FieldFault name="looked" label="The box" fault />
        <button class="button button-primary mt-3" name="deed" value="publish">
            {Icon::Check.view()}
            {format!("Publish version {next}")}
        </button>
    }
    .into_any()
}
