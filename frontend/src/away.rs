//! The question on return after a long absence: was that work? (Timing rule 6.)

use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use resolutionflow::time::Seconds;

use super::browser;
use super::dom::{all, find};
use super::engine::Engine;
use super::parts::part;

/// Question on return after a long absence, in place and one absence at a time: was that work? Until it is answered all of the time counts
/// as active (timing rule 6).
#[component]
pub(super) fn Away(engine: Engine) -> impl IntoView {
    move || {
        engine.track_absences();
        engine.absence().map(|absence| {
            request_animation_frame(move || {
                let length = absence.length();
                if let Some(shown) = find("[data-away] [data-length]") {
                    shown.set_text_content(Some(&length.to_string()));
                }
                for (field, number) in fields().iter().zip([length.0 / 60, length.0 % 60]) {
                    field.set_value(&number.to_string());
                }
            });
            view! { <div data-away="" inner_html=part("away")></div> }
        })
    }
}

/// Takes an answer to the question: the value of its button.
pub(super) fn answer(engine: Engine, value: &str) {
    let Some(absence) = engine.absence() else { return };
    let length = absence.length().0;
    let counted = match value {
        "all" => Some(length),
        "some" => typed(),
        _ => Some(0),
    };
    let Some(counted) = counted else { return };
    engine.end_absence(Seconds(length.saturating_sub(counted)));
    browser::say(if counted >= length { "All of it counts" } else { "Counted" });
}

/// Fields for the minutes and the seconds to count.
fn fields() -> Vec<HtmlInputElement> {
    find("[data-away]").map(|question| all(&question, "input")).unwrap_or_default()
}

/// Typed seconds, with the minutes; a field without a number takes the focus.
fn typed() -> Option<u64> {
    let seconds = fields().iter().try_fold(0.0, |typed, field| {
        let number = field.value_as_number();
        if number >= 0.0 {
            Some(typed * 60.0 + number)
        } else {
            _ = field.focus();
            None
        }
    });
    seconds.map(|seconds| seconds as u64)
}
