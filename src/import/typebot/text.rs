//! Words of blocks.

use crate::html;
use crate::json::Json;

/// Words of what a bot says: rich text, HTML or plain.
pub(super) fn words(content: &Json) -> String {
    if let Some(rich) = content.get("richText") {
        let lines: Vec<String> = rich.list().iter().map(rich_text).collect();
        return lines.join("\n").trim().to_owned();
    }
    let plain = content.texts(&["plainText"]);
    plain.or_else(|| content.texts(&["html"]).map(|html| html::plain(&html))).or_else(|| content.words()).unwrap_or_default()
}

/// Words of a paragraph, whatever they are nested in.
fn rich_text(paragraph: &Json) -> String {
    let (mut text, mut waiting) = (String::new(), vec![paragraph]);
    while let Some(part) = waiting.pop() {
        text.push_str(&part.texts(&["text"]).unwrap_or_default());
        waiting.extend(part.get("children").map(Json::list).unwrap_or_default().iter().rev());
    }
    text
}

/// Words of a condition's item: `computer is equal to “x”`, by the ids of its variables.
pub(super) fn condition(item: &Json) -> String {
    let comparisons = item.get("content").and_then(|content| content.get("comparisons")).map(Json::list).unwrap_or_default();
    let said = comparisons.iter().map(|comparison| {
        let operator = comparison.texts(&["comparisonOperator"]).unwrap_or_default().to_lowercase();
        let value = comparison.texts(&["value"]).unwrap_or_default();
        format!("The value {operator} {value}").trim().to_owned()
    });
    said.collect::<Vec<_>>().join(" and ")
}
