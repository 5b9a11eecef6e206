//! The question at the end of every walk: what the dialog that the server wrote does.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlDialogElement, HtmlFormElement, HtmlInputElement};

use resolutionflow::outcome::Outcome;
use resolutionflow::tree::Node;

use super::engine::Engine;
use super::live::focus;

/// Opens it, with what the step suggests marked and the total up to now.
pub(super) fn open(engine: Engine, form: &HtmlFormElement) {
    let Some(dialog) = dialog(form) else { return };
    let session = engine.session();
    let suggested = engine.with_tree(|tree| session.node_id().and_then(|id| tree.node(id)).and_then(Node::suggested_outcome));
    let marked = suggested.filter(|_| session.open_visit().is_none_or(|visit| visit.detour.is_none())).map(Outcome::as_str);
    each(&dialog, ".radio-card", |card| {
        let is_it = card.query_selector("input").ok().flatten().and_then(|input| input.get_attribute("value")).as_deref() == marked;
        if let Ok(Some(badge)) = card.query_selector(".badge") {
            _ = badge.toggle_attribute_with_force("hidden", !is_it);
        }
    });
    let now = engine.now().0.get_untracked();
    let total = session.totals(resolutionflow::time::Timestamp::from_unix(now)).total;
    each(&dialog, "[data-since]", |timer| {
        _ = timer.set_attribute("data-since", &(now - i64::try_from(total.0).unwrap_or(0)).to_string());
    });
    if dialog.show_modal().is_ok() {
        // Left to the browser the focus goes to the first card, which then looks chosen.
        focus(&dialog, "#outcome-title");
    }
}

/// Something was chosen: it can be confirmed.
pub(super) fn choose(event: ev::Event) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    if input.is_some_and(|input| input.name() == "outcome")
        && let Ok(Some(button)) = document().query_selector("dialog button[value=complete]")
    {
        _ = button.remove_attribute("disabled");
    }
}

/// "Keep walking".
pub(super) fn close(event: ev::MouseEvent) {
    let button = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("button[value=close]").ok()?);
    let dialog = button.and_then(|button| button.closest("dialog").ok()?);
    if let Some(Ok(dialog)) = dialog.map(JsCast::dyn_into::<HtmlDialogElement>) {
        dialog.close();
    }
}

/// Enter on a card would press the form's first button, and with it leave the dialog.
pub(super) fn hold(event: ev::KeyboardEvent) {
    let on_card = event.target().is_some_and(|target| target.has_type::<HtmlInputElement>());
    if on_card && event.key() == "Enter" {
        event.prevent_default();
    }
}

fn dialog(form: &HtmlFormElement) -> Option<HtmlDialogElement> {
    form.query_selector("dialog").ok()??.dyn_into().ok()
}

/// Does something with every element that matches.
fn each(within: &Element, selector: &str, mut act: impl FnMut(Element)) {
    let Ok(found) = within.query_selector_all(selector) else { return };
    (0..found.length()).filter_map(|position| found.item(position)?.dyn_into().ok()).for_each(&mut act);
}
