//! Form of a page: its days, tree, category and steps. Their state is the address.

use std::collections::BTreeSet;

use leptos::prelude::*;
use resolutionflow::insights::{Preset, Step};

use super::Place;
use crate::backend::history::TreeChoice;
use crate::backend::views::insights::{Asked, NotAsked};
use crate::ui::{Hidden, Query, Segment, Segments};

/// Parameters of an address that compares two versions.
const PAIR: [&str; 2] = ["before", "after"];

/// Presets as links, days of one's own, and a form for the rest.
#[component]
pub(super) fn ScopeForm(
    place: Place,
    query: Query,
    asked: Asked,
    /// Trees to choose from.
    trees: Vec<TreeChoice>,
    /// What is wrong with the days of the address.
    #[prop(optional)]
    fault: Option<NotAsked>,
    /// Address of a page about one tree, of which days alone are chosen here.
    #[prop(optional_no_strip)]
    path: Option<String>,
) -> impl IntoView {
    let known = PAIR.iter().fold(place.known(&query), |known, name| known.with(name, query.get(name)));
    let is_of_tree = path.is_some() || place == Place::Tree;
    let path = path.unwrap_or_else(|| place.path());
    let days = known.without("period").without("from").without("to");
    let presets = Preset::ALL.map(|preset| {
        let name = if preset == Preset::default() { "" } else { preset.as_str() };
        let present = fault.is_none() && asked.scope.preset == Some(preset);
        Segment { word: preset.word(), href: days.with("period", name).href(&path), present }
    });
    view! {
        <div class="scope print:hidden">
            <div class="scope-days" id="scope-days" data-swap="">
                <Segments label="Days" views=presets.to_vec() />
                <OwnDays path asked=asked.clone() query=known.clone() fault />
            </div>
            {(fault.is_none() && !is_of_tree).then(|| view! { <Narrow place asked query=known trees /> })}
        </div>
    }
}

/// Days of one's own: unfolded where they are shown, and where they are wrong.
#[component]
fn OwnDays(path: String, asked: Asked, query: Query, fault: Option<NotAsked>) -> impl IntoView {
    let own = fault.is_some() || asked.scope.preset.is_none();
    let value = |name: &'static str, used: String| if fault.is_some() { query.get(name).to_owned() } else { used };
    let fields = [
        ("from", "First day", value("from", asked.scope.period.from().to_string())),
        ("to", "Last day", value("to", asked.scope.period.to().to_string())),
    ];
    view! {
        <details class="scope-own" id="own-days" open=own>
            <summary class="button">{if own { "Days".to_owned() } else { "Other days".to_owned() }}</summary>
            <form class="scope-fields" method="get" action=path aria-label="Days of your own">
                {["by", "tree", "category", "version", "client", "view", "zoom", "show", "sort", "turned"]
                    .into_iter()
                    .chain(PAIR)
                    .filter(|name| query.filled(name).is_some())
                    .map(|name| view! { <Hidden name value=query.get(name).to_owned() /> })
                    .collect_view()}
                {fields
                    .into_iter()
                    .map(|(name, label, value)| {
                        let fault = fault.filter(|fault| fault.field == name).map(|fault| fault.fault.to_string());
                        let (invalid, described) = (fault.as_ref().map(|_| "true"), fault.as_ref().map(|_| format!("{name}-fault")));
                        view! {
                            <div>
                                <label class="label" for=name>
                                    {label}
                                </label>
                                <input class="control" id=name name=name type="date" value=value aria-invalid=invalid aria-describedby=described />
                                {fault
                                    .map(|fault| {
                                        view! {
                                            <p class="fault" id=format!("{name}-fault")>
                                                {format!("{label} {fault}.")}
                                            </p>
                                        }
                                    })}
                            </div>
                        }
                    })
                    .collect_view()}
                <button class="button">"Show these days"</button>
            </form>
        </details>
    }
}

/// Categories of trees in their order, each once.
pub(super) fn categories(trees: &[TreeChoice]) -> Vec<String> {
    let categories: BTreeSet<_> = trees.iter().map(|tree| &tree.category).filter(|category| !category.is_empty()).collect();
    categories.into_iter().cloned().collect()
}

/// Tree, category and steps of trends.
#[component]
fn Narrow(place: Place, asked: Asked, query: Query, trees: Vec<TreeChoice>) -> impl IntoView {
    let categories = categories(&trees);
    let pair = |value: String| (value.clone(), value);
    // The page of all trees has no trends, and narrows to one by a page of its own.
    let of_all = place != Place::Trees;
    let has_trends = matches!(place, Place::Overview | Place::Client | Place::Mine | Place::Trust);
    let trees = trees.into_iter().map(|tree| (tree.key, tree.name)).collect();
    let steps = Step::ALL.map(|step| (step.as_str().to_owned(), step.word().to_owned())).to_vec();
    view! {
        <form class="scope-narrow" method="get" action=place.path() data-live="" aria-label=match (of_all, has_trends) {
            (true, true) => "Trees and steps",
            (true, false) => "Trees",
            (false, _) => "Category",
        }>
            {["period", "from", "to", "client", "show", "sort", "turned"]
                .into_iter()
                .filter(|name| query.filled(name).is_some())
                .map(|name| view! { <Hidden name value=query.get(name).to_owned() /> })
                .collect_view()}
            {of_all.then(|| view! { <Choice name="tree" label="Tree" any="All trees" choices=trees chosen=asked.tree /> })}
            <Choice name="category" label="Category" any="All categories" choices=categories.into_iter().map(pair).collect() chosen=asked.category />
            {has_trends
                .then(|| {
                    view! { <Choice name="by" label="Steps of trends" any="" choices=steps chosen=asked.scope.step.as_str().to_owned() /> }
                })}
            <button class="button">"Show"</button>
        </form>
    }
}

#[component]
fn Choice(name: &'static str, label: &'static str, any: &'static str, choices: Vec<(String, String)>, chosen: String) -> impl IntoView {
    // One that is gone stays chosen, or the filter would be on without being seen.
    let gone = Some(chosen.clone()).filter(|chosen| !chosen.is_empty() && !choices.iter().any(|(value, _)| value == chosen));
    view! {
        <div class="choice">
            <label class="sr-only" for=name>
                {label}
            </label>
            <select class="control" id=name name=name>
                {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })}
                {gone
                    .map(|value| (value.clone(), value))
                    .into_iter()
                    .chain(choices)
                    .map(|(value, word)| {
                        let selected = value == chosen;
                        view! {
                            <option value=value selected=selected dir="auto">
                                {word}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
