//! The question at the end of every walk.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlDialogElement, HtmlInputElement};

use crate::backend::views::WalkPage;
use crate::pages::complete::{OutcomeFields, suggested};
use crate::pages::walk::SubjectLine;

/// The dialog behind "Complete session". It is part of the form, so that what was typed beside the step goes along.
#[component]
pub(super) fn OutcomeDialog(walk: WalkPage) -> impl IntoView {
    let choose = |event: ev::Event| {
        let chosen =
            event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.name() == "outcome");
        if chosen && let Ok(Some(button)) = document().query_selector("dialog button[value=complete]") {
            _ = button.remove_attribute("disabled");
        }
    };
    let close = |event: ev::MouseEvent| {
        let dialog = event.target().and_then(|button| button.dyn_into::<Element>().ok()?.closest("dialog").ok()?);
        if let Some(Ok(dialog)) = dialog.map(JsCast::dyn_into::<HtmlDialogElement>) {
            dialog.close();
        }
    };
    // Enter on a card would press the form's first button, and with it leave the dialog.
    let hold = |event: ev::KeyboardEvent| {
        let on_card = event.target().is_some_and(|target| target.has_type::<HtmlInputElement>());
        if on_card && event.key() == "Enter" {
            event.prevent_default();
        }
    };
    let suggested = suggested(&walk.node);
    let facts = walk.session.facts.clone();
    view! {
        <dialog class="dialog" aria-labelledby="outcome-title" on:change=choose on:keydown=hold>
            <div class="dialog-head">
                <h2 class="text-xl" id="outcome-title" tabindex="-1">
                    "Did this resolve the issue?"
                </h2>
                <SubjectLine walk />
            </div>
            <div class="dialog-body">
                <p class="fault said-here" role="alert" hidden></p>
                <OutcomeFields facts suggested />
            </div>
            <div class="dialog-foot">
                <button class="button" type="button" on:click=close>
                    "Keep walking"
                </button>
                <button class="button button-primary" name="act" value="complete" disabled>
                    "Complete session"
                </button>
            </div>
        </dialog>
    }
}
