//! The walk by keyboard. A key presses a button that is there to be seen, so that nothing happens which a pointer could not do.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::parts::part;

/// Where the browser remembers that somebody does not want keys (WCAG 2.1.4).
const OFF: &str = "keys-off";

/// Listens for as long as the page is there.
pub(super) fn listen() {
    window_event_listener(ev::keydown, |event| {
        let other = event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented();
        if !other && !is_typing() && !is_covered() && (event.key() == "?" || !are_off()) && press(&event) {
            event.prevent_default();
        }
    });
}

/// The list behind "?", with the switch.
#[component]
pub(super) fn Keys() -> impl IntoView {
    request_animation_frame(|| {
        if let Some(switch) = switch() {
            switch.set_checked(!are_off());
        }
    });
    let turn = |_| {
        if let Ok(Some(storage)) = window().local_storage() {
            let on = switch().is_some_and(|switch| switch.checked());
            _ = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "1") };
        }
    };
    view! { <div class="contents" on:change=turn inner_html=part("keys")></div> }
}

fn switch() -> Option<HtmlInputElement> {
    find("#keys-on")?.dyn_into().ok()
}

fn press(event: &KeyboardEvent) -> bool {
    let key = event.key();
    match key.as_str() {
        // Enter belongs to what has the focus.
        "Enter" => is_free() && click(".step-continue, .walk-foot .button-primary"),
        "Backspace" => click("button[value=back]:not(:disabled)"),
        "ArrowDown" => step(1),
        "ArrowUp" => step(-1),
        "n" => focus("textarea[name=notes]"),
        "o" => {
            if let Some(fold) = find(".beside details") {
                _ = fold.set_attribute("open", "");
            }
            focus("textarea[name=output]")
        }
        // Of a command with a gap, the label leads to the field.
        "c" => match find(".step-copy") {
            Some(copy) if copy.hidden() => click(".step-fill"),
            _ => click(".step-copy button"),
        },
        "p" => click("button[value=park]"),
        "f" => click("button[value=finish]"),
        "?" => click("[popovertarget=keys]"),
        mark => walk_view::MARKS.iter().position(|known| *known == mark).is_some_and(|position| {
            options().get(position).is_some_and(|option| {
                option.click();
                true
            })
        }),
    }
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
    let Ok(found) = document().query_selector_all(".option") else { return Vec::new() };
    (0..found.length()).filter_map(|position| found.item(position)?.dyn_into().ok()).collect()
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

fn click(selector: &str) -> bool {
    find(selector).inspect(HtmlElement::click).is_some()
}

fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}

fn active_matches(selector: &str) -> bool {
    document().active_element().is_some_and(|active: Element| active.matches(selector).unwrap_or(false))
}

fn is_typing() -> bool {
    active_matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")
}

/// Whether nothing that could be pressed has the focus.
fn is_free() -> bool {
    active_matches("body, main, h1")
}

/// Whether something lies over the page.
fn is_covered() -> bool {
    find("dialog[open], [popover]:popover-open:not(.trail)").is_some()
}

fn are_off() -> bool {
    window().local_storage().ok().flatten().and_then(|storage| storage.get_item(OFF).ok().flatten()).is_some()
}
