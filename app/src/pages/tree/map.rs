//! `/trees/:key/map`: a tree as a drawing.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use resolutionflow::tree::{Node, NodeId};

use super::SHOWN;
use crate::backend::views::TreePage as Page;
use crate::outline::outline;
use crate::ui::chart::{MapStep, TreeGraph, TreeMap, kind_of, ways_of};
use crate::ui::{Frame, Icon, Query, Section, load};

/// Shows a tree as a map, of whose steps each leads to its place in the outline.
#[component]
pub fn TreeMapPage() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    let query = Query::of_page();
    load(|backend| async move { backend.tree(&key).await }, move |page| show(&page, &query))
}

fn show(page: &Page, query: &Query) -> AnyView {
    let path = format!("/trees/{}", page.card.key);
    let known = Query::default().with("step", query.get("step")).with("zoom", query.get("zoom"));
    let nodes: Vec<Node> = outline(&page.tree, usize::MAX).entries.into_iter().map(|entry| entry.node).collect();
    let places: HashMap<&NodeId, usize> = nodes.iter().enumerate().map(|(at, node)| (&node.id, at)).collect();
    let around = places.get(&NodeId(query.get("step").to_owned())).copied().unwrap_or(0);
    let graph = graph(&nodes, &places, &known, &path);
    let with_figures = Query::default().with("view", "map").href(&format!("/insights/trees/{}", page.card.key));
    let label = format!("Map of {}", page.card.name);
    view! {
        <Frame title=format!("{} · Map", page.card.name) section=Section::Trees>
            <p class="mb-1">
                <a class="link inline-flex items-center gap-1" href=path.clone()>
                    {Icon::ArrowLeft.view()}
                    "Outline"
                </a>
            </p>
            <h1 class="wrap-anywhere" dir="auto">{label.clone()}</h1>
            <p class="hint mt-1 mb-4">
                "Each step leads to its place in the outline, which says the same in words. Lines that lead back are dashed. "
                <a class="link" href=with_figures>
                    "The map with what walks did"
                </a> "."
            </p>
            <TreeMap label graph around query=known path=format!("{path}/map") />
        </Frame>
    }
    .into_any()
}

fn graph(nodes: &[Node], places: &HashMap<&NodeId, usize>, known: &Query, path: &str) -> TreeGraph {
    let boxes = nodes.iter().enumerate().map(|(at, node)| {
        let (icon, kind) = kind_of(&node.kind);
        let around = known.with("step", &node.id.0).href(&format!("{path}/map"));
        // The outline has the first steps.
        let href = if at < SHOWN { format!("{path}#node-{}", at + 1) } else { around.clone() };
        MapStep { icon, kind, title: node.title.clone(), href, around, says: Vec::new(), bar: None }
    });
    let ways = nodes.iter().enumerate().flat_map(|(from, node)| ways_of(from, &node.kind, |id| places.get(id).copied()));
    TreeGraph { steps: boxes.collect(), ways: ways.collect() }
}
