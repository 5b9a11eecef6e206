//! Select fields.

use leptos::prelude::*;
use walk_view::Field;

use crate::posted::Posted;

/// Select field. After a refusal it holds the chosen one, with the fault below it.
#[component]
pub fn SelectField(
    /// The path of the server function that the form goes to.
    action: &'static str,
    /// The field's name; unique on the page.
    name: &'static str,
    /// Label above it.
    label: &'static str,
    /// Values, each with its label.
    choices: Vec<(String, String)>,
    /// Initial value.
    #[prop(into)]
    chosen: String,
) -> impl IntoView {
    let posted = Posted::to(action);
    let fault = posted.as_ref().and_then(|posted| posted.error.fault(name)).map(|fault| fault.to_string());
    let chosen = posted.as_ref().and_then(|posted| posted.field(name).map(str::to_owned)).unwrap_or(chosen);
    let invalid = fault.as_ref().map(|_| "true");
    view! {
        <Field id=name.to_owned() label fault hint="">
            <select class="control" id=name name=name aria-invalid=invalid>
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
        </Field>
    }
}
