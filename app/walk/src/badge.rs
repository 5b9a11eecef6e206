//! Badges: icon and word besides colour.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

use super::Icon;

/// Icon that stands beside an outcome's word.
pub fn outcome_icon(outcome: Outcome) -> Icon {
    match outcome {
        Outcome::Resolved => Icon::Check,
        Outcome::Workaround => Icon::Wrench,
        Outcome::Escalated => Icon::ArrowUp,
        Outcome::Unresolved => Icon::Cross,
        Outcome::Cancelled => Icon::Ban,
        Outcome::ResolvedExternally => Icon::Earth,
    }
}

/// CSS class with the colours of an outcome, for a badge, a radio card or the head of a session: `tint-resolved`.
pub fn outcome_tint(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "tint-resolved",
        Outcome::Workaround => "tint-workaround",
        Outcome::Escalated => "tint-escalated",
        Outcome::Unresolved => "tint-unresolved",
        Outcome::Cancelled => "tint-neutral",
        Outcome::ResolvedExternally => "tint-external",
    }
}

/// Badge of an outcome: its icon and its word, tinted.
#[component]
pub fn OutcomeBadge(
    /// The outcome.
    outcome: Outcome,
) -> impl IntoView {
    view! { <span class=format!("badge {}", outcome_tint(outcome))>{outcome_icon(outcome).view()} {outcome.word()}</span> }
}
