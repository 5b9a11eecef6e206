//! The walk by keyboard. A key presses a button that is there to be seen, so that nothing happens which a pointer could not do.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use walk_view::{Deed, Effect, Ground, Held, MARKS, Press, Response, TYPING_MS, respond};

use super::browser;
use super::dom::{all, find, focus};
use super::parts::part;

/// Name under which the browser remembers that somebody does not want keys (WCAG 2.1.4).
const OFF: &str = "keys-off";

/// Field for text that is typed while no field has the focus.
const NOTES: &str = "textarea[name=notes]";

/// Key that waits for another one, and the end of its wait.
type Waiting = Rc<RefCell<Option<(Held, TimeoutHandle)>>>;

/// Listens to keys for as long as the page is there. [`respond`] has the rule.
pub(super) fn listen() {
    let waiting = Waiting::default();
    window_event_listener(ev::keydown, move |event| {
        // On an outcome's card Enter would press the form's first button, and leave the dialog.
        if event.key() == "Enter" && active_matches("dialog input") {
            return event.prevent_default();
        }
        let press = Press {
            key: event.key(),
            code: event.code(),
            with_shift: event.shift_key(),
            is_command: event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented(),
            is_repeated: event.repeat(),
            // Safari ends a composition before the key that ended it.
            is_composing: event.is_composing() || event.key_code() == 229,
        };
        let response = respond(&press, waiting.borrow().as_ref().map(|(held, _)| held), ground());
        let is_ours = match response {
            Response::Pass => false,
            Response::Act(deed) => {
                stop(&waiting);
                act(deed)
            }
            Response::Wait(held) => {
                let has_deed = held.deed.is_some();
                wait(&waiting, held);
                has_deed
            }
            Response::Type(text) => {
                stop(&waiting);
                type_into_notes(&text)
            }
        };
        if is_ours {
            event.prevent_default();
        }
    });
}

/// Does the deed of a key once its time has gone by, if a deed can still be done then.
fn wait(waiting: &Waiting, held: Held) {
    let due = Rc::clone(waiting);
    let end = move || {
        let held = due.borrow_mut().take();
        if let Some(deed) = held.and_then(|(held, _)| held.deed).filter(|_| !ground().is_taken) {
            act(deed);
        }
    };
    if let Ok(timeout) = set_timeout_with_handle(end, Duration::from_millis(TYPING_MS)) {
        *waiting.borrow_mut() = Some((held, timeout));
    }
}

fn stop(waiting: &Waiting) {
    if let Some((_, timeout)) = waiting.borrow_mut().take() {
        timeout.clear();
    }
}

/// Adds a text to the notes as if it were typed there, so that it can be undone and is saved in time; false where there are no notes.
fn type_into_notes(text: &str) -> bool {
    if !focus_unfolded(NOTES) {
        return false;
    }
    if let Some(notes) = find(NOTES).and_then(|notes| notes.dyn_into::<HtmlTextAreaElement>().ok()) {
        _ = notes.set_selection_range(u32::MAX, u32::MAX);
    }
    browser::type_text(text)
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
    browser::store(OFF, if switch().is_some_and(|switch| switch.checked()) { "" } else { "1" });
}

fn switch() -> Option<HtmlInputElement> {
    find("#keys-on")?.dyn_into().ok()
}

/// True if the deed could be done on this page.
fn act((effect, key): Deed) -> bool {
    match effect {
        Effect::Choose => MARKS.iter().position(|mark| *mark == key).is_some_and(choose),
        Effect::Move => step(if key == "ArrowUp" { -1 } else { 1 }),
        Effect::Focus(selector) => focus_unfolded(selector),
        Effect::Open(selector) | Effect::Click(selector) => click(selector),
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

fn ground() -> Ground {
    Ground { is_taken: is_typing() || is_covered(), is_off: are_off(), options: options().len() }
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
    browser::stored(OFF).is_some()
}
