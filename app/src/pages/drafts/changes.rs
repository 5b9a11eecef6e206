//! `/drafts/:draft/changes`: what a draft changes, and who did it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::Title;

use super::bar::{self, Tab};
use super::gate::step_link;
use super::walk_tests::WalkTests;
use super::{command, draft, name_of};
use crate::api::drafts::{BeginDraft, DiscardDraft, UndoDraft};
use crate::api::previews::BeginPreview;
use crate::backend::views::drafts::{DraftChanges as Changes, DraftPage};
use crate::backend::views::previews::RunTest;
use crate::ui::{Done, FormFault, Frame, Hidden, Icon, Instant, Section};

/// Changes of a draft.
#[component]
pub fn DraftChanges() -> impl IntoView {
    draft(
        |backend, id| async move { Ok((backend.draft(id).await?, backend.draft_changes(id).await?, backend.walk_tests(id).await?)) },
        |(page, changes, tests): (DraftPage, Changes, Vec<RunTest>)| show(&page, &changes, tests),
    )
}

fn show(page: &DraftPage, changes: &Changes, tests: Vec<RunTest>) -> AnyView {
    let bar = bar::bar(page, Tab::Changes, None);
    let tests = view! { <WalkTests draft=page.card.id tests /> }.into_any();
    let parts = vec![sentences(page, changes), tests, publishing(page), history(changes), whole(page)];
    view! {
        <Frame title=format!("{} · Changes", name_of(page)) section=Section::Trees>
            <Done />
            <FormFault action=UndoDraft::url() />
            <FormFault action=DiscardDraft::url() />
            <FormFault action=BeginDraft::url() />
            <FormFault action=BeginPreview::url() />
            {bar}
            {parts}
        </Frame>
    }
    .into_any()
}

fn against(page: &DraftPage) -> String {
    page.card.base.as_ref().map_or_else(|| "What the new tree has".to_owned(), |(_, version)| format!("Changes since version {version}"))
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

fn publishing(page: &DraftPage) -> AnyView {
    view! {
        <p class="mt-4">
            <a class="button" href=format!("/drafts/{}/publish", page.card.id)>
                "Publish…"
            </a>
        </p>
    }
    .into_any()
}

/// What is done with the draft as a whole.
fn whole(page: &DraftPage) -> AnyView {
    let name = format!("Copy of {}", name_of(page)).chars().take(Title::LIMIT).collect::<String>();
    let tree = page.card.base.as_ref().map(|(key, _)| {
        view! {
            <p>
                "A tree is archived and restored on "
                <a class="link" href=format!("/trees/{key}")>
                    "its own page"
                </a> "."
            </p>
        }
    });
    view! {
        <section class="mt-6" aria-labelledby="whole">
            <h2 class="mb-2" id="whole">
                "The draft as a whole"
            </h2>
            <form class="mb-2" method="post" action=BeginDraft::url()>
                <Hidden name="command_id" value=command() />
                <Hidden name="from" value="draft" />
                <Hidden name="draft" value=page.card.id.to_string() />
                <Hidden name="name" value=name />
                <button class="button">{Icon::Copy.view()} "Duplicate"</button>
                <p class="hint mt-1">"A draft of a tree of its own, with another key, begins with what this one says."</p>
            </form>
            {tree}
        </section>
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
