//! `/sessions/:id/wrong-tree`: leaves the walk, for another tree or for none.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use walk_view::{Subject, tree_line};

use super::walk::{Held, Over, session_id};
use crate::api::walk::LeaveTree;
use crate::backend::Backend;
use crate::backend::views::{TreeCard, TreeLibrary, TreeQuery, WalkPage};
use crate::error::AppError;
use crate::posted::Posted;
use crate::respond;
use crate::ui::{CommandFields, FormFault, Frame, Icon, Pager, Query, Section, load};

/// Page that leaves a walk of the wrong tree: cancels it, or switches to another tree with the same ticket and client.
#[component]
pub fn WrongTree() -> impl IntoView {
    let id = session_id();
    let query = Query::of_page();
    let wanted = TreeQuery { text: query.get("q").to_owned(), after: query.filled("after"), ..TreeQuery::default() };
    let named = query.filled("tree");
    load(
        move |backend| async move {
            let walk = backend.walk(id?).await?;
            let named = match named.filter(|key| *key != walk.tree.key) {
                Some(key) => Some(Named::find(&*backend, key).await?),
                None => None,
            };
            let trees = backend.trees(wanted).await?;
            Ok((walk, named, trees))
        },
        move |(walk, named, trees)| show(walk, named, trees, query.clone()),
    )
}

/// Tree that the end of a walk leads to.
enum Named {
    /// It is there.
    Tree(TreeCard),
    /// There is none with this key, or it is archived.
    Gone(String),
}

impl Named {
    async fn find(backend: &dyn Backend, key: String) -> Result<Self, AppError> {
        match backend.tree(&key).await {
            Ok(page) if !page.card.archived => Ok(Self::Tree(page.card)),
            Ok(_) | Err(AppError::NotFound) => Ok(Self::Gone(key)),
            Err(error) => Err(error),
        }
    }
}

fn show(walk: WalkPage, named: Option<Named>, trees: TreeLibrary, query: Query) -> AnyView {
    if walk.session.completion().is_some() {
        if Posted::to(LeaveTree::url()).is_none() {
            respond::redirect(&format!("/sessions/{}", walk.session.id));
        }
        return view! { <Over walk=Arc::new(walk) /> }.into_any();
    }
    if !walk.is_mine {
        return view! { <Held walk=Arc::new(walk) /> }.into_any();
    }
    let id = walk.session.id;
    let path = format!("/sessions/{id}/wrong-tree");
    let older = trees.next.as_ref().map(|next| query.with("after", next).href(&path));
    let text = query.get("q").to_owned();
    let newest = query.filled("after").map(|_| query.without("after").href(&path));
    let (title, heading) = if named.is_some() { ("Go on", "Go on in another tree?") } else { ("Wrong tree", "Wrong tree?") };
    let named = named.map(|named| view! { <GoOn walk=walk.clone() named /> });
    view! {
        <Frame title=format!("{title} · {}", walk.tree.name) section=Section::Sessions>
            <div class="mx-auto max-w-3xl">
                <FormFault action=LeaveTree::url() />
                <h1>{heading}</h1>
                <p class="mt-2 text-muted">
                    "This walk ends as cancelled and counts in no rate. Its steps and notes stay readable. "
                    "Switch, and the new walk has the same ticket and client."
                </p>
                <p class="subject-line mt-3">
                    <span class="font-medium">{tree_line(&walk.tree.name, &walk.session)}</span>
                    <Subject facts=walk.session.facts.clone() />
                </p>
                {named}
                <div class="mt-6 flex flex-wrap gap-2">
                    <a class="button" href=format!("/sessions/{id}/walk")>
                        {Icon::ArrowLeft.view()}
                        "Keep walking"
                    </a>
                    <form method="post" action=LeaveTree::url()>
                        <CommandFields session=id revision=walk.session.revision />
                        <button class="button">{Icon::Ban.view()} "Cancel this walk"</button>
                    </form>
                </div>
                <h2 class="mt-8">"Switch to another tree"</h2>
                <form class="mt-3 flex gap-2" method="get" action=path.clone() role="search">
                    <label class="sr-only" for="q">
                        "Search trees"
                    </label>
                    <input class="control" dir="auto" type="search" id="q" name="q" value=text placeholder="Search trees" />
                    <button class="button">{Icon::Search.view()} "Search"</button>
                </form>
                <Choices walk trees=trees.trees query />
                <Pager what="trees" older newest />
            </div>
        </Frame>
    }
    .into_any()
}

/// The tree that the walk's end leads to, with the button that goes on there.
#[component]
fn GoOn(walk: WalkPage, named: Named) -> impl IntoView {
    match named {
        Named::Gone(key) => view! {
            <p class="notice mt-6 wrap-anywhere" role="status">
                {format!("The instructions name the tree “{key}”, of which no walk can be started. Look for another one below.")}
            </p>
        }
        .into_any(),
        Named::Tree(tree) => {
            let hint = if tree.description.is_empty() { tree.category } else { tree.description };
            view! {
                <form class="card mt-6 p-4" method="post" action=LeaveTree::url()>
                    <CommandFields session=walk.session.id revision=walk.session.revision />
                    <p class="font-medium wrap-anywhere" dir="auto">{tree.name.clone()}</p>
                    <p class="hint wrap-anywhere" dir="auto">{hint}</p>
                    <button class="button button-primary mt-3" name="tree" value=tree.key>
                        <span>"Go on in this tree" <span class="sr-only">" " {tree.name}</span></span>
                    </button>
                </form>
            }
            .into_any()
        }
    }
}

/// Every other tree, with a button each.
#[component]
fn Choices(walk: WalkPage, trees: Vec<TreeCard>, query: Query) -> impl IntoView {
    let others: Vec<_> = trees.into_iter().filter(|tree| tree.key != walk.tree.key).collect();
    if others.is_empty() {
        let said = match query.filled("q") {
            Some(text) => format!("No other tree speaks of “{text}”. Try fewer words."),
            None => "There is no other tree.".to_owned(),
        };
        return view! { <p class="notice mt-4 wrap-anywhere" role="status">{said}</p> }.into_any();
    }
    view! {
        <form class="card mt-4" method="post" action=LeaveTree::url()>
            <CommandFields session=walk.session.id revision=walk.session.revision />
            <ul class="divide-y divide-line">
                {others
                    .into_iter()
                    .map(|tree| {
                        let description = (!tree.description.is_empty()).then(|| tree.description.clone());
                        view! {
                            <li class="flex flex-wrap items-center gap-x-4 gap-y-2 p-4">
                                <div class="min-w-0 flex-1 basis-64">
                                    <p class="font-medium wrap-anywhere">{tree.name.clone()}</p>
                                    <p class="hint wrap-anywhere">{description.unwrap_or(tree.category)}</p>
                                </div>
                                <button class="button" name="tree" value=tree.key>
                                    <span>"Switch to this tree" <span class="sr-only">" " {tree.name}</span></span>
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </form>
    }
    .into_any()
}
