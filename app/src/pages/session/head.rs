//! Parts that the head of a completed session and that of an active one share.

use leptos::prelude::*;
use resolutionflow::time::Seconds;

use crate::backend::views::SessionPage;
use crate::ui::Ticking;

/// Total of the session, with active and parked time where they say something else.
#[component]
pub(super) fn Times(page: SessionPage) -> impl IntoView {
    let totals = page.totals;
    let total = if page.session.open_visit().is_some() {
        view! { <Ticking elapsed=totals.total now=page.now /> " total" }.into_any()
    } else {
        format!("{} total", totals.total).into_any()
    };
    let other = |time: Seconds, word: &str| view! { <span>{format!("{time} {word}")}</span> };
    view! {
        <p class="head-times">
            <span class="head-total">{total}</span>
            {(totals.active != totals.total).then(|| other(totals.active, "active"))}
            {(totals.parked != Seconds(0)).then(|| other(totals.parked, "parked"))}
        </p>
    }
}

/// Outcome notes and next steps as they were typed, beside each other where there is room.
#[component]
pub(super) fn Remarks(page: SessionPage) -> impl IntoView {
    let facts = page.session.facts;
    let remark = |label: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <div class="min-w-0">
                    <h3 class="text-sm">{label}</h3>
                    <p class="typed text-ink">{text}</p>
                </div>
            }
        })
    };
    (!facts.outcome_notes.is_empty() || !facts.next_steps.is_empty()).then(|| {
        view! {
            <div class="head-remarks">
                {remark("Outcome notes", facts.outcome_notes.to_string())} {remark("Next steps", facts.next_steps.to_string())}
            </div>
        }
    })
}
