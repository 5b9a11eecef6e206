//! `/trees`: the library.

mod drafts;
mod row;

use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::access::Deed;

use crate::backend::Backend;
use crate::backend::views::drafts::Drafts as DraftList;
use crate::backend::views::{ToDo, TreeLibrary as Library, TreeQuery, Viewer};
use crate::error::AppError;
use crate::ui::{ActiveFilter, ActiveFilters, Done, Empty, Frame, Icon, Pager, Query, Section, Segment, Segments, load};
use drafts::Drafts;
pub(super) use row::TreeFacts;
use row::TreeRow;

const PATH: &str = "/trees";

/// Lists the account's trees, recent first.
#[component]
pub fn TreeLibrary() -> impl IntoView {
    let keeps_trees = use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepTrees));
    let writes = use_context::<Viewer>().is_some_and(|viewer| viewer.may_author);
    let query = Query::of_page();
    let asked = TreeQuery {
        text: query.get("q").to_owned(),
        category: query.get("category").to_owned(),
        archived: keeps_trees && query.get("archived") == "1",
        after: query.filled("after"),
    };
    let narrowed = !asked.text.is_empty() || !asked.category.is_empty();
    let (archived, paged) = (asked.archived, asked.after.is_some());
    let has_drafts = writes && !narrowed && !archived && !paged;
    load(
        move |backend| async move {
            let library = from_the_top(Arc::clone(&backend), asked).await?;
            let drafts: Option<DraftList> = if has_drafts { Some(backend.drafts().await?) } else { None };
            Ok((library, drafts))
        },
        move |(library, drafts)| {
            let query = query.clone();
            let nothing_yet = library.trees.is_empty() && !narrowed && !archived && !paged;
            view! {
                <Frame title=if archived { "Archived trees" } else { "Trees" } section=Section::Trees>
                    <Done />
                    <Head keeps_trees writes archived nothing_yet />
                    {has_drafts.then(for_authors)}
                    {drafts.map(|drafts| view! { <Drafts drafts /> })}
                    {if nothing_yet {
                        view! { <NoTrees keeps_trees writes /> }.into_any()
                    } else {
                        view! { <Shelf library query archived paged narrowed /> }.into_any()
                    }}
                </Frame>
            }
        },
    )
}

/// A page of the library; its first one where the cursor of the address is malformed.
pub(super) async fn from_the_top(backend: Arc<dyn Backend>, query: TreeQuery) -> Result<Library, AppError> {
    match backend.trees(query.clone()).await {
        Err(AppError::Malformed) if query.after.is_some() => backend.trees(TreeQuery { after: None, ..query }).await,
        answer => answer,
    }
}

/// Lists of trees that a switch offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Trees that can be started.
    Library,
    /// Trees that somebody should look at, for those who write them.
    NeedsEyes,
    /// Archived trees, for those who keep them.
    Archived,
}

/// Switch between the lists that the viewer sees; nothing where that is one. A search of one list stays as the viewer goes to another.
pub(super) fn places(present: Place) -> Option<AnyView> {
    let viewer = use_context::<Viewer>()?;
    let keeps_trees = viewer.role.may(Deed::KeepTrees);
    let query = if present == Place::NeedsEyes { Query::default() } else { Query::of_page().without("after").without("done") };
    let views: Vec<Segment> = [
        (true, Place::Library, "Library", query.without("archived").href(PATH)),
        (viewer.may_author, Place::NeedsEyes, "Needs eyes", "/needs-eyes".to_owned()),
        (keeps_trees, Place::Archived, "Archived", query.with("archived", "1").href(PATH)),
    ]
    .into_iter()
    .filter(|(is_there, ..)| *is_there)
    .map(|(_, place, word, href)| Segment { word, href, present: place == present })
    .collect();
    (views.len() > 1).then(|| view! { <Segments label="Which trees" views /> }.into_any())
}

/// What waits for authors, with the way to it.
fn for_authors() -> AnyView {
    let ToDo { reports, proposals, approvals } = use_context::<Viewer>().map(|viewer| viewer.to_do).unwrap_or_default();
    let counted = |count: u32, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        100.. => Some(format!("over 99 {many}")),
        _ => Some(format!("{count} {many}")),
    };
    let parts = [
        counted(proposals, "suggested change", "suggested changes"),
        counted(reports, "reported problem", "reported problems"),
        counted(approvals, "draft that wants an approval", "drafts that want an approval"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let words = if parts.is_empty() {
        "What waits for authors, and what they decided".to_owned()
    } else {
        format!("For authors: {}", parts.join(", "))
    };
    view! {
        <p class="mb-4">
            <a class="link inline-flex min-h-10 items-center gap-2" href="/proposals">
                {Icon::Pencil.view()}
                {words}
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn Head(keeps_trees: bool, writes: bool, archived: bool, nothing_yet: bool) -> impl IntoView {
    view! {
        <div class="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 class="mr-auto">{if archived { "Archived trees" } else { "Trees" }}</h1>
            {places(if archived { Place::Archived } else { Place::Library })}
            // Where nothing is yet, the first step is offered in its place.
            {(writes && !nothing_yet)
                .then(|| {
                    view! {
                        <a class="button" href="/trees/new">
                            {Icon::Pencil.view()}
                            "New tree"
                        </a>
                    }
                })}
            {(keeps_trees && !nothing_yet)
                .then(|| {
                    view! {
                        <a class="button" href="/trees/upload">
                            {Icon::Upload.view()}
                            "Upload a tree"
                        </a>
                    }
                })}
        </div>
    }
}

#[component]
fn Shelf(library: Library, query: Query, archived: bool, paged: bool, narrowed: bool) -> impl IntoView {
    let first = query.without("after");
    let older = library.next.as_deref().map(|next| first.with("after", next).href(PATH));
    let newest = paged.then(|| first.href(PATH));
    let counted = counted(library.trees.len(), older.is_some(), paged, narrowed);
    view! {
        <Search query=query.clone() categories=library.categories archived />
        <div class="mb-2 mt-3 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
            <p class="hint">{counted}</p>
            <ActiveFilters filters=filters(&first) clear=first.without("q").without("category").href(PATH) />
        </div>
        {if library.trees.is_empty() {
            view! { <NothingFound query=first narrowed /> }.into_any()
        } else {
            view! {
                <ul class="card divide-y divide-line" aria-label="Trees">
                    {library.trees.into_iter().map(|card| view! { <TreeRow card /> }).collect_view()}
                </ul>
            }
                .into_any()
        }}
        <Pager what="trees" older newest />
    }
}

/// The library does not know how many there are beyond the page; what it says holds.
fn counted(shown: usize, more: bool, paged: bool, narrowed: bool) -> String {
    let trees = if shown == 1 { "tree" } else { "trees" };
    match (more, paged) {
        (true, false) => format!("The {shown} most recent {trees}"),
        (true, true) => format!("{shown} older {trees}"),
        (false, true) => format!("The {shown} oldest {trees}"),
        (false, false) if narrowed => format!("{shown} {trees} found"),
        (false, false) => format!("{shown} {trees}"),
    }
}

fn filters(query: &Query) -> Vec<ActiveFilter> {
    let says = |name: &'static str, says: fn(&str) -> String| {
        query.filled(name).map(|value| ActiveFilter { says: says(&value), without: query.without(name).href(PATH) })
    };
    [says("q", |words| format!("“{words}”")), says("category", |category| format!("Category: {category}"))].into_iter().flatten().collect()
}

#[component]
fn Search(query: Query, categories: Vec<String>, archived: bool) -> impl IntoView {
    let chosen = query.get("category").to_owned();
    // A category that has no tree any longer stays chosen, or the filter would be on without being seen.
    let unknown = Some(chosen.clone()).filter(|chosen| !chosen.is_empty() && !categories.contains(chosen));
    view! {
        <form class="filters" method="get" action=PATH role="search" data-live="">
            {archived.then(|| view! { <input type="hidden" name="archived" value="1" /> })}
            <div class="search">
                {Icon::Search.view()}
                <label class="sr-only" for="q">
                    "Search in names, steps and commands"
                </label>
                <input class="control" dir="auto" id="q" name="q" type="search" value=query.get("q").to_owned() placeholder="Search names and steps" />
            </div>
            <button class="button">"Search"</button>
            <div class="choice">
                <label class="sr-only" for="category">
                    "Category"
                </label>
                <select class="control" id="category" name="category">
                    <option value="">"All categories"</option>
                    {unknown
                        .into_iter()
                        .chain(categories)
                        .map(|category| {
                            let selected = category == chosen;
                            view! {
                                <option value=category.clone() selected=selected dir="auto">
                                    {category.clone()}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
        </form>
    }
}

#[component]
fn NoTrees(keeps_trees: bool, writes: bool) -> impl IntoView {
    if writes {
        view! {
            <Empty icon=Icon::Tree title="No trees yet">
                <p>"The troubleshooting trees that technicians walk will be here. Write one, or begin with what you have: a runbook, a flowchart, a table."</p>
                <div class="flex flex-wrap justify-center gap-2">
                    <a class="button button-primary" href="/trees/new">
                        {Icon::Pencil.view()}
                        "New tree"
                    </a>
                    {keeps_trees
                        .then(|| {
                            view! {
                                <a class="button" href="/trees/upload">
                                    {Icon::Upload.view()}
                                    "Upload a tree"
                                </a>
                            }
                        })}
                </div>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::Tree title="No trees yet">
                <p>"The troubleshooting trees that you walk will be here. Ask a manager of your account for the first one."</p>
            </Empty>
        }
        .into_any()
    }
}

#[component]
fn NothingFound(query: Query, narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <Empty icon=Icon::Search title="No tree matches">
                <p>"Fewer words find more. The search looks at names, steps, instructions and commands."</p>
                <a class="button" href=query.without("q").without("category").href(PATH)>
                    "Clear filters"
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::Archive title="No trees here">
                <p>"Archived trees are kept here: they can be read, not started."</p>
                <a class="button" href=PATH>
                    "Go to the library"
                </a>
            </Empty>
        }
        .into_any()
    }
}
