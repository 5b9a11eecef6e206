//! The sentence above sessions that were found by the beginnings of words.

use leptos::prelude::*;
use resolutionflow::zone::Zone;

use super::PATH;
use crate::backend::history::{BEGINNINGS, Beginnings};
use crate::backend::views::Viewer;
use crate::ui::Query;

/// Sentence that says what was searched where no session has the words whole, with a link that searches older sessions, too.
#[component]
pub(super) fn FoundByBeginnings(
    /// How far the search went.
    found: Beginnings,
    /// The known part of the address.
    address: Query,
    /// Older sessions were asked for, too.
    older: bool,
) -> impl IntoView {
    let zone = use_context::<Viewer>().map_or(Zone::UTC, |viewer| viewer.zone);
    let further = found.since.map(|since| {
        let before = view! { <time datetime=since.to_string() title=zone.exact(since)>{zone.short(since)}</time> };
        let link = address.with("older", "yes").href(PATH);
        view! {
            " Older sessions not searched: those before "
            {before}
            {if older {
                format!(", because it would take too long or find more than {BEGINNINGS}. A word in full or a day to begin with finds them.")
                    .into_any()
            } else {
                view! {
                    ". "
                    <a href=link>"Search older sessions, too"</a>
                }
                    .into_any()
            }}
        }
    });
    view! {
        <p class="notice mt-2" role="status">
            "No session has all of these words, so they count as the beginnings of words." {further}
        </p>
    }
}
