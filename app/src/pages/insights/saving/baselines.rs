//! Baselines: those that figures use, the form that enters one, and those of before.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::insights::{Baseline, day_words};
use resolutionflow::text::Source;

use super::super::Place;
use crate::api::baselines::{EnterBaseline, RemoveBaseline};
use crate::backend::Backend;
use crate::backend::history::TreeChoice;
use crate::backend::views::insights::{About, BaselineRow, SavingPage};
use crate::posted::Posted;
use crate::ui::{FormFault, Hidden, Icon, Instant, Query, SelectField, TextField};

#[component]
pub(super) fn Baselines(view: SavingPage, trees: Vec<TreeChoice>, categories: Vec<String>, query: Query) -> impl IntoView {
    let present = view.baselines.clone();
    view! {
        <section class="report-part" aria-labelledby="baselines">
            <h2 id="baselines">"What would it take without the tree?"</h2>
            <p class="report-finding">
                "A baseline is what the problem takes without the tree, as you measured it: from and to, with its source. A tree without one "
                "of its own uses its category’s. Figures use the present baselines for all days; the earlier ones stay in the list."
            </p>
            <FormFault action=RemoveBaseline::url() />
            {if present.is_empty() {
                view! { <p class="notice mb-4">"No baseline yet. Time a dozen tickets that nobody walks, and enter what they took."</p> }
                    .into_any()
            } else {
                view! { <List rows=present query=query.clone() /> }.into_any()
            }}
            <Enter trees categories present=view.baselines query />
            <Earlier rows=view.earlier />
        </section>
    }
}

#[component]
fn List(rows: Vec<BaselineRow>, query: Query) -> impl IntoView {
    view! {
        <ul class="mb-4 max-w-3xl divide-y divide-line" aria-label="Baselines">
            {rows
                .into_iter()
                .map(|row| {
                    let change = query.with("about", &row.subject.about.value()).href(Place::Saving.href());
                    view! {
                        <li class="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
                            <div class="min-w-0 flex-1 basis-64 wrap-anywhere">
                                <p class="font-medium">
                                    <bdi>{row.subject.name.clone()}</bdi>
                                    {matches!(row.subject.about, About::Category(_)).then_some(" (category)")}
                                    ": "
                                    <span data-figure="baseline">{row.entry.minutes.to_string()}</span>
                                </p>
                                <Facts row=row.clone() />
                            </div>
                            <a class="button button-small" href=format!("{change}#baseline-form")>
                                "Change"
                                <span class="sr-only">{format!(": {}", row.subject.name)}</span>
                            </a>
                            <form method="post" action=RemoveBaseline::url()>
                                <Hidden name="baseline" value=row.id.to_string() />
                                <button class="button button-small">
                                    "Remove"
                                    <span class="sr-only">{format!(": {}", row.subject.name)}</span>
                                </button>
                            </form>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// Source and dates of a baseline.
#[component]
fn Facts(row: BaselineRow) -> impl IntoView {
    let measured = if row.entry.from == row.entry.to {
        day_words(row.entry.from)
    } else {
        format!("{} to {}", day_words(row.entry.from), day_words(row.entry.to))
    };
    view! {
        <p class="text-sm text-muted">
            <bdi>{row.entry.source.to_string()}</bdi>
            ", measured "
            <span data-days="">{measured}</span>
            ". Entered "
            <Instant at=row.at />
            " by "
            <bdi>{row.by}</bdi>
            {row.ended.map(|(at, by)| view! { ", until " <Instant at=at /> " by " <bdi>{by}</bdi> })}
            "."
        </p>
    }
}

/// Form that enters a baseline, or changes the one of the tree or category that the address names.
#[component]
fn Enter(trees: Vec<TreeChoice>, categories: Vec<String>, present: Vec<BaselineRow>, query: Query) -> impl IntoView {
    let action = EnterBaseline::url();
    let posted = Posted::to(action);
    let typed = posted.as_ref().and_then(|posted| posted.field("about").map(str::to_owned));
    let about = typed.unwrap_or_else(|| query.get("about").to_owned());
    let changed = present.into_iter().find(|row| row.subject.about.value() == about);
    let entry = changed.as_ref().map(|row| row.entry.clone());
    let value = |get: fn(&resolutionflow::insights::BaselineEntry) -> String| entry.as_ref().map(get).unwrap_or_default();
    let fresh = || use_context::<Arc<dyn Backend>>().map(|backend| backend.new_command_id().to_string());
    let command_id = posted.as_ref().and_then(|posted| posted.field("command_id").map(str::to_owned)).or_else(fresh).unwrap_or_default();
    let title = if changed.is_some() { "Change the baseline" } else { "Enter a baseline" };
    let open = posted.is_some() || !about.is_empty();
    let choices = std::iter::once((String::new(), "Choose a tree or a category".to_owned()))
        .chain(trees.into_iter().map(|tree| (About::Tree(tree.key).value(), tree.name)))
        .chain(categories.into_iter().map(|name| (About::Category(name.clone()).value(), format!("Category {name}"))))
        .collect::<Vec<_>>();
    view! {
        <details class="max-w-3xl print:hidden" id="baseline-form" open=open>
            <summary class="button">{Icon::Pencil.view()} {title}</summary>
            <div class="mt-3">
                <FormFault action />
            </div>
            <form class="card mt-3 grid gap-4 p-5 sm:grid-cols-2" method="post" action=action>
                <Hidden name="command_id" value=command_id />
                <div class="sm:col-span-2">
                    <SelectField action name="about" label="Tree or category" choices chosen=about />
                </div>
                <TextField
                    action
                    name="low"
                    label="Minutes at least"
                    value=value(|entry| entry.minutes.low().to_string())
                    range=Baseline::MINUTES
                    required=true
                />
                <TextField
                    action
                    name="high"
                    label="Minutes at most"
                    value=value(|entry| entry.minutes.high().to_string())
                    range=Baseline::MINUTES
                    required=true
                />
                <div class="sm:col-span-2">
                    <TextField
                        action
                        name="source"
                        label="Source"
                        value=value(|entry| entry.source.to_string())
                        limit=Source::LIMIT
                        hint="What it rests on, such as: 12 tickets timed in March. Not your own failed walks."
                        required=true
                    />
                </div>
                <TextField
                    action
                    name="measured_from"
                    label="Measured from"
                    kind="date"
                    value=value(|entry| entry.from.to_string())
                    required=true
                />
                <TextField
                    action
                    name="measured_to"
                    label="Measured to"
                    kind="date"
                    value=value(|entry| entry.to.to_string())
                    required=true
                />
                <div class="sm:col-span-2">
                    <button class="button button-primary">"Save baseline"</button>
                </div>
            </form>
        </details>
    }
}

/// Baselines that were changed or removed.
#[component]
fn Earlier(rows: Vec<BaselineRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <details class="mt-4 max-w-3xl">
                <summary class="summary-link">"Earlier baselines"</summary>
                <ul class="divide-y divide-line" aria-label="Earlier baselines">
                    {rows
                        .into_iter()
                        .map(|row| {
                            view! {
                                <li class="py-2 wrap-anywhere">
                                    <p>
                                        <bdi>{row.subject.name.clone()}</bdi>
                                        ": "
                                        <span data-figure="baseline">{row.entry.minutes.to_string()}</span>
                                    </p>
                                    <Facts row />
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </details>
        }
    })
}
