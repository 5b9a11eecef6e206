//! Values of the placeholders of commands, as they are typed.

use leptos::web_sys::{Element, HtmlFormElement, HtmlInputElement};
use resolutionflow::text::CommandValue;
use resolutionflow::tree::{CommandValues, NodeKind, fill, placeholders};
use walk_view::value_hint;

use super::dom::{all, find_in, form, set_hidden};
use super::engine::Engine;

/// Values of the placeholders of commands that are typed in the form and differ from the known ones; none where none does.
///
/// # Errors
/// Sentence about the value that does not fit.
pub(super) fn changed(form: &HtmlFormElement, known: &CommandValues) -> Result<Option<CommandValues>, String> {
    let mut changed = CommandValues::default();
    for field in all::<HtmlInputElement>(form, ".step-value input") {
        let name = field.name();
        let Some(name) = name.strip_prefix("values[").and_then(|name| name.strip_suffix(']')) else { continue };
        let value = CommandValue::parse(&field.value()).map_err(|error| format!("“{name}” {error}."))?;
        if value.as_str() != known.get(name) {
            changed.0.insert(name.to_owned(), value);
        }
    }
    Ok(Some(changed).filter(|changed| !changed.0.is_empty()))
}

/// Shows the commands of the open step filled with the values that are typed so far.
pub(super) fn fill_in(engine: Engine) {
    let Some(form) = form() else { return };
    let (mut values, here) = engine.with_session(|session| (session.values.clone(), session.node_id().cloned()));
    let Ok(typed) = changed(&form, &values) else { return };
    for field in all::<HtmlInputElement>(&form, ".step-value input") {
        if let Some(hint) = field.next_element_sibling() {
            hint.set_text_content(Some(&value_hint(&field.value())));
        }
    }
    engine.with_tree(|tree| {
        let Some(node) = here.and_then(|id| tree.node(&id)) else { return };
        values.take(&typed.unwrap_or_default(), node);
        let asked = placeholders(node);
        let NodeKind::Action { commands, .. } = &node.kind else { return };
        for (command, block) in commands.iter().zip(all::<Element>(&form, ".step-command")) {
            let filled = fill(command, &values);
            let parts = [filled.refusal()].into_iter().chain(filled.parts());
            for (part, place) in parts.zip(all::<Element>(&block, ".step-refusal, pre *")) {
                place.set_text_content(Some(part));
            }
            if let (Some(copy), Some(label)) = (find_in(&block, ".step-copy"), find_in(&block, ".step-fill")) {
                set_hidden(&copy, filled.wants.is_some());
                set_hidden(&label, filled.wants.is_none());
                let field = asked.iter().position(|asked| Some(asked.name) == filled.wants).unwrap_or(0);
                _ = label.set_attribute("for", &format!("value-{}", field + 1));
            }
        }
    });
}
