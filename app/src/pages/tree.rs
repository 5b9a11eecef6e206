//! `/trees/:key`: one tree, to read, start, download and archive.

mod care;
mod map;
mod node;
mod reports;
mod warnings;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;
use resolutionflow::access::Deed;
use resolutionflow::tree::{NodeKind, Tree, warnings};

use super::trees::TreeFacts;
use crate::api::drafts::BeginDraft;
use crate::api::reviews::SetCare;
use crate::api::trees::{ArchiveTree, SettleReport};
use crate::backend::views::{TreeCard, TreePage as Page, Viewer};
use crate::outline::outline;
use crate::ui::{Done, FormFault, Frame, Hidden, Icon, Query, Section, load};
use care::Care;
pub use map::TreeMapPage;
use node::OutlineNode;
pub(super) use node::{After, CommandBox, DEEPEST, NodeTitle, Target};
use reports::Reports;
pub(super) use warnings::Warnings;

/// The most nodes on the page: more are not readable there, and the file has them all.
const SHOWN: usize = 500;

/// Ids and titles of a tree's steps, in the order of its outline, as far as that goes.
pub(super) fn outlined(tree: &Tree) -> Vec<(String, String)> {
    outline(tree, SHOWN).entries.into_iter().map(|entry| (entry.node.id.0, entry.node.title)).collect()
}

/// Shows a tree and its outline.
#[component]
pub fn TreePage() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    load(
        |backend| async move { backend.tree(&key).await },
        |page| {
            view! {
                <Frame title=page.card.name.clone() section=Section::Trees>
                    <Done />
                    <FormFault action=ArchiveTree::url() />
                    <FormFault action=SettleReport::url() />
                    <FormFault action=BeginDraft::url() />
                    <FormFault action=SetCare::url() />
                    <Head card=page.card.clone() />
                    {page.budget.map(|budget| view! { <p class="hint mt-2">{format!("Session budget: {budget}, to be kept by {}\u{a0}%.", budget.target.percent())}</p> })}
                    <Care page=page.clone() />
                    <Reports page=page.clone() />
                    {keeps_trees().then(|| {
                        let warnings = warnings(page.tree.nodes().iter().map(|node| (&node.id, &node.kind)));
                        view! { <Warnings warnings class="mt-8" /> }
                    })}
                    <Outline page />
                </Frame>
            }
        },
    )
}

fn keeps_trees() -> bool {
    use_context::<Viewer>().is_some_and(|viewer| viewer.role.may(Deed::KeepTrees))
}

#[component]
fn Head(card: TreeCard) -> impl IntoView {
    let keeps_trees = keeps_trees();
    let writes = use_context::<Viewer>().is_some_and(|viewer| viewer.may_author);
    let start = Query::default().with("tree", &card.key).href("/start");
    let file = format!("/trees/{}/tree.json", card.key);
    let (key, archived) = (card.key.clone(), card.archived);
    let versions = format!("/trees/{key}/versions");
    let compared = (card.version > 1).then(|| format!("/insights/trees/{key}/versions"));
    view! {
        <div class="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
            <div class="min-w-0 max-w-3xl basis-2xl wrap-anywhere">
                <h1 dir="auto">{card.name.clone()}</h1>
                {(!card.description.is_empty()).then(|| view! { <p class="mt-1 text-lg text-muted" dir="auto">{card.description.clone()}</p> })}
                <TreeFacts card />
            </div>
            <div class="flex flex-wrap items-center gap-2">
                {(!archived)
                    .then(|| {
                        view! {
                            <a class="button button-primary" href=start>
                                {Icon::Play.view()}
                                "Start walk"
                            </a>
                        }
                    })}
                <a class="button" href=file download="">
                    {Icon::Download.view()}
                    "Download file"
                </a>
                <a class="button" href=versions>
                    {Icon::Copy.view()}
                    "Versions"
                </a>
                {compared
                    .map(|href| {
                        view! {
                            <a class="button" href=href>
                                {Icon::Merge.view()}
                                "Compare versions"
                            </a>
                        }
                    })}
                {writes
                    .then(|| {
                        view! {
                            <form method="post" action=BeginDraft::url()>
                                <Hidden name="command_id" value=super::drafts::command() />
                                <Hidden name="from" value="tree" />
                                <Hidden name="tree" value=key.clone() />
                                <button class="button">{Icon::Pencil.view()} "Edit"</button>
                            </form>
                            <a class="button" href=Query::default().with("tree", &key).href("/trees/new")>
                                {Icon::Copy.view()}
                                "Copy"
                            </a>
                        }
                    })}
                {keeps_trees
                    .then(|| {
                        view! {
                            <a class="button" href=format!("/trees/{key}/budgets")>
                                {Icon::Clock.view()}
                                "Time budgets"
                            </a>
                            <Archive key archived />
                        }
                    })}
            </div>
        </div>
        {archived
            .then(|| {
                view! {
                    <p class="notice mt-4 flex gap-3">
                        <span class="pt-0.5">{Icon::Archive.view()}</span>
                        "This tree is archived. It can be read, but no walk can be started on it. Sessions that walked it keep it."
                    </p>
                }
            })}
    }
}

#[component]
fn Archive(key: String, archived: bool) -> impl IntoView {
    let (word, icon, then) = if archived { ("Restore", Icon::ArchiveRestore, "false") } else { ("Archive", Icon::Archive, "true") };
    view! {
        <form method="post" action=ArchiveTree::url()>
            <Hidden name="key" value=key />
            <Hidden name="archived" value=then />
            <button class="button">{icon.view()} {word}</button>
        </form>
    }
}

#[component]
fn Outline(page: Page) -> impl IntoView {
    let outline = outline(&page.tree, SHOWN);
    let kinds = Kinds::of(&page);
    let (shown, all) = (outline.entries.len(), page.tree.nodes().len());
    view! {
        <section class="mt-8" aria-labelledby="outline">
            <div class="mb-3 flex flex-wrap items-baseline gap-x-3">
                <h2 id="outline">"Outline"</h2>
                <p class="hint">{kinds.said()}</p>
                <a class="link ml-auto" href=format!("/trees/{}/map", page.card.key)>
                    "Map"
                </a>
            </div>
            <ol class="tree-outline card">
                {outline.entries.into_iter().map(|entry| {
                    let pace = page.tree.position(&entry.node.id).and_then(|at| page.pace.iter().find(|pace| pace.position == at)).cloned();
                    view! { <OutlineNode entry pace /> }
                }).collect_view()}
            </ol>
            {(shown < all)
                .then(|| {
                    view! {
                        <p class="notice mt-4">
                            {format!("These are the first {shown} of {all} nodes, in the order in which a walk meets them. The file has them all: ")}
                            <a class="link" href=format!("/trees/{}/tree.json", page.card.key) download="">
                                "Download file"
                            </a>
                            "."
                        </p>
                    }
                })}
        </section>
    }
}

/// Number of nodes of each type.
struct Kinds {
    decisions: usize,
    actions: usize,
    solutions: usize,
}

impl Kinds {
    fn of(page: &Page) -> Self {
        let count = |is: fn(&NodeKind) -> bool| page.tree.nodes().iter().filter(|node| is(&node.kind)).count();
        Self {
            decisions: count(|kind| matches!(kind, NodeKind::Decision { .. })),
            actions: count(|kind| matches!(kind, NodeKind::Action { .. })),
            solutions: count(|kind| matches!(kind, NodeKind::Solution { .. })),
        }
    }

    fn said(&self) -> String {
        let of = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        format!("{} · {} · {}", of(self.decisions, "decision"), of(self.actions, "action"), of(self.solutions, "solution"))
    }
}
