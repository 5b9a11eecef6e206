//! Choosing one of a few.

use leptos::prelude::*;

use super::FieldFault;
use crate::posted::Posted;

/// One of a few choices. After a refusal it holds what was chosen, with the fault below it.
#[component]
pub fn SelectField(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// The field's name; unique on the page.
    name: &'static str,
    /// Label above it.
    label: &'static str,
    /// Values, each with its label.
    choices: Vec<(&'static str, &'static str)>,
    /// Initial value.
    chosen: &'static str,
) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault(name));
    let chosen = posted.as_ref().and_then(|posted| posted.field(name)).unwrap_or(chosen).to_owned();
    view! {
        <div>
            <label class="label" for=name>
                {label}
            </label>
            <select class="control" id=name name=name aria-invalid=fault.as_ref().map(|_| "true")>
                {choices
                    .into_iter()
                    .map(|(value, word)| {
                        let selected = value == chosen;
                        view! {
                            <option value=value selected=selected>
                                {word}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <FieldFault name label fault />
        </div>
    }
}
