//! Problems that technicians reported, and which of them the draft settles.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::id::CommandId;

use super::changes::step_link;
use super::section as gate_section;
use crate::api::gate::{GateFields, PublishDraft};
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::gate::{GatePage, Settling};
use crate::posted::Posted;
use crate::ui::{Hidden, Instant};

/// The section of the problems; none if there are none.
pub(super) fn section(page: &DraftPage, gate: &GatePage) -> Option<AnyView> {
    if gate.reports.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = gate.reports.iter().enumerate().map(|(at, settling)| row(page, at, settling)).collect();
    let body = view! {
        <p class="mb-2">"Publishing settles those that are ticked, under the number of the version. The ticks stay with the draft until then."</p>
        <ul class="divide-y divide-line">{rows}</ul>
    };
    Some(gate_section("settles", "Reported problems that this version settles", body.into_any()))
}

fn row(page: &DraftPage, at: usize, settling: &Settling) -> AnyView {
    let (key, report) = (GateFields::report(at), &settling.report);
    let id = format!("settles-{at}");
    let is_ticked = ticked(report.id).unwrap_or(settling.is_ticked);
    let node = page.document.nodes.iter().find(|node| node.id == report.node);
    let title = node.map_or_else(|| format!("{}, which is not in this draft", report.node), |node| node.title.clone());
    let about = format!(", version {}. ", report.version);
    view! {
        <li class="flex items-start gap-3 py-3">
            <Hidden name=format!("form[reports][{key}]") value=report.id.to_string() />
            <input class="mt-1.5" type="checkbox" id=id.clone() name=format!("form[settles][{key}]") value="1" checked=is_ticked />
            <div class="min-w-0 flex-1 wrap-anywhere">
                <label class="typed" for=id dir="auto">
                    {report.problem.clone()}
                </label>
                <p class="hint">
                    <bdi>{title}</bdi> " · " <bdi>{report.by.name.clone()}</bdi> ", " <Instant at=report.at aged=true /> {about}
                    <a class="link" href=format!("/sessions/{}", report.session)>
                        "Read the session"
                    </a> " " {node.map(|node| step_link(page, Some(&node.id)))}
                </p>
            </div>
        </li>
    }
    .into_any()
}

/// If a refused form listed a problem, whether it was ticked there.
fn ticked(report: CommandId) -> Option<bool> {
    let posted = Posted::to(PublishDraft::url())?;
    let id = report.to_string();
    let (name, _) = posted.fields.iter().find(|(name, value)| name.starts_with("form[reports]") && **value == id)?;
    Some(posted.fields.contains_key(&name.replace("[reports]", "[settles]")))
}
