//! What is filled into placeholders of commands, as it is typed.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlFormElement, HtmlInputElement, NodeList};
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{CommandValues, NodeKind, fill, placeholders};

use super::engine::Engine;

/// What was typed that differs from what is known; none where nothing does.
pub(super) fn changed(form: &HtmlFormElement, known: &CommandValues) -> Result<Option<CommandValues>, String> {
    let mut changed = CommandValues::default();
    let fields = form.query_selector_all(".step-value input").ok();
    for position in 0..fields.as_ref().map_or(0, NodeList::length) {
        let field = fields.as_ref().and_then(|fields| fields.item(position)?.dyn_into::<HtmlInputElement>().ok());
        let Some(field) = field else { continue };
        let name = field.name();
        let Some(name) = name.strip_prefix("values[").and_then(|name| name.strip_suffix(']')) else { continue };
        let value = CommandValue::parse(&field.value()).map_err(|error| format!("“{name}” {error}."))?;
        if value.as_str() != known.get(name) {
            changed.0.insert(name.to_owned(), value);
        }
    }
    Ok(Some(changed).filter(|changed| !changed.0.is_empty()))
}

/// Shows the commands of the open step with what is typed so far.
pub(super) fn fill_in(engine: Engine) {
    let session = engine.session();
    let form = document().query_selector("form.walk").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return };
    let mut values = session.values.clone();
    let Ok(typed) = changed(&form, &values) else { return };
    engine.with_tree(|tree| {
        let Some(node) = session.node_id().and_then(|id| tree.node(id)) else { return };
        values.take(&typed.unwrap_or_default(), node);
        let missing = placeholders(node).into_iter().position(|name| values.get(name).is_empty());
        let NodeKind::Action { commands, .. } = &node.kind else { return };
        for (index, command) in commands.iter().enumerate() {
            let filled = fill(&command.text, command.shell, &values);
            let Some(shown) = document().get_element_by_id(&format!("command-{}", index + 1)) else { continue };
            shown.set_text_content(Some(&filled.text));
            let Ok(Some(block)) = shown.closest(".step-command") else { continue };
            if let (Ok(Some(copy)), Ok(Some(label))) = (block.query_selector(".step-copy"), block.query_selector(".step-fill")) {
                _ = copy.toggle_attribute_with_force("hidden", !filled.is_whole);
                _ = label.toggle_attribute_with_force("hidden", filled.is_whole);
                _ = label.set_attribute("for", &format!("value-{}", missing.unwrap_or(0) + 1));
            }
        }
    });
}
