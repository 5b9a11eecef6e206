//! Values for the placeholders of commands: asked for once, remembered for the session.

use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{CommandValues, Node, Placeholder, placeholders, typographic};

use super::Refill;

/// Text field for each placeholder of the step's commands, with the value that the session remembers for it.
#[component]
pub(super) fn Values(node: Node, values: CommandValues, refill: Refill) -> impl IntoView {
    let fields = placeholders(&node).into_iter().enumerate().map(|(index, Placeholder { name, label, example, .. })| {
        let field = format!("values[{name}]");
        let label = if label.is_empty() { name } else { label };
        let example = (!example.is_empty()).then(|| view! { <span class="hint" dir="auto">{format!("For example {example}")}</span> });
        let value = refill.text(&field, values.get(name));
        let hint = value_hint(&value);
        view! {
            <label class="step-value">
                <span class="label" dir="auto">{label.to_owned()}</span>
                {example}
                <input
                    class="control"
                    id=value_id(index)
                    name=field
                    value=value
                    data-limit=CommandValue::LIMIT
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    {..custom_attribute("autocorrect", "off")}
                />
                <span class="hint" role="status">
                    {hint}
                </span>
            </label>
        }
    });
    fields.collect_view()
}

/// Words about a value that was pasted from where quotes and hyphens are made typographic; empty where there is nothing to say.
pub fn value_hint(value: &str) -> String {
    typographic(value).map_or_else(String::new, |c| format!("“{c}” is not the plain sign on the keyboard."))
}

/// Id of the text field for a placeholder, by its position among the step's placeholders, from 0.
pub(super) fn value_id(index: usize) -> String {
    format!("value-{}", index + 1)
}
