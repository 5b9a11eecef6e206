//! The form of the filters: search, tree and technician, and the others folded away.

use leptos::prelude::*;

use super::PATH;
use super::extra_filters::ExtraFilters;
use crate::backend::history::{FILTERS, HistoryPage, HistoryQuery, Technician, TreeChoice};
use crate::backend::views::Person;
use crate::ui::{Hidden, Icon, Query};

/// Form of the filters. Sending it leads to the address that carries them.
#[component]
pub(super) fn Filters(
    /// The choices.
    page: HistoryPage,
    /// The known part of the address.
    address: Query,
    /// Its meaning.
    query: HistoryQuery,
    /// The viewer reads their own sessions and the hand-over queue alone.
    own_only: bool,
) -> impl IntoView {
    // Steps of the tree come by links from its figures, and stay until their chips are removed.
    let marks = FILTERS.iter().filter(|entry| entry.is_mark).map(|entry| entry.name);
    let kept = ["state", "technician"]
        .into_iter()
        .filter(|name| own_only || *name != "technician")
        .chain(marks)
        .map(|name| address.filled(name).map(|value| view! { <Hidden name value /> }))
        .collect_view();
    let columns: Vec<String> = address.all("columns").map(str::to_owned).collect();
    let technician = query.filter.technician;
    view! {
        <form class="contents" method="get" action=PATH role="search" data-live="">
            {kept} {columns.into_iter().map(|value| view! { <Hidden name="columns" value /> }).collect_view()}
            <div class="search">
                {Icon::Search.view()}
                <label class="sr-only" for="q">
                    "Search in tickets, clients, trees, notes, answers and outputs"
                </label>
                <input class="control" dir="auto" id="q" name="q" type="search" value=query.filter.text.clone() placeholder="Search tickets, clients, notes" />
            </div>
            <button class="button">"Search"</button>
            <TreeSelect trees=page.trees.clone() chosen=query.filter.tree.clone() />
            {(!own_only).then(|| view! { <TechnicianSelect technicians=page.technicians.clone() technician /> })}
            <ExtraFilters page address query />
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
                            <option value=tree.key selected=selected dir="auto">
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
                            <option value=person.id.to_string() selected=selected dir="auto">
                                {person.name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
