//! Field for several lines of text.

use leptos::prelude::*;

use crate::field::{Field, described_by};

/// Field for several lines of text, with its label above, and the fault or else the hint below it.
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
    /// The most characters that fit; of the field `output`, the most bytes. Nothing is cut: the page's script says what is too long.
    #[prop(optional_no_strip)]
    limit: Option<usize>,
    /// Further classes of the control.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let (describes, invalid) = (described_by(&id, fault.is_some(), hint), fault.as_ref().map(|_| "true"));
    view! {
        <Field id=id.clone() label fault hint>
            <textarea
                class=format!("control {class}")
                id=id
                name=name
                data-limit=limit
                aria-invalid=invalid
                aria-describedby=describes
                prop:value=value.clone()
            >
                {escaped(&value)}
            </textarea>
        </Field>
    }
}

/// leptos writes the children of a `<textarea>` as they are, and HTML drops a line break at its beginning.
fn escaped(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
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
