//! One step of the outline.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::{DROP_OFF, HOURS, MEDIAN, P90, SESSIONS};
use resolutionflow::insights::{count, percent, sessions};
use resolutionflow::stats::{NodeFigures, NodeKey, OptionKey, Quantile, Rate, is_enough};
use resolutionflow::time::Seconds;
use resolutionflow::tree::NodeKind;

use super::outline::Scales;
use crate::backend::views::insights::{TreeReport, seconds};
use crate::outline::{Entry, Exit};
use crate::pages::insights::table::reads_all;
use crate::pages::tree::{After, DEEPEST, NodeTitle, Target};
use crate::ui::chart::{FlowBar, SpanBar};

/// A step with its bars, its numbers in words, and its ways out.
#[component]
pub(super) fn FlowNode(report: TreeReport, entry: Entry, scales: Scales) -> impl IntoView {
    let number = entry.number;
    let key = NodeKey::of(&entry.node.id);
    let figures = report.node(key);
    let visitors = (figures.sessions > 0 && reads_all()).then(|| report.visitors(key).href("/sessions"));
    let node_id = entry.node.id.clone();
    let options = match &entry.node.kind {
        NodeKind::Decision { options } => options.iter().map(|option| OptionKey::of(&node_id, &option.id)).map(Some).collect(),
        NodeKind::Action { .. } | NodeKind::Solution { .. } => vec![None],
    };
    let ways = entry.exits.into_iter().zip(options).map(|(exit, option)| {
        let chosen = option.map(|option| {
            let sessions = figures.options.get(&option).map_or(0, |option| option.sessions);
            let href = (sessions > 0 && reads_all()).then(|| report.chosen(option).href("/sessions"));
            (sessions, href)
        });
        view! { <Way exit chosen scale=figures.sessions /> }
    });
    let ways = ways.collect_view();
    view! {
        <li class="outline-node" id=format!("node-{number}") data-depth=entry.depth.min(DEEPEST).to_string()>
            <After answer=entry.answer />
            <div class="flow-step">
                <div class="outline-title">
                    <NodeTitle node=entry.node />
                </div>
                <Figures figures=figures.clone() visitors scales />
            </div>
            <ul class="outline-exits">{ways}</ul>
        </li>
    }
}

/// Bars of a step, with the same in words.
#[component]
fn Figures(figures: NodeFigures, visitors: Option<String>, scales: Scales) -> impl IntoView {
    let n = figures.sessions;
    if n == 0 {
        return view! { <p class="flow-none hint" data-figure=SESSIONS.id>"Nobody came here"</p> }.into_any();
    }
    let said = match visitors {
        Some(href) => view! {
            <a class="link" href=href data-figure=SESSIONS.id>
                {sessions(n)}
            </a>
        }
        .into_any(),
        None => view! { <span data-figure=SESSIONS.id>{sessions(n)}</span> }.into_any(),
    };
    let is_said = is_enough(n);
    let dropped = (is_said && figures.exits.drop > 0).then(|| {
        let rate = figures.drop_off().map(percent).unwrap_or_default();
        view! {
            ", "
            <span class="flow-dropped" data-figure=DROP_OFF.id>
                {format!("{} given up ({rate})", count(figures.exits.drop))}
            </span>
        }
    });
    let came = view! {
        <div class="flow-figure">
            <FlowBar whole=scales.sessions part=n lost=if is_said { figures.exits.drop } else { 0 } />
            <p>{said}{dropped}</p>
        </div>
    };
    if !is_said {
        return view! { <div class="flow-figures">{came} <p class="hint flow-few">"not enough data"</p></div> }.into_any();
    }
    let hours = Rate::new(seconds(&figures), scales.seconds).map(percent).unwrap_or_default();
    let quantile = |quantile| figures.active.quantile(quantile).unwrap_or(Seconds(0));
    let (median, p90) = (quantile(Quantile::MEDIAN), quantile(Quantile::P90));
    view! {
        <div class="flow-figures">
            {came}
            <div class="flow-figure">
                <FlowBar whole=scales.seconds part=seconds(&figures) lost=0 />
                <p>
                    <span data-figure=HOURS.id>{hours}</span>
                    " of the hours"
                </p>
            </div>
            <div class="flow-figure">
                <SpanBar whole=scales.p90 from=median.0 to=p90.0 />
                <p>
                    <span data-figure=MEDIAN.id>{median.to_string()}</span>
                    ", p90 "
                    <span data-figure=P90.id>{p90.to_string()}</span>
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// Way out of a step: an answer with how many chose it, or the continuation where it does not simply go on below.
#[component]
fn Way(
    exit: Exit,
    /// Sessions that chose the answer, and their address.
    chosen: Option<(i64, Option<String>)>,
    /// Sessions of the step.
    scale: i64,
) -> impl IntoView {
    let label = exit.label.clone();
    (label.is_some() || exit.elsewhere).then(|| {
        let chosen = chosen.map(|(number, href)| {
            let said = match href {
                Some(href) => view! {
                    <a class="link" href=href data-figure=SESSIONS.id>
                        {sessions(number)}
                    </a>
                }
                .into_any(),
                None => view! { <span data-figure=SESSIONS.id>{if number == 0 { "nobody".to_owned() } else { sessions(number) }}</span> }
                    .into_any(),
            };
            view! {
                <span class="flow-chosen">
                    <FlowBar whole=scale part=number lost=0 />
                    {said}
                </span>
            }
        });
        view! {
            <li class="flow-way">
                <span>
                    {label.map(|label| view! { <span class="font-medium text-ink" dir="auto">{label}</span> " " })}
                    <Target exit />
                </span>
                {chosen}
            </li>
        }
    })
}
