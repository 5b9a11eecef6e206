//! The ad-hoc steps that people add, by the step that they interrupt.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::AD_HOC;
use resolutionflow::insights::{Detour, MOST_DETOURS_READ, count};
use resolutionflow::stats::NodeKey;

use super::{Place, formulas};
use crate::backend::views::insights::TreeReport;
use crate::pages::insights::part::Part;
use crate::pages::insights::said::Said;
use crate::pages::insights::table::reads_all;
use crate::ui::Query;

/// Part with the ad-hoc steps; their words say what the tree lacks.
#[component]
pub(super) fn Detours(report: TreeReport, query: Query) -> impl IntoView {
    let finding = match report.detours_read {
        0 => "Nobody added a step in these days.".into_any(),
        read if read >= u64::from(MOST_DETOURS_READ) => {
            let read = count(i64::try_from(read).unwrap_or(i64::MAX));
            view! { "What people do that the tree does not say, in the newest " <Said figure=AD_HOC text=read /> " sessions with such a step." }.into_any()
        }
        _ => "What people do that the tree does not say.".into_any(),
    };
    let nodes = report.tree.nodes().iter().filter_map(|node| {
        let key = NodeKey::of(&node.id);
        let (detours, others) = report.detours.get(&key)?.clone();
        Some(view! { <AtStep report=report.clone() title=node.title.clone() key_of=key detours others /> })
    });
    let nodes = nodes.collect_view();
    let some = report.detours_read > 0;
    view! {
        <Part place=Place::Tree query id="ad-hoc" title="Steps that people add" finding table=report.ad_hoc() counted=formulas(&[AD_HOC]) folded=true>
            {some.then(|| view! { <ul class="card divide-y divide-line">{nodes}</ul> })}
        </Part>
    }
}

/// Ad-hoc steps at one step: `37 of 412 leave here to clear the queue, 29 resolved`.
#[component]
fn AtStep(report: TreeReport, title: String, key_of: NodeKey, detours: Vec<Detour>, others: u64) -> impl IntoView {
    let figures = report.node(key_of);
    let visited = figures.sessions;
    let link = (figures.ad_hoc.sessions > 0 && reads_all()).then(|| {
        let href = report.walks().with("ad_hoc", &resolutionflow::stats::Mark::from(key_of).to_string()).href("/sessions");
        view! {
            " "
            <a class="link text-sm" href=href data-figure=AD_HOC.id>
                {format!("These {}", resolutionflow::insights::sessions(figures.ad_hoc.sessions))}
            </a>
        }
    });
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    view! {
        <li class="px-4 py-3 wrap-anywhere">
            <h3 class="font-medium">
                <bdi>{title}</bdi>
                {link}
            </h3>
            <ul class="mt-1 space-y-1">
                {detours
                    .into_iter()
                    .map(|detour| {
                        view! {
                            <li>
                                <span data-figure=AD_HOC.id>{format!("{} of {}", count(whole(detour.sessions)), count(visited))}</span>
                                {if detour.sessions == 1 { " leaves here for " } else { " leave here for " }}
                                <bdi>{format!("“{}”", detour.words)}</bdi>
                                ", "
                                <span data-figure=AD_HOC.id>{count(whole(detour.solved))}</span>
                                " resolved"
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {(others > 0).then(|| view! { <p class="hint mt-1">{format!("and {others} other words")}</p> })}
        </li>
    }
}
