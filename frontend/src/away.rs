//! The question on return after a long absence: was that work? (Timing rule 6.)

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use resolutionflow::time::Seconds;

use super::browser;
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
                if let Ok(Some(length)) = document().query_selector("[data-away] [data-length]") {
                    length.set_text_content(Some(&absence.length().to_string()));
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
        "all" => length,
        "minutes" => match minutes() {
            Some(minutes) => minutes.saturating_mul(60),
            None => return,
        },
        _ => 0,
    };
    engine.end_absence(Seconds(length.saturating_sub(counted)));
    browser::say(if counted >= length { "All of it counts" } else { "Counted" });
}

/// Typed number of minutes; without one the field takes the focus.
fn minutes() -> Option<u64> {
    let field: HtmlInputElement = document().get_element_by_id("away-minutes")?.dyn_into().ok()?;
    let minutes = field.value().trim().parse().ok();
    if minutes.is_none() {
        _ = field.focus();
    }
    minutes
}
