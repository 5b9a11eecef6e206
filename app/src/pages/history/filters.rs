//! The filters of the history. All of them are the address.

use leptos::prelude::*;

use super::PATH;
use super::more::MoreFilters;
use crate::backend::history::{HistoryPage, HistoryQuery, Technician, TreeChoice};
use crate::backend::views::Person;
use crate::ui::{Hidden, Icon, Query};

/// Search, tree and technician; the rest below them.
#[component]
pub(super) fn Filters(
    /// What there is to choose from.
    page: HistoryPage,
    /// What the address says.
    query: Query,
    /// The same, as it is understood.
    asked: HistoryQuery,
    /// Whether the account lets the viewer read no more than their own, and what waits for somebody.
    own_only: bool,
) -> impl IntoView {
    let kept = ["state", "technician"]
        .into_iter()
        .filter(|name| own_only || *name != "technician")
        .map(|name| query.filled(name).map(|value| view! { <Hidden name value /> }))
        .collect_view();
    let columns: Vec<String> = query.all("columns").map(str::to_owned).collect();
    let technician = asked.technician;
    view! {
        <form method="get" action=PATH role="search" data-live="">
            {kept} {columns.into_iter().map(|value| view! { <Hidden name="columns" value /> }).collect_view()}
            <div class="filters">
                <div class="search">
                    {Icon::Search.view()}
                    <label class="sr-only" for="q">
                        "Search in tickets, clients, trees, notes, answers and outputs"
                    </label>
                    <input class="control" id="q" name="q" type="search" value=query.get("q").to_owned() placeholder="Search tickets, clients, notes" />
                </div>
                <button class="button">"Search"</button>
                <TreeSelect trees=page.trees.clone() chosen=query.get("tree").to_owned() />
                {(!own_only).then(|| view! { <TechnicianSelect technicians=page.technicians.clone() technician /> })}
            </div>
            <MoreFilters page query asked />
        </form>
    }
}

#[component]
fn TreeSelect(trees: Vec<TreeChoice>, chosen: String) -> impl IntoView {
    view! {
        <div class="choice">
            <label class="sr-only" for="tree">
                "Tree"
            </label>
            <select class="control" id="tree" name="tree">
                <option value="">"All trees"</option>
                {trees
                    .into_iter()
                    .map(|tree| {
                        let selected = tree.key == chosen;
                        view! {
                            <option value=tree.key selected=selected>
                                {tree.name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn TechnicianSelect(technicians: Vec<Person>, technician: Technician) -> impl IntoView {
    view! {
        <div class="choice">
            <label class="sr-only" for="technician">
                "Technician"
            </label>
            <select class="control" id="technician" name="technician">
                <option value="">"My sessions"</option>
                <option value="anyone" selected=technician == Technician::Anyone>
                    "Everyone’s sessions"
                </option>
                {technicians
                    .into_iter()
                    .map(|person| {
                        let selected = technician == Technician::User(person.id);
                        view! {
                            <option value=person.id.to_string() selected=selected>
                                {person.name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
