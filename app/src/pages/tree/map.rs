//! `/trees/:key/map`: a tree as a drawing.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use resolutionflow::tree::Node;

use super::SHOWN;
use crate::backend::views::TreePage as Page;
use crate::outline::outline;
use crate::pages::maps::{self, Drawn, Figures};
use crate::ui::chart::TreeMap;
use crate::ui::{Frame, Icon, Query, Section, load};

/// Shows a tree as a map, of whose steps each leads to its place in the outline.
#[component]
pub fn TreeMapPage() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    let query = Query::of_page();
    let asked = maps::asked(&query);
    load(
        |backend| async move {
            let page = backend.tree(&key).await?;
            let figures = Figures::read(&backend, asked, &page.card.key, None).await?;
            Ok((page, figures))
        },
        move |(page, figures)| show(&page, &figures, &query),
    )
}

fn show(page: &Page, figures: &Figures, query: &Query) -> AnyView {
    let path = format!("/trees/{}", page.card.key);
    let (known, map) = (maps::known(query), format!("{path}/map"));
    let nodes: Vec<Node> = outline(&page.tree, usize::MAX).entries.into_iter().map(|entry| entry.node).collect();
    let around = nodes.iter().position(|node| node.id.0 == query.get("step")).unwrap_or(0);
    let graph = maps::graph(drawn(&nodes, &known, &path), figures.drawn());
    let label = format!("Map of {}", page.card.name);
    let line = figures.line(&known, &map, &page.card.key);
    view! {
        <Frame title=format!("{} · Map", page.card.name) section=Section::Trees>
            <p class="mb-1">
                <a class="link inline-flex items-center gap-1" href=path>
                    {Icon::ArrowLeft.view()}
                    "Outline"
                </a>
            </p>
            <h1 class="wrap-anywhere" dir="auto">{label.clone()}</h1>
            <p class="hint mt-1 mb-2">
                "Each step leads to its place in the outline, which says the same in words. Lines that lead back are dashed."
            </p>
            {line}
            <TreeMap label graph around query=known path=map />
        </Frame>
    }
    .into_any()
}

fn drawn<'n>(nodes: &'n [Node], known: &Query, path: &str) -> Vec<Drawn<'n>> {
    let steps = nodes.iter().enumerate().map(|(at, node)| {
        let around = known.with("step", &node.id.0).href(&format!("{path}/map"));
        // The outline has the first steps.
        let href = if at < SHOWN { format!("{path}#node-{}", at + 1) } else { around.clone() };
        Drawn { id: &node.id, kind: &node.kind, title: node.title.clone(), href, around, says: Vec::new() }
    });
    steps.collect()
}
