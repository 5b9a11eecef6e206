//! Decision records as JSON carries them, fields of other writers included.

use serde_json::{Map, Value};

use super::super::redact::{Unredactable, redact};
use crate::decision::DecisionRecord;
use crate::text::Note;

/// Changes every string in the fields of other writers.
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

/// Masks what users typed in a record.
pub(super) fn mask(record: &mut DecisionRecord) -> Result<(), Unredactable> {
    record.title = redact(&record.title)?.0;
    if let Some(answer) = &mut record.answer {
        *answer = redact(answer)?.0;
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
        Value::String(text) => {
            let pair = redact(&format!("{name}=\"{text}\""))?.0;
            let named = pair.strip_prefix(&format!("{name}=\"")).and_then(|rest| rest.strip_suffix('"'));
            Value::String(if let Some(masked) = named { masked.to_owned() } else { redact(text)?.0 })
        }
        Value::Array(values) => Value::Array(values.iter().map(|value| mask_value(name, value)).collect::<Result<_, _>>()?),
        Value::Object(fields) => Value::Object(mask_fields(fields)?),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    })
}
