//! Values for the placeholders of commands: asked for once, remembered for the session.

use leptos::prelude::*;
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{CommandValues, Node, placeholders};

use super::Refill;

/// Text field for each placeholder of the step's commands, with the value that the session remembers for it.
#[component]
pub(super) fn Values(node: Node, values: CommandValues, refill: Refill) -> impl IntoView {
    let fields = placeholders(&node).into_iter().enumerate().map(|(index, name)| {
        let field = format!("values[{name}]");
        let value = refill.text(&field, values.get(name));
        view! {
            <label class="step-value">
                <span class="label">{name.to_owned()}</span>
                <input class="control" id=value_id(index) name=field value=value data-limit=CommandValue::LIMIT autocomplete="off" spellcheck="false" />
            </label>
        }
    });
    fields.collect_view()
}

/// Id of the text field for a placeholder, by its position among the step's placeholders, from 0.
pub(super) fn value_id(index: usize) -> String {
    format!("value-{}", index + 1)
}
