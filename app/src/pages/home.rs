//! `/`: the work begins at the tree library.

use leptos::prelude::*;

/// Redirects to the tree library.
#[component]
pub fn Home() -> impl IntoView {
    crate::respond::redirect("/trees");
}
