//! Drafts in the library, for those who write trees.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::drafts::DiscardDraft;
use crate::backend::views::drafts::{DraftCard, Drafts as List};
use crate::ui::{FormFault, Hidden, Icon, Instant};

/// Drafts that are written, and behind a disclosure those that were discarded.
#[component]
pub fn Drafts(drafts: List) -> impl IntoView {
    let List { open, discarded } = drafts;
    let fault = view! { <FormFault action=DiscardDraft::url() /> };
    if open.is_empty() && discarded.is_empty() {
        return fault.into_any();
    }
    let count = open.len();
    let gone = discarded.len();
    view! {
        {fault}
        <section class="mb-6" aria-labelledby="drafts">
            <h2 class="mb-2" id="drafts">
                {if count == 1 { "1 draft".to_owned() } else { format!("{count} drafts") }}
            </h2>
            {(count > 0)
                .then(|| view! { <ul class="card divide-y divide-line">{open.into_iter().map(|card| view! { <Row card is_discarded=false /> }).collect_view()}</ul> })}
            {(gone > 0)
                .then(|| {
                    view! {
                        <details class="mt-2">
                            <summary class="link inline-flex min-h-10 items-center">{format!("{gone} discarded in the last 30 days")}</summary>
                            <ul class="card mt-2 divide-y divide-line">
                                {discarded.into_iter().map(|card| view! { <Row card is_discarded=true /> }).collect_view()}
                            </ul>
                        </details>
                    }
                })}
        </section>
    }
    .into_any()
}

#[component]
fn Row(card: DraftCard, is_discarded: bool) -> impl IntoView {
    let name = if card.name.trim().is_empty() { "Tree without a name".to_owned() } else { card.name };
    let on = card.base.map_or_else(|| "New tree".to_owned(), |(_, version)| format!("On version {version}"));
    let steps = if card.nodes == 1 { "1 step".to_owned() } else { format!("{} steps", card.nodes) };
    let page = format!("/drafts/{}", card.id);
    let called = name.clone();
    let title = if is_discarded {
        view! { <span dir="auto">{name}</span> }.into_any()
    } else {
        view! {
            <a class="link" href=page dir="auto">
                {name}
            </a>
        }
        .into_any()
    };
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
            <div class="min-w-0 wrap-anywhere">
                <h3 class="text-base">{title}</h3>
                <p class="facts editor-facts">
                    <span>{on}</span>
                    <span>{steps}</span>
                    <span>"Changed " <Instant at=card.changed_at aged=true /> " by " <bdi>{card.changed_by}</bdi></span>
                </p>
            </div>
            {is_discarded
                .then(|| {
                    view! {
                        <form method="post" action=DiscardDraft::url()>
                            <Hidden name="draft" value=card.id.to_string() />
                            <Hidden name="discarded" value="false" />
                            <button class="button button-small">
                                {Icon::ArchiveRestore.view()} "Bring back" <span class="sr-only">": " {called}</span>
                            </button>
                        </form>
                    }
                })}
        </li>
    }
}
