//! Warning that a session is nearly full.

use leptos::prelude::*;
use resolutionflow::session::NearlyFull;

/// Says how much room is left in the session, and what to do then.
#[component]
pub fn NearlyFullNotice(
    /// The room.
    full: NearlyFull,
) -> impl IntoView {
    view! {
        <p class="notice mb-4" role="status">
            {full.to_string()}
        </p>
    }
}
