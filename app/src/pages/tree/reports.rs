//! Problems that technicians reported with the tree's steps.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::trees::SettleReport;
use crate::backend::views::{StepReport, TreePage};
use crate::ui::{Hidden, Icon, Instant};

/// Open problem reports, oldest first; for users who write trees.
#[component]
pub(super) fn Reports(page: TreePage) -> impl IntoView {
    let TreePage { card, tree, reports, .. } = page;
    (!reports.is_empty()).then(move || {
        let rows = reports.into_iter().map(|report| {
            let title = tree.node(&report.node).map(|node| node.title.clone());
            let gone = title.is_none();
            view! { <Row key=card.key.clone() title=title.unwrap_or_else(|| report.node.to_string()) gone report /> }
        });
        view! {
            <section class="mt-8" aria-labelledby="reports">
                <h2 class="mb-3" id="reports">
                    "Reported problems"
                </h2>
                <ul class="card divide-y divide-line">{rows.collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Row(
    key: String,
    title: String,
    /// True if the latest version has no such step.
    gone: bool,
    report: StepReport,
) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 py-4">
            <div class="min-w-0 basis-96 grow">
                <h3 class="wrap-anywhere" dir="auto">{title.clone()}</h3>
                <p class="typed mt-1" dir="auto">{report.problem}</p>
                <p class="hint mt-1">
                    <bdi dir="auto">{report.by.name}</bdi> ", " <Instant at=report.at aged=true /> {format!(", version {}. ", report.version)}
                    {gone.then_some("The latest version has no such step. ")}
                    <a class="link" href=format!("/sessions/{}", report.session)>
                        "Read the session"
                    </a>
                </p>
            </div>
            <form method="post" action=SettleReport::url()>
                <Hidden name="key" value=key />
                <Hidden name="report" value=report.id.to_string() />
                <button class="button">
                    {Icon::Check.view()} "Seen to" <span class="sr-only">{format!(": {title}")}</span>
                </button>
            </form>
        </li>
    }
}
