//! The outline of a version with what walks did at each step.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::{ANSWER_DROPS, ARRIVALS, DROP_OFF, HOURS, MEDIAN, P90, SESSIONS};
use resolutionflow::stats::{NodeFigures, NodeKey, Quantile};

use super::node::FlowNode;
use super::{Place, formulas};
use crate::backend::views::insights::TreeReport;
use crate::outline::outline;
use crate::pages::insights::part::Part;
use crate::ui::Query;

/// The most steps on the page; the file has all of them.
pub(super) const SHOWN: usize = 500;

/// Numbers by which the bars of all steps are drawn.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scales {
    /// Sessions of the step with most of them.
    pub(super) sessions: i64,
    /// Seconds of all steps together.
    pub(super) seconds: i64,
    /// Seconds of the step with the largest p90.
    pub(super) p90: u64,
}

impl Scales {
    pub(super) fn of(report: &TreeReport) -> Self {
        let nodes = || report.nodes.values();
        let p90 = |node: &NodeFigures| node.active.quantile(Quantile::P90).map_or(0, |seconds| seconds.0);
        Self {
            sessions: nodes().map(|node| node.sessions).max().unwrap_or(0),
            seconds: report.seconds(),
            p90: nodes().filter(|node| node.sessions >= 10).map(p90).max().unwrap_or(0),
        }
    }
}

/// Part with the outline, and the same as tables.
#[component]
pub(super) fn FlowOutline(report: TreeReport, query: Query) -> impl IntoView {
    let scales = Scales::of(&report);
    let entries = outline(&report.tree, SHOWN).entries;
    let (shown, all) = (entries.len(), report.tree.nodes().len());
    let elsewhere = report.nodes.keys().filter(|key| !report.tree.nodes().iter().any(|node| NodeKey::of(&node.id) == **key)).count();
    let nodes = entries.into_iter().map(|entry| view! { <FlowNode report=report.clone() entry scales /> }).collect_view();
    view! {
        <Part
            place=Place::Tree
            query=query.clone()
            id="outline"
            title="Outline"
            finding="Sessions that came to each step, with those that were given up there at the end of the bar; its share of the hours; and the time at it, from the median to the p90."
                .into_any()
            table=report.steps()
            counted=formulas(&[SESSIONS, ARRIVALS, DROP_OFF, HOURS, MEDIAN, P90])
            folded=true
        >
            <ol class="tree-outline flow-outline card">{nodes}</ol>
            {(shown < all)
                .then(|| {
                    view! {
                        <p class="notice mt-4">
                            {format!("These are the first {shown} of {all} steps, in the order in which a walk meets them. The CSV file has them all.")}
                        </p>
                    }
                })}
            {(elsewhere > 0)
                .then(|| view! { <p class="notice mt-4">{format!("Walks that other programs wrote were at {elsewhere} steps that this version does not have.")}</p> })}
        </Part>
        <Part
            place=Place::Tree
            query
            id="answers"
            title="Answers"
            finding="How many chose each answer, and how many of them were given up later, wherever that was.".into_any()
            table=report.answers()
            counted=formulas(&[SESSIONS, ANSWER_DROPS, MEDIAN, P90])
            folded=true
        >
            ""
        </Part>
    }
}
