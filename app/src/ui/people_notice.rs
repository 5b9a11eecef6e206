//! Word to everybody in the account that managers see figures per person.

use leptos::prelude::*;
use resolutionflow::insights::day_words;

use crate::backend::views::Viewer;

/// Day since which managers of the viewer's account see figures per person, in words; none while those are off.
pub fn people_since() -> Option<String> {
    let viewer = use_context::<Viewer>()?;
    viewer.people_since.map(|since| day_words(viewer.zone.day(since)))
}

/// Says that managers see figures per person, and since when; nothing while those are off.
#[component]
pub fn PeopleNotice() -> impl IntoView {
    people_since().map(|since| {
        view! {
            <p class="notice" data-people="">
                {format!("Managers can see figures per person since {since}. Each look is written down in the audit trail.")}
            </p>
        }
    })
}
