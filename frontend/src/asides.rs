//! Folds beside the step: an ad-hoc step, parking with a reason, a report to the authors. They stay as they are while the walk
//! goes on.

use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlFormElement};
use resolutionflow::id::VisitId;
use resolutionflow::walk_form::FormError;

use super::dom::{area, find_in, form, input, move_into};
use super::engine::Engine;
use super::parts::part;

/// Attribute in which the field for a problem remembers the step that it is about.
const ABOUT: &str = "data-visit";

/// Element with the folds, from the HTML that the server wrote for the player; none if the browser cannot make it.
pub(super) fn make() -> Option<Element> {
    let asides = document().create_element("div").ok()?;
    _ = asides.set_attribute("class", "contents");
    asides.set_inner_html(&part("asides"));
    Some(asides)
}

/// Moves the folds to the step that was just painted in `form`; typed texts go along. A report that was begun at an earlier step names it.
pub(super) fn place(engine: Engine, form: &HtmlFormElement, asides: &Option<Element>) {
    if let Some(asides) = asides {
        move_into(form, "[data-asides]", asides);
    }
    // A report that was begun at a step before says so.
    let Some(about) = reported_visit(form) else { return };
    let title = engine.with_session(|session| session.records.iter().find(|record| record.id == about).map(|record| record.title.clone()));
    if let (Some(title), Some(note)) = (title, document().get_element_by_id("problem-note")) {
        note.set_text_content(Some(&format!("About “{title}”, where you began to write.")));
    }
}

/// Remembers the open step as the one that the typed problem report is about, from its first letter on; forgets it when the field is empty.
pub(super) fn began_report(engine: Engine) {
    let Some(field) = form().and_then(|form| area(&form, "problem")) else { return };
    if field.value().trim().is_empty() {
        _ = field.remove_attribute(ABOUT);
    } else if !field.has_attribute(ABOUT)
        && let Some(visit) = engine.with_session(|session| session.open_visit().map(|visit| visit.id))
    {
        _ = field.set_attribute(ABOUT, &visit.to_string());
    }
}

/// Visit that the typed problem report is about; none while the field is empty.
pub(super) fn reported_visit(form: &HtmlFormElement) -> Option<VisitId> {
    area(form, "problem")?.get_attribute(ABOUT)?.parse().ok()
}

/// Empties the field `name` and closes its fold, once its button has done its work.
pub(super) fn clear(form: &HtmlFormElement, name: &str) {
    if let Some(input) = input(form, &format!("[name={name}]")) {
        input.set_value("");
    }
    if let Some(area) = area(form, name) {
        area.set_value("");
        _ = area.remove_attribute(ABOUT);
    }
    if let Some(fold) = find_in(form, &format!("details:has([name={name}])")) {
        _ = fold.remove_attribute("open");
    }
}

/// Shows beside a field why its text does not fit, and moves the focus there. Errors that are not about a text change nothing.
pub(super) fn mark(form: &HtmlFormElement, error: &FormError) {
    let FormError::Text { field: name, .. } = error else { return };
    let Some(field) = find_in(form, &format!("[name={name}]")) else { return };
    _ = field.set_attribute("aria-invalid", "true");
    if let Some(note) = document().get_element_by_id(&format!("{name}-note")) {
        note.set_text_content(Some(&error.to_string()));
        note.set_class_name("fault mt-1");
        _ = field.focus();
    }
}

/// Takes the mark of a fault off the field `name`, whose text is about to be checked again.
pub(super) fn unmark(form: &HtmlFormElement, name: &str) {
    if let Some(field) = find_in(form, &format!("[name={name}][aria-invalid]")) {
        _ = field.remove_attribute("aria-invalid");
    }
}
