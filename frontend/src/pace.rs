//! Words on time at a step, as the server wrote them. The page's script changes those of a budget at the instant that its line names.

use leptos::prelude::document;
use leptos::web_sys::{Element, HtmlFormElement};
use resolutionflow::session::Session;
use resolutionflow::time::Timestamp;

use super::browser::tell_due;
use super::dom::{all, find_in, form};
use super::engine::Engine;
use super::parts::part;

/// Element with the words on every step, which is not on the page; none if the browser cannot make it.
pub(super) fn make() -> Option<Element> {
    let paces = document().create_element("div").ok()?;
    paces.set_inner_html(&part("paces"));
    Some(paces)
}

/// Puts the words on the open step into its place in `form`: none in an ad-hoc step, and at a step that has none.
pub(super) fn place(engine: Engine, form: &HtmlFormElement, paces: &Option<Element>) {
    if let (Some(place), Some(paces)) = (find_in(form, "[data-pace]"), paces) {
        let words = engine.position().and_then(|position| find_in(paces, &format!("[data-at='{position}']")));
        place.set_inner_html(&words.map(|words| words.inner_html()).unwrap_or_default());
    }
    reckon(engine);
}

/// Reckons anew when the session and the step will be past their budgets.
pub(super) fn reckon(engine: Engine) {
    let now = engine.now().get_untracked();
    let Some(form) = form() else { return };
    for line in all::<Element>(&form, "[data-budget]") {
        let Some(budget) = line.get_attribute("data-budget") else { continue };
        let Some((clock, time)) = budget.split_once(' ') else { continue };
        let past_at = engine.with_session(|session| past_at(session, clock, time.parse().ok()?, now));
        if let Some(past_at) = past_at {
            _ = line.set_attribute("data-due", &past_at.to_string());
        }
    }
    tell_due();
}

/// First second at which so much time of the session, or of its open step, is over.
fn past_at(session: &Session, clock: &str, time: i64, now: Timestamp) -> Option<i64> {
    let so_far = match clock {
        "active" => session.totals(now).active,
        "elapsed" => session.totals(now).total,
        "step-active" => session.active_here(now)?,
        _ => session.time_here(now)?,
    };
    Some(now.unix() + time + 1 - so_far.0.cast_signed())
}
