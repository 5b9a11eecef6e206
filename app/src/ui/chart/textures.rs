//! Textures of outcomes, so that print and eyes that see no colours tell them apart.

use leptos::prelude::*;
use resolutionflow::outcome::Outcome;

/// Name of an outcome in the classes of charts and in the ids of textures.
pub(super) fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::Workaround => "workaround",
        Outcome::Escalated => "escalated",
        Outcome::Unresolved => "unresolved",
        Outcome::Cancelled => "neutral",
        Outcome::ResolvedExternally => "external",
    }
}

/// Lines of an outcome's texture, in a square of 8 by 8; none where it is plain.
fn lines(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved | Outcome::Cancelled => "",
        Outcome::Workaround => "M-1 9 9-1M-1 1 1-1M7 9 9 7",
        Outcome::Escalated => "M4 0V8",
        Outcome::Unresolved => "M0 0 8 8M8 0 0 8",
        Outcome::ResolvedExternally => "M0 4H8",
    }
}

/// Definitions of the textures of some outcomes, as `<chart>-<outcome>`.
#[component]
pub(super) fn Textures(
    /// Name of the chart, unique on its page.
    chart: &'static str,
    outcomes: &'static [Outcome],
) -> impl IntoView {
    let texture = move |outcome: &Outcome| {
        let class = format!("chart-texture chart-{}", name(*outcome));
        view! {
            <pattern id=format!("{chart}-{}", name(*outcome)) class=class width="8" height="8" patternUnits="userSpaceOnUse">
                <rect width="8" height="8" />
                <path d=lines(*outcome) />
            </pattern>
        }
    };
    view! { <defs>{outcomes.iter().map(texture).collect_view()}</defs> }
}
