//! Hints of the keys that press buttons, where the walk player listens for them.

use leptos::prelude::*;

use super::Now;

/// Hint on a button of the key that presses it. Empty on a page without the walk player, where no key would.
#[component]
pub fn Key(
    /// The key.
    key: &'static str,
) -> impl IntoView {
    use_context::<Now>().map(|_| view! { <kbd class="key" aria-hidden="true">{key}</kbd> })
}
