//! The ad-hoc steps that people add, by the step that they interrupt.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::AD_HOC;
use resolutionflow::insights::{Detours as Words, count};
use resolutionflow::stats::NodeKey;

use super::{Place, formulas};
use crate::backend::views::insights::TreeReport;
use crate::pages::insights::part::Part;
use crate::pages::insights::table::reads_all;
use crate::ui::Query;

/// Part with the ad-hoc steps; their words say what the tree lacks.
#[component]
pub(super) fn Detours(report: TreeReport, query: Query) -> impl IntoView {
    let finding = match report.detours_read {
        0 => "Nobody added a step in these days.".into_any(),
        _ if report.detours_of != report.days => {
            let days = report.detours_of.words();
            view! {
                "What people do that the tree does not say. These days have too many sessions with such a step to read each: these are of "
                <span data-days="">{days}</span>
                "."
            }
            .into_any()
        }
        _ => "What people do that the tree does not say.".into_any(),
    };
    let nodes = report.tree.nodes().iter().filter_map(|node| {
        let key = NodeKey::of(&node.id);
        let detours = report.detours.get(&key)?.clone();
        Some(view! { <AtStep report=report.clone() title=node.title.clone() key_of=key detours /> })
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
fn AtStep(report: TreeReport, title: String, key_of: NodeKey, detours: Words) -> impl IntoView {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let Words { sessions, visitors, words, others } = detours;
    let link = (sessions > 0 && reads_all()).then(|| {
        let href = report.added_at(key_of).href("/sessions");
        view! {
            " "
            <a class="link text-sm" href=href data-figure=AD_HOC.id>
                {format!("These {}", resolutionflow::insights::sessions(whole(sessions)))}
            </a>
        }
    });
    view! {
        <li class="px-4 py-3 wrap-anywhere">
            <h3 class="font-medium">
                <bdi>{title}</bdi>
                {link}
            </h3>
            <ul class="mt-1 space-y-1">
                {words
                    .into_iter()
                    .map(|detour| {
                        view! {
                            <li>
                                <span data-figure=AD_HOC.id>{format!("{} of {}", count(whole(detour.sessions)), count(whole(visitors)))}</span>
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
