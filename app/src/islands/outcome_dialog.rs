//! The question at the end of every walk.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};
use leptos::{ev, html};

/// "Complete session", and the dialog that it opens. The dialog's fields are the children; they are part of the form around
/// the island, so that what was typed beside the step goes along. Without JavaScript the button leads to the same form as a
/// page.
#[island]
pub fn OutcomeDialog(
    /// Where the completion is posted to.
    action: String,
    /// Whether completing is the step's own next thing.
    primary: bool,
    /// The heading, with the id `outcome-title`, and the fields, among them radios of the name `outcome`.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let chosen = RwSignal::new(false);
    let open = move |event: ev::MouseEvent| {
        if let Some(dialog) = dialog.get_untracked()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
            // The browser may have kept a choice over a reload.
            chosen.set(has_choice(&dialog));
            // Left to the browser the focus goes to the first card, which then looks chosen.
            focus_heading(&dialog);
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let choose = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            chosen.set(has_choice(&dialog));
        }
    };
    // Enter on a card would press the form's first button, and with it leave the dialog.
    let hold = move |event: ev::KeyboardEvent| {
        let on_card = event.target().is_some_and(|target| target.has_type::<HtmlInputElement>());
        if on_card && event.key() == "Enter" {
            event.prevent_default();
        }
    };
    view! {
        <button
            class=if primary { "button button-primary" } else { "button" }
            name="act"
            value="finish"
            aria-haspopup=move || ready.get().then_some("dialog")
            on:click=open
        >
            "Complete session"
        </button>
        <dialog class="dialog" aria-labelledby="outcome-title" node_ref=dialog on:change=choose on:keydown=hold>
            {children()}
            <div class="dialog-foot">
                <button class="button" type="button" on:click=close>
                    "Keep walking"
                </button>
                <button class="button button-primary" formaction=action disabled=move || !chosen.get()>
                    "Complete session"
                </button>
            </div>
        </dialog>
    }
}

fn has_choice(dialog: &HtmlDialogElement) -> bool {
    dialog.query_selector("input[name=outcome]:checked").is_ok_and(|input| input.is_some())
}

fn focus_heading(dialog: &HtmlDialogElement) {
    if let Ok(Some(heading)) = dialog.query_selector("#outcome-title")
        && let Ok(heading) = heading.dyn_into::<HtmlElement>()
    {
        _ = heading.focus();
    }
}
