//! The walk player's place in the page.

use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use walk_view::Walker;

/// Mount point of the walk player; it holds the plain form until the player has loaded.
#[component]
pub(super) fn Player(
    /// Data for the player.
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
