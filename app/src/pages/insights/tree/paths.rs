//! The most frequent final paths.

use leptos::prelude::*;
use resolutionflow::insights::figures::tree::PATH;
use resolutionflow::insights::{Path, count};
use resolutionflow::stats::Endings;

use super::{Place, formulas};
use crate::backend::views::insights::TreeReport;
use crate::pages::insights::part::Part;
use crate::pages::insights::table::reads_all;
use crate::ui::Query;

/// Part with the most frequent paths and what the others come to.
#[component]
pub(super) fn FrequentPaths(report: TreeReport, query: Query) -> impl IntoView {
    let paths = report.paths.clone();
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let cut = (report.paths_of != report.days).then(|| report.paths_of.words());
    let finding = view! {
        "What is left of each walk after all that was taken back."
        {cut.map(|days| view! { " These days have too many walks to look at each: paths are of those that ended " <span data-days="">{days}</span> "." })}
    };
    let others = (paths.others > 0).then(|| {
        view! {
            <p class="mt-3">
                <span data-figure=PATH.id>{count(whole(paths.others))}</span>
                {if paths.others == 1 { " other path, " } else { " others, " }}
                <span data-figure=PATH.id>{count(whole(paths.on_others))}</span>
                {if paths.on_others == 1 { " walk." } else { " walks." }}
            </p>
        }
    });
    let rows = paths.top.into_iter().map(|path| view! { <One report=report.clone() path all=paths.walks /> }).collect_view();
    view! {
        <Part place=Place::Tree query id="paths" title="Most frequent paths" finding=finding.into_any() table=report.most_frequent() counted=formulas(&[PATH]) folded=true>
            <ol class="flow-paths card">{rows}</ol>
            {others}
        </Part>
    }
}

#[component]
fn One(report: TreeReport, path: Path, all: u64) -> impl IntoView {
    let number = i64::try_from(path.walks).unwrap_or(i64::MAX);
    let words = format!("{} of {} walks", count(number), count(i64::try_from(all).unwrap_or(i64::MAX)));
    let said = if reads_all() {
        let href = report.took(&path).href("/sessions");
        view! {
            <a class="link" href=href data-figure=PATH.id>
                {words}
            </a>
        }
        .into_any()
    } else {
        view! { <span data-figure=PATH.id>{words}</span> }.into_any()
    };
    let ends = ended(&path.endings);
    let steps = report.steps_of(&path).into_iter().map(|(title, answer)| {
        let answer = answer.map(|answer| view! { " " <span class="flow-answer" dir="auto">{answer}</span> });
        view! { <li><bdi>{title}</bdi>{answer}</li> }
    });
    view! {
        <li>
            <p class="flow-path-head">{said} <span class="hint">{ends}</span></p>
            <ol class="flow-path">{steps.collect_view()}</ol>
        </li>
    }
}

/// How walks of a path ended: `9 at a solution, 2 given up`.
fn ended(endings: &Endings) -> String {
    let kinds = [
        (endings.end, "at a solution"),
        (endings.early, "finished early"),
        (endings.drop, "given up"),
        (endings.other, "resolved externally"),
    ];
    kinds.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{} {word}", count(*number))).collect::<Vec<_>>().join(", ")
}
