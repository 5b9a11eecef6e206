//! The walk player's place in the page.

use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use walk_view::Walker;

/// Where the player goes, with the plain form until it is there.
#[component]
pub(super) fn Player(
    /// What is walked.
    walker: Walker,
    /// The plain form.
    children: Children,
) -> impl IntoView {
    view! {
        {use_context::<LeptosOptions>().map(|options| view! { <HydrationScripts options /> })}
        <div class="contents" data-player=walker.write()>
            {children()}
        </div>
    }
}
