//! Numbers within sentences. Each names its figure, so that a test finds those that `docs/insights.md` does not have.

use leptos::prelude::*;
use resolutionflow::insights::Figure;

/// A number in a sentence, as a figure.
#[component]
pub(super) fn Said(
    /// The figure that it is of.
    figure: &'static Figure,
    /// The number in words.
    #[prop(into)]
    text: String,
    /// True if it is what the sentence is about.
    #[prop(optional)]
    strong: bool,
) -> impl IntoView {
    if strong {
        view! { <strong data-figure=figure.id>{text}</strong> }.into_any()
    } else {
        view! { <span data-figure=figure.id>{text}</span> }.into_any()
    }
}
