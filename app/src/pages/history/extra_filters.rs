//! The filters that are not used every day, folded away while none of them is on.

use std::collections::BTreeMap;

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use crate::backend::history::{FILTERS, Filter, HistoryPage, HistoryQuery, Order};
use crate::ui::Query;

/// Fold with the filters that are not used every day, and the order.
#[component]
pub(super) fn ExtraFilters(
    /// The choices.
    page: HistoryPage,
    /// The known part of the address.
    address: Query,
    /// Its meaning.
    query: HistoryQuery,
) -> impl IntoView {
    let filter = query.filter.clone();
    // Those with a chip of their own have a place outside, and so have the words and how far back they are looked for.
    let is_on = |entry: &Filter| !matches!(entry.name, "q" | "older") && !entry.is_mark && entry.chip(&filter).is_some();
    let open = filter.outcomes.len() > 1 || FILTERS.iter().any(is_on);
    let flags = FILTERS.iter().filter(|entry| entry.is_flag && entry.name != "older");
    let categories: BTreeMap<i64, String> = page.trees.iter().map(|tree| (tree.category_rank, tree.category.clone())).collect();
    let value = |name: &str| address.get(name).to_owned();
    let category = value("category");
    view! {
        <details class="toolbar-filters" id="filters" open=open>
            <summary class="button">"Filters"</summary>
            <div class="more-filters-fields">
                <Choice name="category" label="Category">
                    <option value="">"All categories"</option>
                    {categories
                        .into_values()
                        .map(|name| {
                            let selected = name == category;
                            view! {
                                <option value=name.clone() selected=selected dir="auto">
                                    {name.clone()}
                                </option>
                            }
                        })
                        .collect_view()}
                </Choice>
                <Field name="version" label="Version of the tree" kind="number" value=value("version") />
                <Field name="version_from" label="Version, at least" kind="number" value=value("version_from") />
                <Field name="version_to" label="Version, at most" kind="number" value=value("version_to") />
                <Field name="client" label="Client" kind="text" value=value("client") list="clients" />
                <datalist id="clients">{page.clients.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
                <Field name="ticket" label="Ticket begins with" kind="text" value=value("ticket") />
                <Field name="from" label="Started from" kind="date" value=value("from") />
                <Field name="to" label="Started until" kind="date" value=value("to") />
                <Field name="ended_from" label="Ended from" kind="date" value=value("ended_from") />
                <Field name="ended_to" label="Ended until" kind="date" value=value("ended_to") />
                <Field name="total_min" label="Total, at least (minutes)" kind="number" value=value("total_min") />
                <Field name="total_max" label="Total, at most (minutes)" kind="number" value=value("total_max") />
                <Field name="active_min" label="Active, at least (minutes)" kind="number" value=value("active_min") />
                <Field name="active_max" label="Active, at most (minutes)" kind="number" value=value("active_max") />
                <Choice name="sort" label="Order">
                    {Order::ALL
                        .into_iter()
                        .map(|order| {
                            let value = if order == Order::Newest { "" } else { order.as_str() };
                            view! {
                                <option value=value selected=query.order == order>
                                    {word(order)}
                                </option>
                            }
                        })
                        .collect_view()}
                </Choice>
            </div>
            <fieldset class="more-filters-ticks">
                <legend class="label">"Ended as"</legend>
                {Outcome::ALL
                    .into_iter()
                    .map(|outcome| {
                        view! { <Tick name="outcome" value=outcome.as_str() word=outcome.word() on=query.filter.outcomes.contains(&outcome) /> }
                    })
                    .collect_view()}
            </fieldset>
            <fieldset class="more-filters-ticks">
                <legend class="label">"Only"</legend>
                {flags
                    .map(|flag| view! { <Tick name=flag.name value="yes" word=flag.chip on=flag.chip(&filter).is_some() /> })
                    .collect_view()}
            </fieldset>
        </details>
    }
}

fn word(order: Order) -> &'static str {
    match order {
        Order::Newest => "Newest first",
        Order::Oldest => "Oldest first",
        Order::Longest => "Longest first",
        Order::Shortest => "Shortest first",
        Order::Tree => "By tree",
        Order::TreeReversed => "By tree, from Z to A",
        Order::Outcome => "By outcome",
        Order::OutcomeReversed => "By outcome, the last first",
        Order::Relevance => "Best match of the search",
    }
}

#[component]
fn Field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
    #[prop(optional)] list: Option<&'static str>,
) -> impl IntoView {
    let least = (kind == "number").then_some("0");
    view! {
        <div>
            <label class="label" for=name>
                {label}
            </label>
            <input class="control" dir=(kind == "text").then_some("auto") id=name name=name type=kind value=value list=list min=least autocomplete="off" />
        </div>
    }
}

#[component]
fn Choice(name: &'static str, label: &'static str, children: Children) -> impl IntoView {
    view! {
        <div>
            <label class="label" for=name>
                {label}
            </label>
            <select class="control" id=name name=name>
                {children()}
            </select>
        </div>
    }
}

#[component]
fn Tick(name: &'static str, value: &'static str, word: &'static str, on: bool) -> impl IntoView {
    view! {
        <label class="more-filters-tick">
            <input type="checkbox" id=format!("{name}-{value}") name=name value=value checked=on />
            {word}
        </label>
    }
}
