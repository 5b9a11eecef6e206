//! `/drafts/:draft/import`: what became of the file that a draft was made of, and what its fields mean.

mod mapper;

use ::import::{Entry, Fate, Report};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::tree::NodeId;

use super::bar::{self, Tab};
use super::{draft, name_of};
use crate::api::drafts::MapImport;
use crate::backend::views::drafts::{DraftImport as Import, DraftPage};
use crate::ui::{Done, FormFault, Frame, Icon, Query, Section};

/// Entries that a page shows of each kind.
const SHOWN: usize = 200;

/// Kinds of entries, those that ask for somebody first: the word of the address, the heading, what they are.
const PARTS: [(Fate, &str, &str, &str); 3] = [
    (Fate::LeftOut, "left-out", "Left out", "Nothing of the draft has these. Add by hand what is needed."),
    (Fate::Changed, "changed", "Changed", "The draft has these in another form, or they were added."),
    (Fate::Taken, "taken", "Taken", "The draft has these as the file has them."),
];

/// The report of a file of another program.
#[component]
pub fn DraftImport() -> impl IntoView {
    let query = Query::of_page();
    let part = (query.get("part").to_owned(), query.get("from").parse().unwrap_or(0));
    draft(
        |backend, id| async move { Ok((backend.draft(id).await?, backend.draft_import(id).await?)) },
        move |(page, import): (DraftPage, Option<Import>)| show(&page, import, &part),
    )
}

fn show(page: &DraftPage, import: Option<Import>, part: &(String, usize)) -> AnyView {
    let bar = bar::bar(page, Tab::Import, None);
    let body = match import {
        Some(import) => told(page, import, part),
        None => view! {
            <p class="card mt-6 px-5 py-4 text-muted">
                "This draft was not made of a file of another program, so there is nothing to report."
            </p>
        }
        .into_any(),
    };
    view! {
        <Frame title=format!("{} · Report", name_of(page)) section=Section::Trees>
            <Done />
            <FormFault action=MapImport::url() />
            {bar}
            {body}
        </Frame>
    }
    .into_any()
}

fn told(page: &DraftPage, import: Import, (part, from): &(String, usize)) -> AnyView {
    let Import { file_name, report, fields } = import;
    let from_file = if file_name.is_empty() { "What was pasted".to_owned() } else { format!("“{file_name}”") };
    let counts = format!(
        "{from_file} was read as {}: {} taken, {} changed, {} left out.",
        report.kind,
        report.count(Fate::Taken),
        report.count(Fate::Changed),
        report.count(Fate::LeftOut)
    );
    let next = match page.problems.count {
        0 => "The draft has no problems. Read its steps before you publish it.".to_owned(),
        count => {
            format!("The draft has {}. Each stands at its step, most with a button that puts it right.", bar::counted(count, "problem"))
        }
    };
    let outline = format!("/drafts/{}", page.card.id);
    let mapper = fields.map(|fields| mapper::form(page, fields));
    let parts: Vec<AnyView> = PARTS
        .into_iter()
        .filter(|(_, word, ..)| part.is_empty() || part == word)
        .map(|(fate, word, heading, what)| list(page, &report, (fate, word, heading, what), if part == word { *from } else { 0 }))
        .collect();
    view! {
        <section class="mt-6" aria-labelledby="report">
            <h2 class="mb-2" id="report">
                "What became of the file"
            </h2>
            <p class="wrap-anywhere" dir="auto">
                {counts}
            </p>
            <p class="mt-1 text-muted">{next}</p>
            <p class="mt-3">
                <a class="button button-primary" href=outline>
                    {Icon::Pencil.view()}
                    "Go on to the steps"
                </a>
            </p>
        </section>
        {mapper}
        {parts}
    }
    .into_any()
}

fn list(
    page: &DraftPage,
    report: &Report,
    (fate, word, heading, what): (Fate, &'static str, &'static str, &'static str),
    from: usize,
) -> AnyView {
    let count = report.count(fate);
    let of_kind: Vec<&Entry> = report.entries.iter().filter(|entry| entry.fate == fate).collect();
    let from = from.min(of_kind.len());
    let shown = &of_kind[from..of_kind.len().min(from + SHOWN)];
    if count == 0 {
        return ().into_any();
    }
    let rows = shown.iter().map(|entry| row(page, entry)).collect_view();
    let address =
        |from: usize| Query::default().with("part", word).with("from", &from.to_string()).href(&format!("/drafts/{}/import", page.card.id));
    let end = from + shown.len();
    let before = (from > 0).then(|| view! { <a class="link" href=address(from.saturating_sub(SHOWN))>"Those before"</a> });
    let more = (end < of_kind.len()).then(|| {
        view! {
            <a class="link" href=address(end)>
                {format!("The next {}", (of_kind.len() - end).min(SHOWN))}
            </a>
        }
    });
    let unlisted = count - of_kind.len();
    let uncounted = (unlisted > 0 && end == of_kind.len())
        .then(|| view! { <p class="hint">{format!("… and {unlisted} more that were only counted.")}</p> });
    view! {
        <section class="mt-6" aria-labelledby=word>
            <h2 class="mb-1" id=word>
                {format!("{heading} ({count})")}
            </h2>
            <p class="hint mb-2">{what}</p>
            <ol class="card divide-y divide-line" start=from + 1>
                {rows}
            </ol>
            <p class="mt-2 flex gap-4">{before} {more}</p>
            {uncounted}
        </section>
    }
    .into_any()
}

fn row(page: &DraftPage, entry: &Entry) -> AnyView {
    let what = if entry.what.is_empty() { "(no words)".to_owned() } else { entry.what.clone() };
    let place = (!entry.place.is_empty()).then(|| view! { <span class="problem-node">{entry.place.clone()}</span> });
    let why = (!entry.why.is_empty()).then(|| view! { <span class="block text-muted">{entry.why.clone()}</span> });
    let step = entry.step.as_ref().and_then(|step| link(page, step, &what));
    view! {
        <li class="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2">
            <span class="min-w-0 wrap-anywhere">{place} " " <bdi>{what}</bdi> {why}</span>
            {step}
        </li>
    }
    .into_any()
}

/// Link to a step, as long as the draft has it.
fn link(page: &DraftPage, step: &NodeId, what: &str) -> Option<AnyView> {
    page.document.nodes.iter().any(|node| node.id == *step).then(|| {
        let href = Query::default().with("step", &step.0).href(&format!("/drafts/{}", page.card.id));
        view! {
            <a class="link" href=href>
                "Edit"
                <span class="sr-only">" step of " {what.to_owned()}</span>
            </a>
        }
        .into_any()
    })
}
