//! The walk by keyboard. A key presses a button that is there to be seen, so that nothing happens which a pointer could not do.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use walk_view::{Effect, MARKS, SHORTCUTS};

use super::dom::{all, find, focus};
use super::parts::part;

/// Name under which the browser remembers that somebody does not want keys (WCAG 2.1.4).
const OFF: &str = "keys-off";

/// Listens to shortcuts for as long as the page is there. Keys count for nothing while a text is typed, a dialog covers the page, or the
/// shortcuts are off.
pub(super) fn listen() {
    window_event_listener(ev::keydown, |event| {
        // On an outcome's card Enter would press the form's first button, and leave the dialog.
        if event.key() == "Enter" && active_matches("dialog input") {
            return event.prevent_default();
        }
        let other = event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented();
        if !other && !is_typing() && !is_covered() && (event.key() == "?" || !are_off()) && press(&event) {
            event.prevent_default();
        }
    });
}

/// List of shortcuts behind "?", with the switch that turns them off in this browser.
#[component]
pub(super) fn Keys() -> impl IntoView {
    request_animation_frame(|| {
        if let Some(switch) = switch() {
            switch.set_checked(!are_off());
        }
    });
    view! { <div class="contents" inner_html=part("keys")></div> }
}

/// Remembers if the switch is on.
pub(super) fn turn() {
    if let Ok(Some(storage)) = window().local_storage() {
        let on = switch().is_some_and(|switch| switch.checked());
        _ = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "1") };
    }
}

fn switch() -> Option<HtmlInputElement> {
    find("#keys-on")?.dyn_into().ok()
}

fn press(event: &KeyboardEvent) -> bool {
    let key = event.key();
    let Some(shortcut) = SHORTCUTS.iter().find(|shortcut| shortcut.keys.contains(&key.as_str())) else { return false };
    match shortcut.effect {
        Effect::Choose => MARKS.iter().position(|mark| *mark == key).is_some_and(choose),
        Effect::Move => step(if key == "ArrowUp" { -1 } else { 1 }),
        Effect::Focus(selector) => focus_unfolded(selector),
        Effect::Click(selector) => click(selector),
        // Enter belongs to what has the focus.
        Effect::ClickIfFree(selector) => is_free() && click(selector),
    }
}

/// Clicks an option.
fn choose(position: usize) -> bool {
    options().get(position).inspect(|option| option.click()).is_some()
}

/// Moves the focus into a field, which may be folded away.
fn focus_unfolded(selector: &str) -> bool {
    if let Some(fold) = find(selector).and_then(|field| field.closest("details").ok()?) {
        _ = fold.set_attribute("open", "");
    }
    focus(selector)
}

/// Moves the focus among the options.
fn step(by: isize) -> bool {
    let options = options();
    let active = document().active_element();
    let at = options.iter().position(|option| active.as_ref().is_some_and(|active| option.is_same_node(Some(active))));
    let to = match at {
        Some(at) => at.saturating_add_signed(by).min(options.len().saturating_sub(1)),
        None if is_free() => 0,
        None => return false,
    };
    options.get(to).is_some_and(|option| option.focus().is_ok())
}

fn options() -> Vec<HtmlElement> {
    document().document_element().map(|page| all(&page, ".option")).unwrap_or_default()
}

fn click(selector: &str) -> bool {
    find(selector).inspect(HtmlElement::click).is_some()
}

fn active_matches(selector: &str) -> bool {
    document().active_element().is_some_and(|active: Element| active.matches(selector).unwrap_or(false))
}

fn is_typing() -> bool {
    active_matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")
}

/// True if nothing that could be pressed has the focus.
fn is_free() -> bool {
    active_matches("body, main, h1")
}

/// True if something lies over the page, or there is no step to take.
fn is_covered() -> bool {
    find("dialog[open], [popover]:popover-open:not(.trail), [data-step][hidden]").is_some()
}

fn are_off() -> bool {
    window().local_storage().ok().flatten().and_then(|storage| storage.get_item(OFF).ok().flatten()).is_some()
}
