//! The tabs above the list: outcomes with their counts, and the states of sessions in progress.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use super::PATH;
use super::counts::number;
use crate::backend::history::{Count, Counts, SessionFilter, StateFilter};
use crate::ui::{Icon, Query, Segment, Segments, outcome_icon};

/// Tabs for all sessions, those in progress, and each outcome; below them the states of sessions in progress.
#[component]
pub(super) fn Tabs(
    /// The known part of the address.
    address: Query,
    /// The filters in it.
    filter: SessionFilter,
    /// The number of sessions by outcome.
    counts: Counts,
) -> impl IntoView {
    let bare = address.without("state").without("outcome");
    let active = filter.state.is_some_and(|state| state != StateFilter::Completed);
    let all = filter.outcomes.is_empty() && filter.state.is_none();
    let kinds = Outcome::ALL.map(|kind| {
        let href = bare.with("outcome", kind.as_str()).href(PATH);
        view! { <Tab name=kind.as_str() href word=kind.word() icon=outcome_icon(kind) count=counts.of(kind) present=filter.outcomes == [kind] /> }
    });
    view! {
        <nav class="tabs mt-1" aria-label="Sessions by outcome">
            <ul>
                <Tab name="all" href=bare.href(PATH) word="All" count=counts.all() present=all />
                <Tab
                    name="active"
                    href=bare.with("state", "active").href(PATH)
                    word="In progress"
                    icon=Icon::Play
                    count=counts.active
                    present=active && filter.outcomes.is_empty()
                />
                {kinds.into_iter().collect_view()}
            </ul>
        </nav>
        {filter.state.filter(|_| active).map(|state| view! { <div class="my-2"><States address=bare state /></div> })}
    }
}

#[component]
fn Tab(
    /// Its name in the page, by which the script finds it again in a new answer.
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
fn States(address: Query, state: StateFilter) -> impl IntoView {
    let segment = |word: &'static str, choice: StateFilter| {
        let chosen = address.with("state", choice.as_str());
        // The queue has other people's sessions.
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
