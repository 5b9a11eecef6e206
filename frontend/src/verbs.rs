//! Buttons of the form: each presses a verb of [`walk_form`], the same table by which the server function goes.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlFormElement, HtmlInputElement};
use resolutionflow::walk_form::{self, FormError};

use super::dom::{find_in, input, text};
use super::engine::Engine;
use super::form::draft;
use super::safety::WayOut;
use super::{asides, browser, outcome};

/// Carries out the value of a pressed button: a verb of [`walk_form`], with its object after a colon.
///
/// # Errors
/// Sentence about what is missing, does not fit or is not allowed now.
pub(super) fn press(engine: Engine, form: &HtmlFormElement, value: &str) -> Result<(), String> {
    let (verb, object) = value.split_once(':').unwrap_or((value, ""));
    let verb = match verb {
        "" => "save",
        "enter" => entered(form),
        verb => verb,
    };
    let visit = engine.with_session(|session| session.open_visit().map(|visit| visit.id));
    let draft = visit.map(|visit| engine.with_session(|session| draft(form, session, visit))).transpose()?;
    if verb == "finish" {
        outcome::open(engine, form);
        return Ok(());
    }
    // Without an open step there are no notes to save.
    if visit.is_none() && matches!(verb, "save" | "leave") {
        return Ok(());
    }
    let read = |name: &str| match name {
        "visit" if verb == "report" => asides::reported_visit(form).or(visit).map(|visit| visit.to_string()).unwrap_or_default(),
        "visit" => visit.map(|visit| visit.to_string()).unwrap_or_default(),
        name => {
            asides::unmark(form, name);
            field(form, name)
        }
    };
    let action = walk_form::action(verb, object, read).map_err(|error| {
        asides::mark(form, &error);
        match error {
            FormError::Malformed if verb == "report" => "There is no step to report a problem with.".to_owned(),
            error => error.to_string(),
        }
    })?;
    engine.set_typed(false);
    let command = engine.act(action, draft).map_err(|refusal| refusal.to_string())?;
    match verb {
        "detour" => asides::clear(form, "detour"),
        "report" => {
            asides::clear(form, "problem");
            browser::say("Noted for those who look after the tree");
        }
        _ => {}
    }
    if let Some(to) = engine.with_session(|session| walk_form::way_out(verb, object, session.id)) {
        let completes = verb == "complete";
        if completes {
            outcome::close(form);
        }
        engine.go_to(WayOut { command, to, completes });
    }
    Ok(())
}

/// Verb of Enter in a field.
fn entered(form: &HtmlFormElement) -> &'static str {
    let active = document().active_element().and_then(|active| active.dyn_into::<HtmlInputElement>().ok());
    match active.filter(|active| form.contains(Some(active))).map(|active| active.name()).as_deref() {
        Some("detour") => "detour",
        Some("parked_reason" | "for_someone_else") => "park",
        _ => "save",
    }
}

/// Value of a field as a form sends it: of boxes and choices, that of the ticked one.
fn field(form: &HtmlFormElement, name: &str) -> String {
    if find_in(form, &format!("textarea[name={name}]")).is_some() {
        return text(form, name);
    }
    let chosen = format!("[name={name}]:is(:checked, :not([type=checkbox], [type=radio]))");
    input(form, &chosen).map(|input| input.value()).unwrap_or_default()
}
