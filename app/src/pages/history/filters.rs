//! The filters of the history. All of them are the address.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use super::PATH;
use super::asked::state_name;
use crate::backend::history::{HistoryPage, StateFilter, Technician, TreeChoice};
use crate::backend::views::Person;
use crate::ui::{ActiveFilter, ActiveFilters, Hidden, Icon, Query, Segment, Segments, outcome_icon};

/// Search, tree and technician, with the active filters below them.
#[component]
pub fn Filters(
    /// The trees and technicians to choose from.
    page: HistoryPage,
    /// What the address says.
    query: Query,
    /// Whose sessions are listed.
    technician: Technician,
    /// Whether the account lets the viewer read no more than their own, and what waits for somebody.
    own_only: bool,
) -> impl IntoView {
    let kept = ["state", "outcome", "technician"]
        .into_iter()
        .filter(|name| own_only || *name != "technician")
        .map(|name| query.filled(name).map(|value| view! { <Hidden name value /> }))
        .collect_view();
    let active = active(&query, &page, technician);
    let clear = Query::default().with("state", query.get("state")).with("outcome", query.get("outcome")).href(PATH);
    view! {
        <form class="filters" method="get" action=PATH role="search" data-live="">
            {kept}
            <div class="search">
                {Icon::Search.view()}
                <label class="sr-only" for="q">
                    "Search in tickets, clients, trees, notes and answers"
                </label>
                <input class="control" id="q" name="q" type="search" value=query.get("q").to_owned() placeholder="Search tickets, clients" />
            </div>
            <button class="button">"Search"</button>
            <TreeSelect trees=page.trees chosen=query.get("tree").to_owned() />
            {(!own_only).then(|| view! { <TechnicianSelect technicians=page.technicians technician /> })}
        </form>
        <div class="mt-3">
            <ActiveFilters filters=active clear />
        </div>
    }
}

fn active(query: &Query, page: &HistoryPage, technician: Technician) -> Vec<ActiveFilter> {
    let without = |name: &str| query.without(name).href(PATH);
    let words = query.filled("q").map(|words| ActiveFilter { says: format!("“{words}”"), without: without("q") });
    let tree = query.filled("tree").map(|key| {
        let name = page.trees.iter().find(|tree| tree.key == key).map_or(key, |tree| tree.name.clone());
        ActiveFilter { says: format!("Tree: {name}"), without: without("tree") }
    });
    let person = match technician {
        Technician::User(id) => {
            let name = page.technicians.iter().find(|person| person.id == id).map_or("somebody else", |person| person.name.as_str());
            Some(ActiveFilter { says: format!("Technician: {name}"), without: without("technician") })
        }
        Technician::Me | Technician::Anyone => None,
    };
    [words, tree, person].into_iter().flatten().collect()
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

/// All, those in progress, and each outcome; below them, how those in progress stand.
#[component]
pub fn Tabs(
    /// What the address says.
    query: Query,
    /// The state that is asked for.
    state: Option<StateFilter>,
) -> impl IntoView {
    let outcome = query.get("outcome").parse::<Outcome>().ok();
    let bare = query.without("state").without("outcome");
    let active = state.is_some_and(|state| state != StateFilter::Completed);
    let all = outcome.is_none() && !active;
    let kinds = Outcome::ALL.map(|kind| {
        let href = bare.with("outcome", kind.as_str()).href(PATH);
        view! { <Tab href word=kind.word() icon=outcome_icon(kind) present=outcome == Some(kind) /> }
    });
    view! {
        <nav class="tabs mt-4" aria-label="Sessions by outcome">
            <ul>
                <Tab href=bare.href(PATH) word="All" present=all />
                <Tab href=bare.with("state", "active").href(PATH) word="In progress" icon=Icon::Play present=active && outcome.is_none() />
                {kinds.into_iter().collect_view()}
            </ul>
        </nav>
        <div class="my-3 empty:my-2">{state.filter(|_| active).map(|state| view! { <States query=bare state /> })}</div>
    }
}

#[component]
fn Tab(href: String, word: &'static str, #[prop(optional)] icon: Option<Icon>, present: bool) -> impl IntoView {
    view! {
        <li>
            <a href=href aria-current=present.then_some("page")>
                {icon.map(Icon::view)}
                {word}
            </a>
        </li>
    }
}

#[component]
fn States(query: Query, state: StateFilter) -> impl IntoView {
    let segment = |word: &'static str, choice: StateFilter| {
        let chosen = query.with("state", state_name(choice));
        // Nobody looks for their own sessions in the queue.
        let chosen = if choice == StateFilter::Waiting { chosen.with("technician", "anyone") } else { chosen };
        Segment { word, href: chosen.href(PATH), present: state == choice }
    };
    let views = vec![
        segment("All in progress", StateFilter::Active),
        segment("Running", StateFilter::Running),
        segment("Parked", StateFilter::Parked),
        segment("Waiting for someone", StateFilter::Waiting),
        segment("Untouched for a day", StateFilter::Untouched),
    ];
    view! { <Segments label="How they stand" views /> }
}
