//! `/proposals`: what waits for those who write trees.

use leptos::prelude::*;
use resolutionflow::access::Deed;

use super::{rows, section};
use crate::backend::views::proposals::{AskedDraft, ForAuthors as Waiting};
use crate::backend::views::{TreeName, Viewer};
use crate::error::AppError;
use crate::pages::Problem;
use crate::ui::{Done, Empty, Frame, Icon, Instant, Section, load};

/// Suggestions, reported problems, and drafts that wait for an approval.
#[component]
pub fn ForAuthors() -> impl IntoView {
    let Some(viewer) = use_context::<Viewer>().filter(|viewer| viewer.may_author) else {
        return view! { <Problem error=AppError::Forbidden /> }.into_any();
    };
    let keeps_trees = viewer.role.may(Deed::KeepTrees);
    load(|backend| async move { backend.for_authors().await }, move |waiting| show(waiting, keeps_trees)).into_any()
}

fn show(waiting: Waiting, keeps_trees: bool) -> AnyView {
    let Waiting { waiting, decided, reported, asked } = waiting;
    let nothing = waiting.is_empty() && reported.is_empty() && asked.is_empty();
    let decided = (!decided.is_empty()).then(|| {
        view! {
            <details class="mt-8">
                <summary class="link inline-flex min-h-10 items-center">{format!("Decided lately: {}", decided.len())}</summary>
                {rows(decided, true)}
            </details>
        }
    });
    view! {
        <Frame title="For authors" section=Section::Trees>
            <Done />
            <h1 class="mb-4">"For authors"</h1>
            {nothing
                .then(|| {
                    view! {
                        <Empty icon=Icon::Check title="Nothing waits">
                            <p>"Suggested changes, reported problems and drafts that wait for an approval will be here."</p>
                        </Empty>
                    }
                })}
            {(!waiting.is_empty()).then(|| section("mb-6", "waiting", "Suggested changes", rows(waiting, true)))}
            {(!reported.is_empty()).then(|| section("mb-6", "reported", "Reported problems", reports(reported, keeps_trees)))}
            {(!asked.is_empty()).then(|| section("mb-6", "asked", "Drafts that wait for an approval", drafts(asked)))}
            {decided}
        </Frame>
    }
    .into_any()
}

/// Trees with reported problems. Managers read these on the tree's page, other authors in its draft, to which that page leads.
fn reports(reported: Vec<(TreeName, u32)>, keeps_trees: bool) -> AnyView {
    let row = |(tree, count): (TreeName, u32)| {
        let href = format!("/trees/{}{}", tree.key, if keeps_trees { "#reports" } else { "" });
        let said = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
        view! {
            <li class="flex flex-wrap items-baseline justify-between gap-x-6 px-5 py-3">
                <a class="link min-w-0 wrap-anywhere" href=href dir="auto">
                    {tree.name}
                </a>
                <span class="hint">{said}</span>
            </li>
        }
    };
    view! { <ul class="card divide-y divide-line">{reported.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn drafts(asked: Vec<AskedDraft>) -> AnyView {
    let row = |draft: AskedDraft| {
        let name = if draft.name.trim().is_empty() { "Tree without a name".to_owned() } else { draft.name };
        view! {
            <li class="flex flex-wrap items-baseline justify-between gap-x-6 px-5 py-3">
                <a class="link min-w-0 wrap-anywhere" href=format!("/drafts/{}/publish", draft.id) dir="auto">
                    {name}
                </a>
                <span class="hint">
                    "Asked by "
                    <bdi>{draft.by}</bdi>
                    ", "
                    <Instant at=draft.at aged=true />
                </span>
            </li>
        }
    };
    view! { <ul class="card divide-y divide-line">{asked.into_iter().map(row).collect_view()}</ul> }.into_any()
}
