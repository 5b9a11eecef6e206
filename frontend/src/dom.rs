//! Elements of the walk page, found by name or selector.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};

/// Form of the open step on the walk page.
pub(super) fn form() -> Option<HtmlFormElement> {
    document().query_selector("form.walk").ok()??.dyn_into().ok()
}

/// First element of the page that matches a CSS selector.
pub(super) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// First element inside another that matches a CSS selector.
pub(super) fn find_in(within: &Element, selector: &str) -> Option<HtmlElement> {
    within.query_selector(selector).ok()??.dyn_into().ok()
}

/// All elements of type `T` inside another that match a CSS selector, in the order of the page.
pub(super) fn all<T: JsCast>(within: &Element, selector: &str) -> Vec<T> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|position| found.item(position)?.dyn_into().ok()).collect()
}

/// Field for several lines with this name, inside an element.
pub(super) fn area(within: &Element, name: &str) -> Option<HtmlTextAreaElement> {
    within.query_selector(&format!("textarea[name={name}]")).ok()??.dyn_into().ok()
}

/// Field for one line, or a box to tick, inside an element, by an attribute selector: `[name=detour]`.
pub(super) fn input(within: &Element, attributes: &str) -> Option<HtmlInputElement> {
    within.query_selector(&format!("input{attributes}")).ok()??.dyn_into().ok()
}

/// Moves an element into the first one inside another that matches a CSS selector, unless it is there.
pub(super) fn move_into(within: &Element, selector: &str, element: &Element) {
    if let Some(place) = find_in(within, selector).filter(|place| !place.contains(Some(element))) {
        _ = place.append_child(element);
    }
}

/// Text of the field for several lines with this name; empty where there is no such field.
pub(super) fn text(within: &Element, name: &str) -> String {
    area(within, name).map(|area| area.value()).unwrap_or_default()
}

/// Moves the focus to the first element that matches a CSS selector; false where nothing does.
pub(super) fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}

/// Takes the focus from the element that has it.
pub(super) fn blur() {
    if let Some(active) = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        _ = active.blur();
    }
}

/// Shows or hides an element.
pub(super) fn set_hidden(element: &Element, is_hidden: bool) {
    _ = element.toggle_attribute_with_force("hidden", is_hidden);
}
