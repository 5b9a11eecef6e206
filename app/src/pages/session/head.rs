//! Parts that the head of a completed session and that of an active one share.

use std::sync::Arc;

use leptos::prelude::*;
use resolutionflow::time::Seconds;

use crate::backend::views::SessionPage;
use crate::ui::Ticking;

/// Total of the session, with active and parked time where they say something else. Those that go on tick.
#[component]
pub(super) fn Times(page: Arc<SessionPage>) -> impl IntoView {
    if page.is_untimed {
        return view! { <p class="head-times">"Times of colleagues are hidden"</p> }.into_any();
    }
    let (totals, now) = (page.totals, page.now);
    let runs = page.session.open_visit().is_some();
    let is_parked = !runs && page.session.completion().is_none();
    let time =
        |time: Seconds, ticks: bool| if ticks { view! { <Ticking elapsed=time now /> }.into_any() } else { time.to_string().into_any() };
    view! {
        <p class="head-times">
            <span class="head-total">{time(totals.total, runs)} " total"</span>
            {(totals.active != totals.total).then(|| view! { <span>{time(totals.active, runs)} " active"</span> })}
            {(totals.parked != Seconds(0)).then(|| view! { <span>{time(totals.parked, is_parked)} " parked"</span> })}
        </p>
    }
    .into_any()
}

/// Outcome notes and next steps as they were typed, beside each other where there is room.
#[component]
pub(super) fn Remarks(page: Arc<SessionPage>) -> impl IntoView {
    let facts = &page.session.facts;
    let remark = |label: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <div class="min-w-0">
                    <h3 class="text-sm">{label}</h3>
                    <p class="typed text-ink" dir="auto">{text}</p>
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
