//! Hints of the keys that press buttons, where the walk player listens for them.

use leptos::prelude::*;

use super::Now;

/// The hint on a button; nothing where no key would press it.
#[component]
pub fn Key(
    /// The key.
    key: &'static str,
) -> impl IntoView {
    use_context::<Now>().map(|_| view! { <kbd class="key" aria-hidden="true">{key}</kbd> })
}
