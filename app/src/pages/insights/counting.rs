//! State of an installation whose sessions of before are still being counted.

use leptos::prelude::*;

use super::{InsightsFrame, Place};
use crate::ui::{Empty, Icon, Query};

/// Page without figures, which would be wrong, with the part that is counted.
#[component]
pub(super) fn Counting(place: Place, percent: u8, path: String) -> impl IntoView {
    view! {
        <InsightsFrame place query=Query::of_page()>
            <h1 class="mb-4">{place.question()}</h1>
            <Empty icon=Icon::Clock title="The sessions of before are being counted">
                <p>
                    {format!("Counting, {percent} %. ")}
                    "Figures are shown once all sessions are in them, so that none is wrong. Nothing has to be done, and sessions go on as usual."
                </p>
                <progress class="counting" max="100" value=percent.to_string() aria-label="Counted"></progress>
                <a class="button" href=Query::of_page().href(&path)>
                    "Look again"
                </a>
            </Empty>
        </InsightsFrame>
    }
}
