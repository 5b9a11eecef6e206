//! Values for the placeholders of commands: asked for once, remembered for the session.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{CommandValues, Node, placeholders};

use crate::api::walk::TakeStep;
use crate::posted::Posted;

/// A field for each placeholder of the step's commands.
#[component]
pub(super) fn Values(node: Node, values: CommandValues) -> impl IntoView {
    let posted = Posted::to(TakeStep::url());
    let fields = placeholders(&node).into_iter().enumerate().map(|(index, name)| {
        let field = format!("values[{name}]");
        let value = posted.as_ref().and_then(|posted| posted.field(&field)).unwrap_or(values.get(name)).to_owned();
        view! {
            <label class="step-value">
                <span class="label">{name.to_owned()}</span>
                <input class="control" id=value_id(index) name=field value=value maxlength=CommandValue::LIMIT autocomplete="off" spellcheck="false" />
            </label>
        }
    });
    fields.collect_view()
}

/// The id of the field of a placeholder.
pub(super) fn value_id(index: usize) -> String {
    format!("value-{}", index + 1)
}
