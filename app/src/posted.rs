//! A form that was refused. The server shows the page it came from again, with the right status, everything that was typed
//! still in place and the fault beside its field.

use std::collections::HashMap;

use leptos::prelude::use_context;

use crate::error::AppError;

/// A form that was refused, in the context of the page that shows it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The server function's path: `/api/start_session`.
    pub action: String,
    /// What was typed, by field name; the last of repeated fields.
    pub fields: HashMap<String, String>,
    /// Why it was refused.
    pub error: AppError,
}

impl Posted {
    /// The refused form of this action, if the page shows one.
    pub fn to(action: &str) -> Option<Self> {
        use_context::<Self>().filter(|posted| posted.action == action)
    }

    /// What was typed into a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}
