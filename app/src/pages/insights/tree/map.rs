//! The drawn map of a version with what walks did at each step: the outline once more, for eyes.

use std::collections::HashMap;

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::{DROP_OFF, SESSIONS};
use resolutionflow::insights::{count, percent, sessions};
use resolutionflow::map::Way;
use resolutionflow::stats::{ENOUGH, NodeFigures, NodeKey, OptionKey, Way as Walked};
use resolutionflow::tree::{Node, NodeId, NodeKind};

use super::outline::{SHOWN, Scales};
use super::{Place, formulas};
use crate::backend::views::insights::{TreeAsked, TreeReport};
use crate::outline::outline;
use crate::pages::insights::part::Part;
use crate::ui::Query;
use crate::ui::chart::{MapStep, MapWay, TreeGraph, TreeMap, kind_of};

/// Part with the map.
#[component]
pub(super) fn FlowMap(report: TreeReport, query: Query) -> impl IntoView {
    let (known, path) = (TreeAsked::known(&query), format!("/insights/trees/{}", report.question.asked.tree));
    let to_outline = known.without("view").without("zoom").without("step").href(&path);
    let picture = drawing(&report, &to_outline, &known, path);
    view! {
        <Part
            place=Place::Tree
            query
            id="map"
            title="Map"
            finding=view! {
                "Sessions that came to each step, with those that were given up there at the end of the bar. Lines are as heavy as they were often taken; those that lead back are dashed. "
                <a class="link" href=format!("{to_outline}#outline")>
                    "The outline says the same in words"
                </a>
                "."
            }
                .into_any()
            table=report.steps()
            counted=formulas(&[SESSIONS, DROP_OFF])
            folded=true
        >
            {picture}
        </Part>
    }
}

fn drawing(report: &TreeReport, to_outline: &str, query: &Query, path: String) -> AnyView {
    let scales = Scales::of(report);
    // In the order of the outline, which is that of the links; only what a walk can reach is in it.
    let nodes: Vec<Node> = outline(&report.tree, usize::MAX).entries.into_iter().map(|entry| entry.node).collect();
    let places: HashMap<_, _> = nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
    let mut ways = Vec::new();
    for (from, node) in nodes.iter().enumerate() {
        let figures = report.node(NodeKey::of(&node.id));
        for (answer, target, taken) in taken(node, &figures) {
            let Some(to) = places.get(target) else { continue };
            let is_answer = answer.is_some();
            let says = is_answer.then(|| (SESSIONS.id, if taken == 0 { "nobody".to_owned() } else { sessions(taken) }));
            let weight = if scales.sessions > 0 { taken as f64 / scales.sessions as f64 } else { 0.0 };
            ways.push((Way { from, to: *to, is_answer }, MapWay { answer: answer.unwrap_or_default(), says, weight }));
        }
    }
    let address = |at: usize| {
        let around = query.with("step", &nodes[at].id.0).href(&path);
        // The outline has the first steps.
        let href = if at < SHOWN { format!("{to_outline}#node-{}", at + 1) } else { around.clone() };
        (href, around)
    };
    let steps = nodes.iter().enumerate().map(|(at, node)| step(report, node, scales, address(at))).collect();
    let around = places.get(&NodeId(query.get("step").to_owned())).copied().unwrap_or(0);
    let graph = TreeGraph { steps, ways };
    view! { <TreeMap label=format!("Map of version {}", report.version) graph around query=query.clone() path=path.clone() /> }.into_any()
}

/// Ways out of a node: the answer, the target, and how often it was taken: by how many sessions an answer, and at how many steps a
/// continuation.
fn taken<'a>(node: &'a Node, figures: &NodeFigures) -> Vec<(Option<String>, &'a resolutionflow::tree::NodeId, i64)> {
    match &node.kind {
        NodeKind::Decision { options } => {
            let chosen = |option: &str| figures.options.get(&OptionKey::of(&node.id, option)).map_or(0, |option| option.sessions);
            options.iter().map(|option| (Some(option.label.clone()), &option.next_node_id, chosen(&option.id))).collect()
        }
        NodeKind::Action { next_node_id, .. } => {
            vec![(None, next_node_id, figures.trail.departures.get(&Walked::Continue).copied().unwrap_or(0))]
        }
        NodeKind::Solution { .. } => Vec::new(),
    }
}

fn step(report: &TreeReport, node: &Node, scales: Scales, (href, around): (String, String)) -> MapStep {
    let figures = report.node(NodeKey::of(&node.id));
    let (icon, kind) = kind_of(&node.kind);
    let dropped = figures.exits.drop;
    let is_enough = u64::try_from(figures.sessions).is_ok_and(|n| n >= ENOUGH);
    let mut says = vec![(SESSIONS.id, if figures.sessions == 0 { "Nobody came here".to_owned() } else { sessions(figures.sessions) })];
    if is_enough && dropped > 0 {
        let rate = figures.drop_off().map(percent).unwrap_or_default();
        says.push((DROP_OFF.id, format!("{} given up ({rate})", count(dropped))));
    }
    let bar = [scales.sessions, figures.sessions, if is_enough { dropped } else { 0 }];
    MapStep { icon, kind, title: node.title.clone(), href, around, says, bar: Some(bar) }
}
