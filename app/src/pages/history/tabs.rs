//! The tabs above the list: how sessions ended, with how many did; and how those in progress stand.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use super::PATH;
use super::asked::state_name;
use super::counted::number;
use crate::backend::history::{Count, Counts, HistoryQuery, StateFilter};
use crate::ui::{Icon, Query, Segment, Segments, outcome_icon};

/// All, those in progress, and each outcome; below them, how those in progress stand.
#[component]
pub(super) fn Tabs(
    /// What the address says.
    query: Query,
    /// The same, as it is understood.
    asked: HistoryQuery,
    /// How many there are of each.
    counts: Counts,
) -> impl IntoView {
    let bare = query.without("state").without("outcome");
    let active = asked.state.is_some_and(|state| state != StateFilter::Completed);
    let all = asked.outcomes.is_empty() && asked.state.is_none();
    let kinds = Outcome::ALL.map(|kind| {
        let href = bare.with("outcome", kind.as_str()).href(PATH);
        view! { <Tab name=kind.as_str() href word=kind.word() icon=outcome_icon(kind) count=counts.of(kind) present=asked.outcomes == [kind] /> }
    });
    view! {
        <nav class="tabs mt-4" aria-label="Sessions by outcome">
            <ul>
                <Tab name="all" href=bare.href(PATH) word="All" count=counts.all() present=all />
                <Tab
                    name="active"
                    href=bare.with("state", "active").href(PATH)
                    word="In progress"
                    icon=Icon::Play
                    count=counts.active
                    present=active && asked.outcomes.is_empty()
                />
                {kinds.into_iter().collect_view()}
            </ul>
        </nav>
        <div class="my-3 empty:my-2">{asked.state.filter(|_| active).map(|state| view! { <States query=bare state /> })}</div>
    }
}

#[component]
fn Tab(
    /// By which the script finds it again where an answer replaces it.
    name: &'static str,
    href: String,
    word: &'static str,
    #[prop(optional)] icon: Option<Icon>,
    count: Count,
    present: bool,
) -> impl IntoView {
    view! {
        <li>
            <a id=format!("tab-{name}") href=href aria-current=present.then_some("page")>
                {icon.map(Icon::view)}
                {word}
                " "
                <span class="hint tabular-nums">{number(count)}</span>
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
