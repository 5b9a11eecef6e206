//! JSON in the order of the file, in which a name may stand twice.

use std::fmt;

use resolutionflow::text::normalise;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As people read it.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.fields().iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn fields(&self) -> &[(String, Json)] {
        if let Self::Object(fields) = self { fields } else { &[] }
    }

    pub(crate) fn list(&self) -> &[Json] {
        if let Self::List(list) = self { list } else { &[] }
    }

    /// Words of a text, of a number, or of true and false; none of anything else, and of what is empty.
    pub(crate) fn words(&self) -> Option<String> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            Self::Number(number) => Some(number.clone()),
            Self::Bool(yes) => Some(if *yes { "Yes" } else { "No" }.to_owned()),
            _ => None,
        }
    }

    /// Words of the first of some fields that has any.
    pub(crate) fn texts(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.get(name).and_then(Json::words))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(normalise(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(normalise(&value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some((name, value)) = fields.next_entry::<String, Json>()? {
            values.push((normalise(&name), value));
        }
        Ok(Json::Object(values))
    }
}
