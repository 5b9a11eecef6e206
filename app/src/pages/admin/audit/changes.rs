//! Changes of an entry: the parts that differ before and after.

use leptos::prelude::*;
use serde_json::Value;

use crate::backend::admin::AuditRow;

/// Most changes that are shown unfolded.
const MOST_SHOWN: usize = 3;
/// Most characters that are shown unfolded.
const MOST_CHARACTERS: usize = 200;

/// Part that differs.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    /// Name of the part; empty where the whole is one text.
    part: String,
    before: Option<String>,
    after: Option<String>,
}

/// Parts that differ between before and after.
fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let parts = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    if let (None, None) = (parts(before), parts(after)) {
        let change = Change { part: String::new(), before: before.and_then(text), after: after.and_then(text) };
        return Some(change).filter(|change| change.before != change.after).into_iter().collect();
    }
    let (old, new) = (parts(before).unwrap_or_default(), parts(after).unwrap_or_default());
    let added = new.keys().filter(|key| !old.contains_key(*key));
    let differs = |key: &&String| old.get(*key) != new.get(*key);
    let change =
        |key: &String| Change { part: key.replace('_', " "), before: old.get(key).and_then(text), after: new.get(key).and_then(text) };
    old.keys().chain(added).filter(differs).map(change).filter(|change| change.before != change.after).collect()
}

/// A value as people read it; none for null and for empty ones.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty()),
        Value::Object(parts) => {
            let named = parts.iter().filter_map(|(key, part)| Some(format!("{}: {}", key.replace('_', " "), text(part)?)));
            Some(named.collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        }
        Value::Number(number) => Some(number.to_string()),
    }
}

/// List of an entry's changes, folded where it is long; empty where nothing differs.
#[component]
pub(super) fn Changes(row: AuditRow) -> impl IntoView {
    let changes = changes(row.before.as_ref(), row.after.as_ref());
    let count = changes.len();
    let length: usize = changes.iter().flat_map(|change| [&change.before, &change.after]).flatten().map(|text| text.chars().count()).sum();
    let list = view! { <ul class="space-y-1">{changes.into_iter().map(|change| view! { <ChangeLine change /> }).collect_view()}</ul> };
    if count == 0 {
        ().into_any()
    } else if count <= MOST_SHOWN && length <= MOST_CHARACTERS {
        list.into_any()
    } else {
        let counted = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
        view! {
            <details>
                <summary class="summary-link">{counted}</summary>
                {list}
            </details>
        }
        .into_any()
    }
}

#[component]
fn ChangeLine(change: Change) -> impl IntoView {
    let part = (!change.part.is_empty()).then(|| view! { <span class="text-muted">{format!("{}: ", change.part)}</span> });
    let values = match (change.before, change.after) {
        (Some(before), Some(after)) => view! { <span class="typed">{before}</span> " → " <span class="typed">{after}</span> }.into_any(),
        (Some(before), None) => view! { <span class="typed">{before}</span> " → nothing" }.into_any(),
        (None, Some(after)) => view! { <span class="typed">{after}</span> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! { <li class="wrap-anywhere">{part} {values}</li> }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(before: Value, after: Value) -> Vec<String> {
        let some = |value: Value| Some(value).filter(|value| !value.is_null());
        let or_nothing = |text: Option<String>| text.unwrap_or_else(|| "nothing".to_owned());
        let (before, after) = (some(before), some(after));
        let line = |change: Change| format!("{}: {} → {}", change.part, or_nothing(change.before), or_nothing(change.after));
        changes(before.as_ref(), after.as_ref()).into_iter().map(line).collect()
    }

    #[test]
    fn only_what_differs_is_listed() {
        let before = json!({"gone": 1, "name": "Tess", "role": "technician", "ticket": null});
        let after = json!({"name": "Tess", "next_steps": "Call back", "role": "manager", "ticket": ""});
        assert_eq!(lines(before, after), ["gone: 1 → nothing", "role: technician → manager", "next steps: nothing → Call back"]);
        assert_eq!(lines(json!("a"), json!("b")), [": a → b"]);
        assert_eq!(lines(Value::Null, Value::Null), Vec::<String>::new());
    }

    #[test]
    fn nested_values_are_listed_part_by_part() {
        let after = json!({"active": false, "lifetimes": {"absolute": null, "idle": 3600}, "tags": ["a", "b"]});
        assert_eq!(lines(Value::Null, after), ["active: nothing → no", "lifetimes: nothing → idle: 3600", "tags: nothing → a, b"]);
    }
}
