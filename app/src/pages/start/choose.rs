//! Choosing the tree, with ticket and client kept along the way.

use leptos::prelude::*;

use super::PATH;
use crate::backend::views::{LinkedSession, TreeCard, TreeLibrary};
use crate::pages::trees::TreeFacts;
use crate::ui::{Empty, Hidden, Icon, Pager, Query};

/// List of the trees that a walk can be started on, with a search.
#[component]
pub fn ChooseTree(
    /// The trees; none if the library was not asked.
    library: Option<TreeLibrary>,
    /// Query of the address.
    query: Query,
    /// The session that the new one follows up.
    follows: Option<LinkedSession>,
) -> impl IntoView {
    let unknown = query.filled("tree");
    let (trees, next) = library.map_or((Vec::new(), None), |library| (library.trees, library.next));
    let kept = query.without("tree").without("after");
    let older = next.map(|next| kept.with("after", &next).href(PATH));
    let newest = query.filled("after").map(|_| kept.href(PATH));
    let searched = query.filled("q").is_some();
    view! {
        <div class="mx-auto max-w-3xl">
            <h1 class="mb-4">{if follows.is_some() { "Choose a tree for the follow-up" } else { "Choose a tree" }}</h1>
            {unknown
                .map(|key| {
                    view! {
                        <p class="notice mb-4 wrap-anywhere" role="alert">
                            "There is no tree “" {key} "” in your account. Choose one of these; ticket and client are kept."
                        </p>
                    }
                })}
            <Search query=kept.clone() />
            {if trees.is_empty() {
                view! { <NoTrees searched clear=kept.without("q").href(PATH) /> }.into_any()
            } else {
                view! {
                    <ul class="card divide-y divide-line" aria-label="Trees">
                        {trees.into_iter().map(|card| view! { <Choice href=kept.without("q").with("tree", &card.key).href(PATH) card /> }).collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <Pager what="trees" older newest />
        </div>
    }
}

#[component]
fn Search(query: Query) -> impl IntoView {
    let kept = ["ticket", "client", "follows"].map(|name| query.filled(name).map(|value| view! { <Hidden name value /> }));
    view! {
        <form class="filters mb-4" method="get" action=PATH role="search">
            {kept.into_iter().collect_view()}
            <div class="search">
                {Icon::Search.view()}
                <label class="sr-only" for="q">
                    "Search in names, steps and commands"
                </label>
                <input class="control" dir="auto" id="q" name="q" type="search" value=query.get("q").to_owned() placeholder="Search names and steps" />
            </div>
            <button class="button">"Search"</button>
        </form>
    }
}

#[component]
fn Choice(card: TreeCard, href: String) -> impl IntoView {
    view! {
        <li class="relative px-4 py-3 wrap-anywhere hover:bg-sunken">
            <a class="row-link font-semibold" href=href dir="auto">
                {card.name.clone()}
            </a>
            {(!card.description.is_empty()).then(|| view! { <p class="line-clamp-2 text-muted" dir="auto">{card.description.clone()}</p> })}
            <TreeFacts card />
        </li>
    }
}

#[component]
fn NoTrees(searched: bool, clear: String) -> impl IntoView {
    if searched {
        view! {
            <Empty icon=Icon::Search title="No tree matches">
                <p>"Fewer words find more."</p>
                <a class="button" href=clear>
                    "Clear search"
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::Tree title="No trees yet">
                <p>"A manager of your account uploads them. Then a walk can be started here."</p>
                <a class="button" href="/trees">
                    "Go to the trees"
                </a>
            </Empty>
        }
        .into_any()
    }
}
