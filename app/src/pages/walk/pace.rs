//! Words on time: budgets, and what is usual. Rendered by the server alone: the player puts them where its steps are, and the page's script
//! changes the words of a line at the instant that the line names.

use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::budget::{Budget, BudgetClock};
use resolutionflow::time::Timestamp;
use walk_view::Row;

use crate::backend::views::{SessionBudget, StepPace, WalkPage};

/// Line of the session's budget; nothing if it has none.
#[component]
pub(super) fn SessionLine(walk: Arc<WalkPage>) -> impl IntoView {
    walk.pace.session.map(|SessionBudget { budget, past_at }| {
        // Business hours go on whatever the session does; for the others the player looks at the session.
        let clock = match budget.clock {
            BudgetClock::Active => Some("active"),
            BudgetClock::Elapsed => Some("elapsed"),
            BudgetClock::Business => None,
        };
        view! { <Line class="walk-budget" of="Session" budget clock past_at now=walk.now /> }
    })
}

/// Lines of the open step.
#[component]
pub(super) fn StepLines(walk: Arc<WalkPage>, here: Row) -> impl IntoView {
    let is_at_node = walk.session.open_visit().is_some_and(|visit| visit.detour.is_none());
    let pace = walk.position.and_then(|position| walk.pace.at(position)).filter(|_| is_at_node).cloned();
    pace.map(|pace| {
        let past_at = pace.budget.map(|budget| {
            let so_far = if budget.clock == BudgetClock::Active { here.step.active } else { here.step.duration };
            budget.past_at(so_far, walk.now)
        });
        view! { <Lines pace past_at now=walk.now /> }
    })
}

/// Lines of every step, for the player.
#[component]
pub(super) fn Paces(walk: Arc<WalkPage>) -> impl IntoView {
    let now = walk.now;
    let steps = walk.pace.steps.iter().cloned().map(|pace| {
        let at = pace.position.to_string();
        view! {
            <div data-at=at>
                <Lines pace past_at=None now />
            </div>
        }
    });
    steps.collect_view()
}

#[component]
fn Lines(pace: StepPace, past_at: Option<Timestamp>, now: Timestamp) -> impl IntoView {
    let clock = |budget: Budget| if budget.clock == BudgetClock::Active { "step-active" } else { "step-elapsed" };
    view! {
        {(!pace.usual.is_empty()).then(|| view! { <p>{format!("{}.", pace.usual)}</p> })}
        {pace.budget.map(|budget| view! { <Line class="step-budget" of="Step" budget clock=Some(clock(budget)) past_at now /> })}
    }
}

/// A budget, and whether it is over. Whoever listens to the page is told once, when that changes.
#[component]
fn Line(
    class: &'static str,
    /// Session or step.
    of: &'static str,
    budget: Budget,
    /// The time that counts, by which the player knows when it is over; none if the server knows better.
    clock: Option<&'static str>,
    /// First instant at which it is over, if things go on.
    #[prop(optional_no_strip)]
    past_at: Option<Timestamp>,
    now: Timestamp,
) -> impl IntoView {
    let (within, past) = (format!("{of} budget: {budget}."), format!("Past the {} budget of {budget}.", of.to_lowercase()));
    let is_past = past_at.is_some_and(|past_at| past_at <= now);
    let words = if is_past { past.clone() } else { within.clone() };
    view! {
        <p
            class=class
            role="status"
            data-budget=clock.map(|clock| format!("{clock} {}", budget.time.0))
            data-due=past_at.map(|past_at| past_at.unix().to_string())
            data-within=within
            data-past=past
            data-over=is_past.then_some("")
        >
            {words}
        </p>
    }
}
