//! Events of the page that the player listens to for as long as the page is there.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlButtonElement, HtmlFormElement, HtmlInputElement};

use super::dom::form;
use super::engine::Engine;
use super::form::{TEXTS, save_typed, say};
use super::verbs::press;
use super::{asides, away, keys, not_saved, outcome, values};

/// Pause in typing after which the text is saved.
const PAUSE_IN_TYPING: Duration = Duration::from_millis(1200);

/// Listens to the window: saves texts as they are typed, notes input, tries to send when the network may be back, asks how the session stands
/// when somebody comes back to the page, and asks before unsaved steps are left behind.
pub(super) fn listen(engine: Engine) {
    let inputs = Rc::new(Cell::new(0_u32));
    window_event_listener(ev::input, move |event| {
        engine.note_input();
        note_field(engine, &event);
        let number = inputs.get() + 1;
        inputs.set(number);
        let inputs = Rc::clone(&inputs);
        set_timeout(
            move || {
                if inputs.get() == number
                    && let Some(form) = form()
                {
                    save_typed(engine, &form);
                }
            },
            PAUSE_IN_TYPING,
        );
    });
    window_event_listener(ev::pointerdown, move |_| engine.note_input());
    window_event_listener(ev::pointermove, move |_| engine.note_input());
    window_event_listener(ev::visibilitychange, move |_| {
        engine.note_input();
        if document().hidden() {
            part(engine);
        }
    });
    window_event_listener(ev::pagehide, move |_| part(engine));
    window_event_listener(ev::keydown, move |_| engine.note_input());
    window_event_listener(ev::online, move |_| engine.try_now());
    window_event_listener(ev::focus, move |_| {
        engine.tick();
        engine.ask_now();
    });
    window_event_listener(ev::submit, move |event| submit(engine, &event));
    window_event_listener(ev::click, move |event| click(engine, &event));
    window_event_listener(ev::change, |event| change(&event));
    window_event_listener(ev::beforeunload, move |event| {
        if let Some(form) = form() {
            save_typed(engine, &form);
        }
        if engine.waiting() > 0 {
            event.prevent_default();
        }
    });
}

/// Saves what is typed, and sees to it that nothing of it waits for the page, which may be gone in a moment.
fn part(engine: Engine) {
    if let Some(form) = form() {
        save_typed(engine, &form);
    }
    engine.part();
}

/// Follows up an input by the field that it came from.
fn note_field(engine: Engine, event: &ev::Event) {
    let field = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|field| field.get_attribute("name"));
    match field.as_deref() {
        Some(name) if TEXTS.contains(&name) => engine.set_typed(true),
        Some("problem") => asides::began_report(engine),
        Some(name) if name.starts_with("values[") => {
            engine.set_typed(true);
            values::fill_in(engine);
        }
        _ => {}
    }
}

/// Moves the clocks, now and at each full second of the server, for as long as the page is there.
pub(super) fn keep_ticking(engine: Engine) {
    engine.tick();
    set_timeout(move || keep_ticking(engine), engine.to_the_next_second());
}

/// Carries out the button that submitted the form of the walk, and shows the reason above the step if that cannot be.
fn submit(engine: Engine, event: &ev::SubmitEvent) {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|form| form.has_attribute("data-player-form")) else { return };
    event.prevent_default();
    let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
    let pressed = press(engine, &form, &button.map(|button| button.value()).unwrap_or_default());
    say(&form, pressed.err().unwrap_or_default().as_str());
}

/// Carries out a button of the walk that submits no form.
fn click(engine: Engine, event: &ev::MouseEvent) {
    let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| clicked.as_ref().and_then(|clicked| clicked.closest(selector).ok()?);
    if within("form.walk").is_none() {
        return;
    }
    // The second half of a double click would answer the step that has just come up.
    if event.detail() > 1 {
        event.prevent_default();
    }
    let Some(button) = within("button[type=button]").and_then(|button| button.dyn_into::<HtmlButtonElement>().ok()) else { return };
    match button.value().as_str() {
        "close" => {
            if let Some(form) = form() {
                outcome::close(&form);
            }
        }
        "note-lost" => not_saved::note(engine),
        "discard-lost" => engine.discard(),
        answer if within("[data-away]").is_some() => away::answer(engine, answer),
        _ => {}
    }
}

/// Follows up a choice.
fn change(event: &ev::Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    if input.name() == "outcome" {
        outcome::choose();
    } else if input.id() == "keys-on" {
        keys::turn();
    }
}
