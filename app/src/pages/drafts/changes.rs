//! `/drafts/:draft/changes`: what a draft changes, who did it, and publishing it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::brief;
use resolutionflow::tree::NodeId;

use super::bar::{self, Tab, counted};
use super::{command, draft, name_of};
use crate::api::drafts::{DiscardDraft, PublishDraft, UndoDraft};
use crate::backend::views::drafts::{DraftChanges as Changes, DraftPage};
use crate::posted::Posted;
use crate::ui::{Done, FieldFault, FormFault, Frame, Hidden, Icon, Instant, Query, Section};

/// Changes of a draft, and its publication.
#[component]
pub fn DraftChanges() -> impl IntoView {
    draft(
        // The revision that is published is read first: what comes in between keeps it from being published unseen.
        |backend, id| async move { Ok((backend.draft(id).await?, backend.draft_changes(id).await?)) },
        |(page, changes): (DraftPage, Changes)| show(&page, &changes),
    )
}

fn show(page: &DraftPage, changes: &Changes) -> AnyView {
    let bar = bar::bar(page, Tab::Changes, None);
    let parts = vec![sentences(page, changes), publishing(page, changes), history(changes)];
    view! {
        <Frame title=format!("{} · Changes", name_of(page)) section=Section::Trees>
            <Done />
            <FormFault action=PublishDraft::url() />
            <FormFault action=UndoDraft::url() />
            <FormFault action=DiscardDraft::url() />
            {bar}
            {parts}
        </Frame>
    }
    .into_any()
}

fn against(page: &DraftPage) -> String {
    page.card.base.as_ref().map_or_else(|| "What the new tree has".to_owned(), |(_, version)| format!("Changes since version {version}"))
}

fn step_link(page: &DraftPage, node: Option<&NodeId>) -> Option<AnyView> {
    let node = node.filter(|id| page.document.nodes.iter().any(|node| node.id == **id))?;
    let href = Query::default().with("step", &node.0).href(&format!("/drafts/{}", page.card.id));
    let link = view! {
        <a class="link" href=href>
            "Edit"
            <span class="sr-only">" step " {brief(&node.0).into_owned()}</span>
        </a>
    };
    Some(link.into_any())
}

fn sentences(page: &DraftPage, changes: &Changes) -> AnyView {
    let rows = changes.changes.iter().map(|change| {
        view! {
            <li class="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2">
                <span class="min-w-0 wrap-anywhere" dir="auto">
                    {change.sentence.clone()}
                </span>
                {step_link(page, change.node.as_ref())}
            </li>
        }
    });
    let list = if changes.changes.is_empty() {
        view! { <p class="card px-5 py-4 text-muted">"Nothing is changed yet."</p> }.into_any()
    } else {
        view! { <ol class="card divide-y divide-line">{rows.collect_view()}</ol> }.into_any()
    };
    let unified = (!changes.unified.is_empty()).then(|| {
        view! {
            <details class="mt-3">
                <summary class="link inline-flex min-h-10 items-center">"As a difference of texts"</summary>
                <pre class="code mt-2 max-h-96 overflow-auto" tabindex="0">
                    {changes.unified.clone()}
                </pre>
            </details>
        }
    });
    view! {
        <section class="mt-6" aria-labelledby="changes">
            <h2 class="mb-2" id="changes">
                {against(page)}
            </h2>
            {list}
            {unified}
        </section>
    }
    .into_any()
}

fn publishing(page: &DraftPage, changes: &Changes) -> AnyView {
    let next = page.card.base.as_ref().map_or(1, |(_, version)| version.max(&page.newer.unwrap_or(0)) + 1);
    let body = match (page.problems.count, page.newer) {
        (0, None) if changes.changes.is_empty() => {
            view! { <p class="text-muted">"There is nothing to publish: the draft says the same as the published version."</p> }.into_any()
        }
        (0, None) => form(page, next),
        (0, Some(newer)) => {
            view! { <p>{format!("Version {newer} was published meanwhile, so this draft cannot be published as it is.")}</p> }.into_any()
        }
        _ => problems(page),
    };
    view! {
        <section class="card mt-6 max-w-3xl px-5 py-4" id="publish" aria-labelledby="publish-title">
            <h2 class="mb-2" id="publish-title">
                "Publish"
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn problems(page: &DraftPage) -> AnyView {
    let rows = page.problems.first.iter().map(|problem| {
        let node = problem.node.as_ref();
        let of =
            node.map(|id| view! { <span class="problem-node"><span class="sr-only">"Step "</span> <bdi>{id.0.clone()}</bdi></span> " " });
        // Of the tree itself: its head has the form.
        let link = match node {
            Some(_) => step_link(page, node),
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
    view! {
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
    }
    .into_any()
}

fn form(page: &DraftPage, next: u32) -> AnyView {
    let posted = Posted::to(PublishDraft::url());
    let fault = posted.as_ref().and_then(|posted| posted.error.fault("looked"));
    let invalid = fault.map(|_| "true");
    view! {
        <p class="mb-3">
            "Nothing keeps this draft from being published. Walks that are under way go on in the version that they were started on."
        </p>
        <form method="post" action=PublishDraft::url()>
            <Hidden name="draft" value=page.card.id.to_string() />
            <Hidden name="command_id" value=command() />
            <Hidden name="revision" value=page.revision.to_string() />
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
            <button class="button button-primary mt-3">{Icon::Check.view()} {format!("Publish version {next}")}</button>
        </form>
    }
    .into_any()
}

fn history(changes: &Changes) -> AnyView {
    let rows = changes.history.iter().map(|(at, who, what)| {
        view! {
            <li class="px-5 py-2 wrap-anywhere">
                <p dir="auto">{what.clone()}</p>
                <p class="hint">
                    <bdi>{who.clone()}</bdi>
                    ", "
                    <Instant at=*at aged=true />
                </p>
            </li>
        }
    });
    let list = if changes.history.is_empty() {
        view! { <p class="text-muted">"Nobody has changed anything yet."</p> }.into_any()
    } else {
        view! { <ol class="card divide-y divide-line">{rows.collect_view()}</ol> }.into_any()
    };
    view! {
        <section class="mt-6" aria-labelledby="history">
            <h2 class="mb-2" id="history">
                "Who changed what"
            </h2>
            {list}
        </section>
    }
    .into_any()
}
