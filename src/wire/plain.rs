//! JSON of texts, numbers, ids and lists.

use super::{Fields, Value, Wire, begin_field, begin_item, write_text};
use crate::id::{CommandId, SessionId, TreeId, UserId, VisitId};
use crate::session::OutputSizes;
use crate::text::{ClientName, CommandValue, Note, OutcomeNotes, Output, Problem, Reason, Scratchpad, Ticket, Title};
use crate::time::{ClockTime, Seconds, Timestamp};
use crate::tree::{CommandValues, NodeId};

impl Wire for bool {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn write(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }

    fn is_left_out(&self) -> bool {
        !self
    }
}

impl Wire for u64 {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Whole(number) => Some(number),
            _ => None,
        }
    }

    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl Wire for i64 {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Whole(number) => Self::try_from(number).ok(),
            Value::Negative(number) => Some(number),
            _ => None,
        }
    }

    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

macro_rules! whole_numbers {
    ($($type:ident)*) => {$(
        impl Wire for $type {
            fn read(value: Value<'_>) -> Option<Self> {
                Self::try_from(u64::read(value)?).ok()
            }

            fn write(&self, json: &mut String) {
                (*self as u64).write(json);
            }
        }
    )*};
}
whole_numbers! { u32 usize }

impl Wire for Seconds {
    fn read(value: Value<'_>) -> Option<Self> {
        u64::read(value)?.try_into().ok()
    }

    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl Wire for String {
    fn read(value: Value<'_>) -> Option<Self> {
        value.text().map(Into::into)
    }

    fn write(&self, json: &mut String) {
        write_text(self, json);
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

impl Wire for NodeId {
    fn read(value: Value<'_>) -> Option<Self> {
        String::read(value).map(Self)
    }

    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

/// Types that are texts by their `Display` and `FromStr`.
macro_rules! printed {
    ($($type:ident)*) => {$(
        impl Wire for $type {
            fn read(value: Value<'_>) -> Option<Self> {
                value.text()?.parse().ok()
            }

            fn write(&self, json: &mut String) {
                write_text(&self.to_string(), json);
            }
        }
    )*};
}
printed! { ClockTime CommandId SessionId Timestamp TreeId UserId VisitId }

/// Texts that people typed, within their limits.
macro_rules! typed {
    ($($type:ident)*) => {$(
        impl Wire for $type {
            fn read(value: Value<'_>) -> Option<Self> {
                Self::checked(&value.text()?).ok()
            }

            fn write(&self, json: &mut String) {
                write_text(self.as_str(), json);
            }
        }
    )*};
}
typed! { ClientName CommandValue Note OutcomeNotes Output Problem Reason Scratchpad Ticket Title }

impl<T: Wire> Wire for Option<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }

    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::List(list) => list.into_iter().map(T::read).collect(),
            _ => None,
        }
    }

    fn write(&self, json: &mut String) {
        json.push('[');
        for item in self {
            begin_item(json);
            item.write(json);
        }
        json.push(']');
    }
}

impl Wire for CommandValues {
    fn read(value: Value<'_>) -> Option<Self> {
        let Fields(fields) = value.fields()?;
        let values = fields.into_iter().map(|(name, value)| Some((name.into_owned(), CommandValue::read(value)?)));
        values.collect()
    }

    fn write(&self, json: &mut String) {
        json.push('{');
        for (name, value) in self.0.iter() {
            begin_item(json);
            begin_field(name, json);
            value.write(json);
        }
        json.push('}');
    }
}

impl Wire for OutputSizes {
    fn read(value: Value<'_>) -> Option<Self> {
        let Fields(fields) = value.fields()?;
        let mut sizes = Self::default();
        for (visit, bytes) in fields {
            sizes.set(visit.parse().ok()?, usize::read(bytes)?);
        }
        Some(sizes)
    }

    fn write(&self, json: &mut String) {
        json.push('{');
        for (visit, bytes) in &self.0 {
            begin_item(json);
            begin_field(&visit.to_string(), json);
            bytes.write(json);
        }
        json.push('}');
    }
}
