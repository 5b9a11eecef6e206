//! Whether what was typed is kept.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlTextAreaElement};
use leptos::{ev, html};

/// Says "Saved", "Not saved yet" or "Saving", and holds somebody back who is about to leave the page with something typed.
#[island]
pub fn Saved(
    /// Whether the page shows what was typed before and could not be saved.
    unsaved: bool,
) -> impl IntoView {
    let here = NodeRef::<html::Span>::new();
    let state = RwSignal::new(if unsaved { State::Typed } else { State::Saved });
    here.on_load(move |here| {
        let form = here.closest("form").ok().flatten();
        let watched = form.clone();
        let look = Rc::new(move || {
            state.set(if unsaved || watched.as_ref().is_some_and(any_changed) { State::Typed } else { State::Saved });
        });
        look();
        let again = Rc::clone(&look);
        window_event_listener(ev::input, move |_| again());
        window_event_listener(ev::submit, move |event| {
            // The page has other forms, which do not take along what was typed.
            let ours = event.target().and_then(|target| target.dyn_into::<Element>().ok()) == form;
            if ours && !event.default_prevented() {
                state.set(State::Saving);
            }
        });
        // Back leads to the page as it was left.
        window_event_listener(ev::pageshow, move |_| look());
        window_event_listener(ev::beforeunload, move |event| {
            if state.get_untracked() == State::Typed {
                event.prevent_default();
            }
        });
    });
    view! {
        <span class="noscript:hidden" role="status" node_ref=here>
            {move || state.get().word()}
        </span>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Saved,
    Typed,
    Saving,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Saved => "Saved",
            Self::Typed => "Not saved yet",
            Self::Saving => "Saving",
        }
    }
}

/// Where somebody types.
const TEXTS: [&str; 4] = ["textarea[name=notes]", "textarea[name=output]", "textarea[name=outcome_notes]", "textarea[name=next_steps]"];

/// Whether a text differs from what the server sent, which is what it has.
fn any_changed(form: &Element) -> bool {
    TEXTS
        .into_iter()
        .filter_map(|text| form.query_selector(text).ok()??.dyn_into::<HtmlTextAreaElement>().ok())
        .any(|text| text.default_value().is_ok_and(|saved| saved != text.value()))
}
