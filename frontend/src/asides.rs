//! The folds beside the step: an ad-hoc step, parking with a reason, telling the authors. They stay as they are while the walk
//! goes on.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};
use resolutionflow::id::VisitId;
use resolutionflow::session::Action;
use resolutionflow::text::{Problem, Reason, TextError, Title};

use super::engine::Engine;
use super::live::{area, focus, input, text};
use super::parts::part;

/// Where the field for a problem remembers the step that it is about.
const ABOUT: &str = "data-visit";

/// The folds, as the server wrote them.
pub(super) fn make() -> Option<Element> {
    let asides = document().create_element("div").ok()?;
    _ = asides.set_attribute("class", "contents");
    asides.set_inner_html(&part("asides"));
    Some(asides)
}

/// Puts them beside the step that was just painted.
pub(super) fn place(engine: Engine, form: &HtmlFormElement, asides: &Option<Element>) {
    if let (Ok(Some(place)), Some(asides)) = (form.query_selector("[data-asides]"), asides) {
        _ = place.append_child(asides);
    }
    // A report that was begun at a step before says so.
    let session = engine.session();
    let about = area(form, "problem").and_then(|problem| problem.get_attribute(ABOUT)?.parse::<VisitId>().ok());
    let about = session.records.iter().find(|record| Some(record.id) == about);
    if let (Some(about), Some(note)) = (about, document().get_element_by_id("problem-note")) {
        note.set_text_content(Some(&format!("About “{}”, where you began to write.", about.title)));
    }
}

/// Somebody writes about the open step.
pub(super) fn began_report(engine: Engine) {
    let field = document().query_selector("textarea[name=problem]").ok().flatten();
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    let session = engine.session();
    if field.value().trim().is_empty() {
        _ = field.remove_attribute(ABOUT);
    } else if let (false, Some(visit)) = (field.has_attribute(ABOUT), session.open_visit()) {
        _ = field.set_attribute(ABOUT, &visit.id.to_string());
    }
}

/// What Enter in a field means.
pub(super) fn entered(form: &HtmlFormElement) -> &'static str {
    let active = document().active_element().and_then(|active| active.dyn_into::<HtmlInputElement>().ok());
    match active.filter(|active| form.contains(Some(active))).map(|active| active.name()).as_deref() {
        Some("detour") => "detour",
        Some("parked_reason" | "for_someone_else") => "park",
        _ => "save",
    }
}

pub(super) fn park(form: &HtmlFormElement) -> Result<Action, String> {
    let reason = line(form, "parked_reason");
    let reason = if reason.trim().is_empty() { None } else { Some(checked(form, "parked_reason", "Why", Reason::parse(&reason))?) };
    Ok(Action::Park { reason, for_someone_else: input(form, "[name=for_someone_else]:checked").is_some() })
}

pub(super) fn detour(form: &HtmlFormElement) -> Result<Action, String> {
    Ok(Action::Detour { title: checked(form, "detour", "What you do", Title::parse(&line(form, "detour")))? })
}

pub(super) fn report(form: &HtmlFormElement, open: Option<VisitId>) -> Result<Action, String> {
    let begun = area(form, "problem").and_then(|problem| problem.get_attribute(ABOUT)?.parse().ok());
    let visit_id = begun.or(open).ok_or("There is no step to report a problem with.")?;
    Ok(Action::ReportProblem { visit_id, problem: checked(form, "problem", "What is wrong", Problem::parse(&text(form, "problem")))? })
}

/// Empties a field and folds it away: what it asked for is done.
pub(super) fn clear(form: &HtmlFormElement, name: &str) {
    if let Some(input) = input(form, &format!("[name={name}]")) {
        input.set_value("");
    }
    if let Some(area) = area(form, name) {
        area.set_value("");
        _ = area.remove_attribute(ABOUT);
    }
    if let Ok(Some(fold)) = form.query_selector(&format!("details:has([name={name}])")) {
        _ = fold.remove_attribute("open");
    }
}

/// What was typed, or what is wrong with it: said beside the field, which takes the focus.
fn checked<T>(form: &HtmlFormElement, name: &str, label: &str, parsed: Result<T, TextError>) -> Result<T, String> {
    let said = parsed.as_ref().err().map(|error| format!("{label} {error}."));
    if let Ok(Some(field)) = form.query_selector(&format!("[name={name}]")) {
        _ = field.toggle_attribute_with_force("aria-invalid", said.is_some());
    }
    if let (Some(said), Some(note)) = (&said, document().get_element_by_id(&format!("{name}-note"))) {
        note.set_text_content(Some(said));
        note.set_class_name("fault mt-1");
        focus(form, &format!("[name={name}]"));
    }
    parsed.map_err(|_| said.unwrap_or_default())
}

fn line(form: &HtmlFormElement, name: &str) -> String {
    input(form, &format!("[name={name}]")).map(|input| input.value()).unwrap_or_default()
}
