//! The frame of a field in a form: its label, and the line below it.

use leptos::prelude::*;

/// Frame of a form field: the label above the control, and the fault or else the hint below it.
#[component]
pub fn Field(
    /// The control's id.
    id: String,
    /// The label.
    label: &'static str,
    /// The fault of the value in words, which takes the hint's place.
    fault: Option<String>,
    /// A line below it.
    hint: &'static str,
    /// The control, with [`described_by`] as its `aria-describedby`.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <label class="label" for=id.clone()>
                {label}
            </label>
            {children()}
            <FieldNote id label fault hint />
        </div>
    }
}

/// `aria-describedby` of the control `id`: the id of the line below it; none where there is neither fault nor hint.
pub fn described_by(id: &str, has_fault: bool, hint: &str) -> Option<String> {
    (has_fault || !hint.is_empty()).then(|| note_id(id))
}

fn note_id(field: &str) -> String {
    format!("{field}-note")
}

/// The line below a field: its fault, or else its hint.
#[component]
pub fn FieldNote(
    /// The field's id.
    #[prop(into)]
    id: String,
    /// The field's label, with which the sentence begins.
    label: &'static str,
    /// The fault in words.
    fault: Option<String>,
    /// Shown where there is no fault.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    match fault {
        Some(fault) => view! { <p class="fault mt-1" id=note_id(&id)>{format!("{label} {fault}.")}</p> }.into_any(),
        None if hint.is_empty() => ().into_any(),
        None => view! { <p class="hint mt-1" id=note_id(&id)>{hint}</p> }.into_any(),
    }
}
