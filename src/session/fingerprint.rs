//! Fingerprints: what is kept of a command that was carried out, so that a repetition of it is recognised.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Command;
use crate::wire::{begin_field, begin_item, write_text};

/// Version of the canonical form. Another form needs another number, and this one beside it for as long as there are receipts of it.
const FORM: u8 = 1;

/// SHA-256 over the canonical form of what somebody sent, which is compared in its place.
///
/// The canonical form is a line with the kind and the number of the form, then serde's JSON without white space: fields in the order of their names,
/// and none whose value is null or false. So a field that is missing equals one at its default, and a version of the program that
/// adds an optional field takes what was sent before it for the same as then.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Fingerprint of a command.
    pub fn of(command: &Command) -> Self {
        Self::of_kind("command", command)
    }

    /// Fingerprint of content that is no command. `kind` keeps content of one kind apart from the same content of another.
    pub fn of_kind(kind: &str, content: &impl Serialize) -> Self {
        let mut text = format!("{kind} {FORM}\n");
        write(&json!(content), &mut text);
        Self(Sha256::digest(text).into())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Appends the canonical JSON of a value.
fn write(value: &Value, json: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().filter(|(_, value)| !matches!(value, Value::Null | Value::Bool(false))).collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            json.push('{');
            for (name, value) in fields {
                begin_item(json);
                begin_field(name, json);
                write(value, json);
            }
            json.push('}');
        }
        Value::Array(items) => {
            json.push('[');
            for item in items {
                begin_item(json);
                write(item, json);
            }
            json.push(']');
        }
        Value::String(text) => write_text(text, json),
        Value::Null | Value::Bool(_) | Value::Number(_) => json.push_str(&value.to_string()),
    }
}
