//! Suggested changes to steps: from the walk, to the authors, and what becomes of them.

mod for_authors;
mod mine;
mod one;
mod suggest;

use leptos::prelude::*;
use resolutionflow::proposal::Standing;

use crate::backend::views::proposals::ProposalCard;
use crate::ui::{Icon, Instant};

pub use for_authors::ForAuthors;
pub use mine::MyProposals;
pub use one::ProposalPage;
pub use suggest::SuggestChange;

/// Section of a page under its heading.
fn section(class: &'static str, id: &'static str, title: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class=class aria-labelledby=id>
            <h2 class="mb-2" id=id>
                {title}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

/// State of a suggestion as a badge.
fn badge(standing: Standing) -> AnyView {
    let icon = match standing {
        Standing::Waiting => Icon::Clock,
        Standing::Taken => Icon::Pencil,
        Standing::Published(_) => Icon::Check,
        Standing::Declined => Icon::Cross,
        Standing::Withdrawn => Icon::Undo,
    };
    view! {
        <span class="badge">
            {icon.view()}
            {standing.words()}
        </span>
    }
    .into_any()
}

/// Row of a list: step, tree, why, state; with `named` who suggested it.
fn row(card: ProposalCard, named: bool) -> AnyView {
    let on = format!("version {}", card.version);
    let link = view! {
        <a class="link" href=format!("/proposals/{}", card.id) dir="auto">
            {card.title}
        </a>
    };
    // One's own stand below the title of the page, those of others below that of a section.
    let title =
        if named { view! { <h3 class="text-base">{link}</h3> }.into_any() } else { view! { <h2 class="text-base">{link}</h2> }.into_any() };
    let declined = card.declined.map(|(by, reason)| {
        view! {
            <p class="mt-1 wrap-anywhere">
                <bdi>{by}</bdi>
                ": "
                <span dir="auto">{reason}</span>
            </p>
        }
    });
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 py-3">
            <div class="min-w-0 flex-1 basis-64 wrap-anywhere">
                {title}
                <p class="typed" dir="auto">
                    {card.note}
                </p>
                <p class="facts editor-facts">
                    <span>
                        <bdi>{card.tree.name}</bdi>
                        ", "
                        {on}
                    </span>
                    <span>
                        {named.then(|| view! { <bdi>{card.by.name}</bdi> ", " })}
                        <Instant at=card.at aged=true />
                    </span>
                </p>
                {declined}
            </div>
            {badge(card.standing)}
        </li>
    }
    .into_any()
}

/// List of suggestions.
fn rows(cards: Vec<ProposalCard>, named: bool) -> AnyView {
    let rows: Vec<AnyView> = cards.into_iter().map(|card| row(card, named)).collect();
    view! { <ul class="card divide-y divide-line">{rows}</ul> }.into_any()
}
