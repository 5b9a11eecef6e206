//! A tree on the shelf.

use leptos::prelude::*;

use crate::backend::views::TreeCard;
use crate::ui::{Day, Icon, Query};

/// Row of the library: a tree with its description and facts, and the button that starts it.
#[component]
pub fn TreeRow(
    /// The tree.
    card: TreeCard,
) -> impl IntoView {
    let page = format!("/trees/{}", card.key);
    let start = Query::default().with("tree", &card.key).href("/start");
    let name = card.name.clone();
    view! {
        <li class="tree-row">
            <div class="min-w-0 flex-1 wrap-anywhere">
                <h2 class="text-base">
                    <a class="row-link" href=page dir="auto">
                        {card.name.clone()}
                    </a>
                </h2>
                {(!card.description.is_empty()).then(|| view! { <p class="mt-0.5 line-clamp-2 max-w-3xl text-muted" dir="auto">{card.description.clone()}</p> })}
                <TreeFacts card=card.clone() />
            </div>
            {if card.archived {
                view! {
                    <span class="badge self-start">
                        {Icon::Archive.view()}
                        "Archived"
                    </span>
                }
                    .into_any()
            } else {
                view! {
                    <a class="button button-soft relative shrink-0 self-center max-sm:w-full" href=start>
                        {Icon::Play.view()}
                        "Start walk"
                        <span class="sr-only">" of " {name}</span>
                    </a>
                }
                    .into_any()
            }}
        </li>
    }
}

/// Line of a tree's facts: category, number of nodes, version with its date, and tags.
#[component]
pub fn TreeFacts(
    /// Of this tree.
    card: TreeCard,
) -> impl IntoView {
    view! {
        <p class="facts">
            <span dir="auto">{card.category}</span>
            <span>{if card.nodes == 1 { "1 node".to_owned() } else { format!("{} nodes", card.nodes) }}</span>
            <span>{format!("Version {}, ", card.version)} <Day at=card.published_at /></span>
            <span class="tags">{card.tags.into_iter().map(|tag| view! { <span class="tag" dir="auto">{tag}</span> }).collect_view()}</span>
        </p>
    }
}
