//! Small bars beside numbers that say the same.

use leptos::prelude::*;

use super::across;

/// Bar as long as a part of a whole; what was lost stands at its end.
#[component]
pub fn FlowBar(whole: i64, part: i64, lost: i64) -> impl IntoView {
    let share = |number: i64| if whole > 0 { (number as f64 / whole as f64).clamp(0.0, 1.0) } else { 0.0 };
    let (part, lost) = (share(part), share(lost.min(part)));
    view! {
        <svg class="flow-chart" width="100%" height="8" aria-hidden="true">
            <rect class="flow-bar-whole" width="100%" height="8" />
            <rect class="flow-bar" width=across(part) height="8" />
            {(lost > 0.0).then(|| view! { <rect class="flow-bar-lost" x=across(part - lost) width=across(lost) height="8" /> })}
        </svg>
    }
}

/// Line from one time to another, with a point at its beginning.
#[component]
pub fn SpanBar(whole: u64, from: u64, to: u64) -> impl IntoView {
    // The point has its size on both sides.
    let place = |seconds: u64| if whole > 0 { 0.03 + 0.94 * (seconds as f64 / whole as f64).clamp(0.0, 1.0) } else { 0.03 };
    let (from, to) = (place(from), place(to));
    view! {
        <svg class="flow-chart" width="100%" height="8" aria-hidden="true">
            <line class="flow-span" x1=across(from) x2=across(to) y1="4" y2="4" />
            <circle class="flow-point" cx=across(from) cy="4" r="4" />
        </svg>
    }
}
