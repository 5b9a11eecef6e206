//! Controls of fields whose names have numbers in them.

use leptos::prelude::*;
use walk_view::{FieldNote, described_by};

use crate::posted::Posted;

/// Fault of a field of a refused form, in words.
pub fn fault_of(action: &str, name: &str) -> Option<String> {
    Posted::to(action)?.error.fault(name).map(|fault| fault.to_string())
}

/// Field for one line.
pub struct Line {
    /// The field's name, which is its id, too.
    pub name: String,
    /// Its label.
    pub label: &'static str,
    /// Its text.
    pub value: String,
    /// Fault of the text.
    pub fault: Option<String>,
    /// Below it.
    pub hint: &'static str,
    /// The id of a list of suggestions.
    pub list: Option<&'static str>,
}

impl Line {
    /// A field without suggestions, fault and hint.
    pub fn new(name: impl Into<String>, label: &'static str, value: impl Into<String>) -> Self {
        Self { name: name.into(), label, value: value.into(), fault: None, hint: "", list: None }
    }

    /// The field with its label and note.
    pub fn view(self) -> AnyView {
        let Self { name, label, value, fault, hint, list } = self;
        let id = id_of(&name);
        let (describes, invalid) = (described_by(&id, fault.is_some(), hint), fault.as_ref().map(|_| "true"));
        view! {
            <div class="min-w-0">
                <label class="label" for=id.clone()>
                    {label}
                </label>
                <input
                    class="control"
                    dir="auto"
                    type="text"
                    autocomplete="off"
                    id=id.clone()
                    name=name
                    value=value
                    list=list
                    aria-invalid=invalid
                    aria-describedby=describes
                />
                <FieldNote id label fault hint />
            </div>
        }
        .into_any()
    }
}

/// Id of the control of a field: its name without brackets.
pub fn id_of(name: &str) -> String {
    name.replace('[', "-").replace(']', "")
}

/// Field for several lines.
pub fn area(name: &str, label: &'static str, value: &str, hint: &'static str, class: &'static str) -> AnyView {
    let id = id_of(name);
    let describes = described_by(&id, false, hint);
    // leptos writes the children of a <textarea> as they are, and HTML drops a line break at its beginning.
    let text = format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    view! {
        <div class="min-w-0">
            <label class="label" for=id.clone()>
                {label}
            </label>
            <textarea class=format!("control {class}") id=id.clone() name=name.to_owned() aria-describedby=describes>
                {text}
            </textarea>
            <FieldNote id label fault=None hint />
        </div>
    }
    .into_any()
}

/// Field for a choice.
pub fn choice(name: &str, label: &'static str, choices: Vec<(String, String)>, chosen: &str, hint: &'static str) -> AnyView {
    let id = id_of(name);
    let describes = described_by(&id, false, hint);
    let options = choices.into_iter().map(|(value, word)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {word}
            </option>
        }
    });
    view! {
        <div class="min-w-0">
            <label class="label" for=id.clone()>
                {label}
            </label>
            <select class="control" id=id.clone() name=name.to_owned() aria-describedby=describes>
                {options.collect_view()}
            </select>
            <FieldNote id label fault=None hint />
        </div>
    }
    .into_any()
}

/// Small button of the form around it, with more words for screen readers.
pub fn small_button(deed: String, word: &'static str, more: String) -> AnyView {
    view! {
        <button class="button button-small" name="deed" value=deed>
            {word}
            <span class="sr-only">{more}</span>
        </button>
    }
    .into_any()
}
