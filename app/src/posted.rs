//! A refused form. The server shows its page again, with the right status, everything that was typed still in place and the
//! fault beside its field.

use std::collections::HashMap;

use leptos::prelude::use_context;

use crate::drafting::StepFields;
use crate::error::AppError;

/// Refused form, in the context of the page that shows it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Path of the server function: `/api/start_walk`.
    pub action: String,
    /// Values by field name; the last one of a repeated field.
    pub fields: HashMap<String, String>,
    /// Reason of the refusal.
    pub error: AppError,
}

/// Fields for long texts, with their labels.
const TEXTS: [(&str, &str); 16] = [
    ("notes", "Notes"),
    ("output", "Command output"),
    ("scratchpad", "Scratchpad"),
    ("problem", "Problem with the step"),
    ("parked_reason", "Reason"),
    ("outcome_notes", "Outcome notes"),
    ("next_steps", "Next steps"),
    ("reason", "Reason"),
    ("why", "Why"),
    ("form[title]", "Title"),
    ("form[body]", "Instructions"),
    ("form[description]", "Description"),
    ("form[next]", "Next step"),
    ("form[note]", "What changed and why"),
    ("form[branch]", "Branch"),
    ("text", "Tree text"),
];

impl Posted {
    /// Refused form that was sent to the server function at the path `action`, if this page shows it again.
    pub fn to(action: &str) -> Option<Self> {
        use_context::<Self>().filter(|posted| posted.action == action)
    }

    /// Long texts of the refused form, without empty ones: name, label and text of each field.
    pub fn texts(&self) -> Vec<(&'static str, &'static str, String)> {
        let typed = |(name, label): (&'static str, &'static str)| Some((name, label, self.field(name)?.trim_end().to_owned()));
        let rows = StepFields::posted(&self.fields).rows_as_text();
        let rows = rows.into_iter().map(|(label, text)| (label, label, text));
        TEXTS.into_iter().filter_map(typed).chain(rows).filter(|(_, _, text)| !text.is_empty()).collect()
    }

    /// Typed value of a field; none if the form had no such field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}
