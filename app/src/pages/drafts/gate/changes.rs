//! What the draft changes: by whom, each to be taken back, and all of it in sentences.

use leptos::prelude::*;
use resolutionflow::text::brief;
use resolutionflow::tree::NodeId;

use super::super::bar::counted;
use super::{button, section as gate_section};
use crate::backend::views::drafts::DraftPage;
use crate::backend::views::gate::{Entry, GatePage};
use crate::ui::{Instant, Query};

/// Sentences on the page; the Changes tab has all of them.
const SENTENCES: usize = 200;

/// Link to the form of a step, if the draft has it.
pub(in crate::pages::drafts) fn step_link(page: &DraftPage, node: Option<&NodeId>) -> Option<AnyView> {
    let node = node.filter(|id| page.document.nodes.iter().any(|node| node.id == **id))?;
    let href = Query::default().with("step", &node.0).href(&format!("/drafts/{}", page.card.id));
    let link = view! {
        <a class="link" href=href>
            "Edit"
            <span class="sr-only">" step " {brief(&node.0).into_owned()}</span>
        </a>
    };
    Some(link.into_any())
}

/// The section of the changes.
pub(super) fn section(page: &DraftPage, gate: &GatePage) -> AnyView {
    let title = page.card.base.as_ref().map_or_else(
        || "What the new tree has".to_owned(),
        |(_, version)| format!("{} since version {version}", counted(gate.changes.len(), "change")),
    );
    let body = view! {
        {by_author(&gate.entries)}
        {sentences(page, gate)}
        <p class="mt-3">
            <a class="link" href=format!("/drafts/{}/changes", page.card.id)>
                "As a difference of texts, with everything that was done"
            </a>
        </p>
    };
    gate_section("changes", title, body.into_any())
}

/// Changes that stand, under the names of those who made them, in the order of their last ones.
fn by_author(entries: &[Entry]) -> AnyView {
    let mut people = Vec::new();
    for entry in entries {
        if !people.contains(&&entry.by) {
            people.push(&entry.by);
        }
    }
    let parts = people.into_iter().map(|person| {
        let rows = entries.iter().filter(|entry| entry.by == *person).map(row).collect_view();
        view! {
            <h3 class="mt-3">
                <bdi>{person.name.clone()}</bdi>
            </h3>
            <ol class="divide-y divide-line">{rows}</ol>
        }
    });
    parts.collect_view().into_any()
}

fn row(entry: &Entry) -> AnyView {
    let more = format!(": {}", entry.sentence);
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2">
            <div class="min-w-0 flex-1 basis-64 wrap-anywhere">
                <p dir="auto">{entry.sentence.clone()}</p>
                <p class="hint">
                    <Instant at=entry.at aged=true />
                </p>
            </div>
            {button(format!("take-back:{}", entry.revision), "Take this change back", more)}
        </li>
    }
    .into_any()
}

fn sentences(page: &DraftPage, gate: &GatePage) -> AnyView {
    if gate.changes.is_empty() {
        return view! { <p class="text-muted">"Nothing is changed."</p> }.into_any();
    }
    let more = gate.changes.len().saturating_sub(SENTENCES);
    let rows = gate.changes.iter().take(SENTENCES).map(|change| {
        view! {
            <li class="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
                <span class="min-w-0 wrap-anywhere" dir="auto">
                    {change.sentence.clone()}
                </span>
                {step_link(page, change.node.as_ref())}
            </li>
        }
    });
    view! {
        <details class="mt-3" open=gate.changes.len() <= 20>
            <summary class="link inline-flex min-h-10 items-center">
                {format!("All of it, in {}", counted(gate.changes.len().min(SENTENCES), "sentence"))}
            </summary>
            <ol class="divide-y divide-line">{rows.collect_view()}</ol>
            {(more > 0).then(|| view! { <p class="mt-2">{format!("… and {more} more.")}</p> })}
        </details>
    }
    .into_any()
}
