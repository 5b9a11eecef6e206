//! Single keys that press buttons, where the walk player listens for them.

use leptos::prelude::*;

use super::Now;

/// Keys for options, in order: digits, then letters without shortcuts of their own. Options beyond them are reached with the
/// arrow keys.
pub const MARKS: [&str; 30] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "d", "e", "g", "h", "i", "j", "k", "l", "m", "q", "r", "s", "t", "u", "v", "w",
    "x", "y", "z",
];

/// The hint on a button; nothing where no key would press it.
#[component]
pub fn Key(
    /// The key.
    key: &'static str,
) -> impl IntoView {
    use_context::<Now>().map(|_| view! { <kbd class="key" aria-hidden="true">{key}</kbd> })
}
