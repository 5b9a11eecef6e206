//! The question at the end of every walk: behaviour of the dialog that the server wrote.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlDialogElement, HtmlFormElement};
use resolutionflow::outcome::Outcome;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Node;

use super::dom::{all, find, find_in, focus, set_hidden};
use super::engine::Engine;

/// Opens the dialog, with the outcome that the open node suggests marked, and the total up to now. An ad-hoc step suggests none.
pub(super) fn open(engine: Engine, form: &HtmlFormElement) {
    let Some(dialog) = dialog(form) else { return };
    let now = engine.now().0.get_untracked();
    let (node, in_detour, total) = engine.with_session(|session| {
        let in_detour = session.open_visit().is_some_and(|visit| visit.detour.is_some());
        (session.node_id().cloned(), in_detour, session.totals(Timestamp::from_unix(now)).total)
    });
    let suggested = engine.with_tree(|tree| node.and_then(|id| tree.node(&id)).and_then(Node::suggested_outcome));
    let marked = suggested.filter(|_| !in_detour).map(Outcome::as_str);
    for card in all::<Element>(&dialog, ".radio-card") {
        let is_it = find_in(&card, "input").and_then(|input| input.get_attribute("value")).as_deref() == marked;
        if let Some(badge) = find_in(&card, ".badge") {
            set_hidden(&badge, !is_it);
        }
    }
    for timer in all::<Element>(&dialog, "[data-since]") {
        _ = timer.set_attribute("data-since", &(now - i64::try_from(total.0).unwrap_or(0)).to_string());
    }
    if let Some(said) = find_in(&dialog, ".said-here") {
        set_hidden(&said, true);
    }
    if dialog.show_modal().is_ok() {
        // Left to the browser the focus goes to the first card, which then looks chosen.
        focus("#outcome-title");
    }
}

/// Enables the button that completes the walk: an outcome is chosen.
pub(super) fn choose() {
    if let Some(button) = find("dialog button[value=complete]") {
        _ = button.remove_attribute("disabled");
    }
}

/// Closes the dialog. What was answered stays in its fields.
pub(super) fn close(form: &HtmlFormElement) {
    if let Some(dialog) = dialog(form) {
        dialog.close();
    }
}

fn dialog(form: &HtmlFormElement) -> Option<HtmlDialogElement> {
    find_in(form, "dialog")?.dyn_into().ok()
}
