//! Decision records as JSON carries them, fields of other writers included.

use serde_json::{Map, Value};

use super::super::redact::{Kind, Unredactable, redact};
use resolutionflow::decision::DecisionRecord;
use resolutionflow::text::Note;

/// Changes every string in the fields that this version does not know, however deep.
pub(super) fn each_of_others(record: &mut DecisionRecord, change: &dyn Fn(&str) -> String) {
    record.extra.values_mut().for_each(|value| each(value, change));
}

fn each(value: &mut Value, change: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each(value, change)),
        Value::Object(fields) => fields.values_mut().for_each(|value| each(value, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Masks the texts of a record: ids of node and option, title, answer, notes, and the fields that this version does not know.
pub(super) fn mask(record: &mut DecisionRecord) -> Result<(), Unredactable> {
    record.title = redact(&record.title)?.0;
    // The author of a tree writes its ids, too.
    let ids = record.node_id.as_mut().map(|id| &mut id.0).into_iter().chain(&mut record.option_id);
    for text in ids.chain(&mut record.answer) {
        *text = redact(text)?.0;
    }
    record.notes = Note::masked(redact(record.notes.as_str())?.0);
    record.extra = mask_fields(&record.extra)?;
    Ok(())
}

fn mask_fields(fields: &Map<String, Value>) -> Result<Map<String, Value>, Unredactable> {
    fields.iter().map(|(name, value)| Ok((redact(name)?.0, mask_value(name, value)?))).collect()
}

/// A value under its name, which may say that it is a password.
fn mask_value(name: &str, value: &Value) -> Result<Value, Unredactable> {
    Ok(match value {
        Value::String(text) => Value::String(mask_text(name, text)?),
        Value::Number(number) => {
            let text = number.to_string();
            let masked = mask_text(name, &text)?;
            if masked == text { value.clone() } else { Value::String(masked) }
        }
        Value::Array(values) => Value::Array(values.iter().map(|value| mask_value(name, value)).collect::<Result<_, _>>()?),
        Value::Object(fields) => Value::Object(mask_fields(fields)?),
        Value::Null | Value::Bool(_) => value.clone(),
    })
}

fn mask_text(name: &str, text: &str) -> Result<String, Unredactable> {
    // No quote in it may look like its end.
    let whole = text.replace(['"', '\\', '`', '\n'], "x");
    let pair = redact(&format!("{name}=\"{whole}\""))?.0;
    let named = pair.strip_prefix(&format!("{name}=\"")).and_then(|rest| rest.strip_suffix('"'));
    let mask = Kind::ALL.map(Kind::mask).into_iter().find(|mask| named == Some(mask));
    mask.map_or_else(|| Ok(redact(text)?.0), |mask| Ok(mask.to_owned()))
}
