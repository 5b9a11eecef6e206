//! Several lines of text, with what is wrong with them below.

use leptos::prelude::*;

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The field's name.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// Its text at first.
    #[prop(into, optional)]
    value: String,
    /// The fault of that text, which takes the hint's place.
    #[prop(optional_no_strip)]
    fault: Option<String>,
    /// A line below it.
    #[prop(optional)]
    hint: &'static str,
    /// The id, where the name is not unique on the page.
    #[prop(optional_no_strip)]
    id: Option<String>,
    /// The most characters that fit.
    #[prop(optional_no_strip)]
    limit: Option<usize>,
    /// Further classes of the control.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let describes = (fault.is_some() || !hint.is_empty()).then(|| note_id(&id));
    view! {
        <div>
            <label class="label" for=id.clone()>
                {label}
            </label>
            <textarea
                class=format!("control {class}")
                id=id.clone()
                name=name
                maxlength=limit
                aria-invalid=fault.as_ref().map(|_| "true")
                aria-describedby=describes
                prop:value=value.clone()
            >
                {escaped(&value)}
            </textarea>
            <FieldNote id label fault hint />
        </div>
    }
}

/// leptos writes the children of a `<textarea>` as they are, and HTML drops a line break at its beginning.
fn escaped(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// The id of the line below a field.
pub fn note_id(field: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_textarea_cannot_be_closed_from_inside() {
        assert_eq!(escaped("</textarea><script>"), "\n&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(escaped("\n&lt;"), "\n\n&amp;lt;");
    }
}
