//! The drawn map of a version with what walks did at each step: the outline once more, for eyes.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::{DROP_OFF, SESSIONS};
use resolutionflow::tree::Node;

use super::outline::SHOWN;
use super::{Place, formulas};
use crate::backend::views::insights::{TreeAsked, TreeReport};
use crate::outline::outline;
use crate::pages::insights::part::Part;
use crate::pages::maps::{Drawn, graph};
use crate::ui::Query;
use crate::ui::chart::TreeMap;

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
    // In the order of the outline, which is that of the links; only what a walk can reach is in it.
    let nodes: Vec<Node> = outline(&report.tree, usize::MAX).entries.into_iter().map(|entry| entry.node).collect();
    let around = nodes.iter().position(|node| node.id.0 == query.get("step")).unwrap_or(0);
    let steps = nodes.iter().enumerate().map(|(at, node)| {
        let around = query.with("step", &node.id.0).href(&path);
        // The outline has the first steps.
        let href = if at < SHOWN { format!("{to_outline}#node-{}", at + 1) } else { around.clone() };
        Drawn { id: &node.id, kind: &node.kind, title: node.title.clone(), href, around, says: Vec::new() }
    });
    let graph = graph(steps.collect(), Some(&report.map()));
    view! { <TreeMap label=format!("Map of version {}", report.version) graph around query=query.clone() path=path.clone() /> }.into_any()
}
