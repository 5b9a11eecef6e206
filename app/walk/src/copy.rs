//! The copy button.

use leptos::prelude::*;

use super::Icon;

/// A button that copies the text of an element. Without JavaScript it is not there, and the text can be selected.
#[component]
pub fn CopyButton(
    /// The id of the element.
    #[prop(into)]
    from: String,
    /// Name of the copied thing for screen readers: `the command`.
    #[prop(default = "")]
    what: &'static str,
    /// Further classes.
    #[prop(default = "button-quiet button-small")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <button class=format!("button {class}") type="button" data-copy=from>
            {Icon::Copy.view()}
            "Copy"
            {(!what.is_empty()).then(|| view! { <span class="sr-only">" " {what}</span> })}
        </button>
    }
}
