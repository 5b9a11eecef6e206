//! Texts beside the open step: read from the form, put back into it, saved.

use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, HtmlFormElement};
use resolutionflow::id::VisitId;
use resolutionflow::session::{Action, Draft, Session};
use resolutionflow::sync::merged;
use resolutionflow::text::{Note, Output, Scratchpad};

use super::dom::{area, find, find_in, form, set_hidden, text};
use super::engine::Engine;
use super::values;
use super::walk_state::Texts;

/// Names of the text fields beside the step.
pub(super) const TEXTS: [&str; 3] = ["notes", "output", "scratchpad"];

/// Unsaved texts and the caret, taken from a form that is about to be replaced.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    texts: Vec<(&'static str, String)>,
    /// Field with the caret, and its position.
    caret: Option<(&'static str, u32)>,
    /// True if the output was unfolded.
    is_open: bool,
}

impl Typed {
    /// Reads a form: the caret, and the texts that differ from those that the server sent.
    pub(super) fn of(plain: &HtmlElement) -> Self {
        let mut typed = Self { is_open: find_in(plain, ".beside details[open]").is_some(), ..Self::default() };
        for name in TEXTS {
            let Some(area) = area(plain, name) else { continue };
            if document().active_element().is_some_and(|active| active.is_same_node(Some(&area))) {
                typed.caret = Some((name, area.selection_end().ok().flatten().unwrap_or_default()));
            }
            if area.default_value().is_ok_and(|sent| sent != area.value()) {
                typed.texts.push((name, area.value()));
            }
        }
        typed
    }

    /// Writes the texts and the caret into the new form; true if a field has taken the focus.
    pub(super) fn restore(&self, form: &HtmlElement) -> bool {
        if self.is_open
            && let Some(fold) = find_in(form, ".beside details")
        {
            _ = fold.set_attribute("open", "");
        }
        for (name, text) in &self.texts {
            if let Some(area) = area(form, name) {
                area.set_value(text);
            }
        }
        if let Some((area, at)) = self.caret.and_then(|(name, at)| Some((area(form, name)?, at))) {
            _ = area.focus();
            _ = area.set_selection_range(at, at);
        }
        self.caret.is_some()
    }
}

/// Texts beside the open step, the visit `visit`, to be saved with a command; scratchpad and values only if they differ from the session's.
///
/// # Errors
/// Sentence about the field that does not fit.
pub(super) fn draft(form: &HtmlFormElement, session: &Session, visit: VisitId) -> Result<Draft, String> {
    let scratchpad = match area(form, "scratchpad") {
        Some(area) => Some(Scratchpad::parse(&area.value()).map_err(|error| format!("The scratchpad {error}."))?),
        None => None,
    };
    Ok(Draft {
        visit_id: Some(visit),
        notes: Note::parse(&text(form, "notes")).map_err(|error| format!("Notes for this step {error}."))?,
        output: Output::parse(&text(form, "output")).map_err(|error| format!("What the commands printed {error}."))?,
        scratchpad: scratchpad.filter(|scratchpad| *scratchpad != session.facts.scratchpad),
        values: values::changed(form, &session.values)?,
    })
}

/// Saves the texts beside the open step, if they differ from the saved ones; says above the step which of them does not fit. False where
/// one does not, and where no step is open.
pub(super) fn save_typed(engine: Engine, form: &HtmlFormElement) -> bool {
    let Some((visit, notes)) = engine.with_session(|session| session.open_visit().map(|visit| (visit.id, visit.notes.clone()))) else {
        return false;
    };
    engine.set_typed(false);
    match engine.with_session(|session| draft(form, session, visit)) {
        Ok(draft)
            if draft.notes != notes || draft.output.as_str() != engine.output() || draft.scratchpad.is_some() || draft.values.is_some() =>
        {
            let output = draft.output.as_str().to_owned();
            match engine.act(Action::Note { visit_id: visit, notes: draft.notes.clone(), reason: None }, Some(draft)) {
                Ok(_) => {
                    engine.set_output(&output);
                    true
                }
                Err(refusal) => cannot_save(engine, form, &refusal.to_string()),
            }
        }
        Ok(_) => true,
        Err(words) => cannot_save(engine, form, &words),
    }
}

/// Says above the step why the texts beside it are not saved, and that they are not: false.
fn cannot_save(engine: Engine, form: &HtmlFormElement, words: &str) -> bool {
    say(form, words);
    engine.cannot_save();
    false
}

/// Appends a text to the notes of the open step, and saves them; false where no step is open, or the text does not fit.
pub(super) fn add_to_notes(engine: Engine, text: &str) -> bool {
    let Some(form) = form() else { return false };
    let Some(area) = area(&form, "notes") else { return false };
    let typed = area.value();
    let joined = if typed.trim().is_empty() { text.to_owned() } else { format!("{typed}\n{text}") };
    if let Err(error) = Note::parse(&joined) {
        say(&form, &format!("Notes for this step would not fit: with this, the text {error}."));
        return false;
    }
    area.set_value(&joined);
    let is_saved = save_typed(engine, &form);
    if !is_saved {
        area.set_value(&typed);
    }
    is_saved
}

/// Writes texts that were changed elsewhere, from `before` to `after`, into the fields of the same step. What was typed here stays.
pub(super) fn take_in(form: &HtmlFormElement, before: &Texts, after: &Texts) {
    for ((name, before), after) in TEXTS.into_iter().zip(&before.texts).zip(&after.texts) {
        if before != after
            && let Some(area) = area(form, name)
        {
            area.set_value(&merged(&area.value(), before, after));
        }
    }
}

/// Shows a fault above the step, or in the dialog where one covers the page; without words, hides it.
pub(super) fn say(form: &HtmlFormElement, words: &str) {
    let place = if find_in(form, "dialog[open]").is_some() { "dialog .said-here" } else { "#said" };
    if let Some(said) = find(place) {
        said.set_text_content(Some(words));
        set_hidden(&said, words.is_empty());
    }
}
