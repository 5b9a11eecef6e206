//! JSON that is not quite what was expected.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::hostile;

/// Change to a place in a document.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    Replace(Index, Value),
    Remove(Index),
    /// The same element or field once more, in a list beside itself, or in place of what contains it.
    Twice(Index),
    Rename(Index, String),
    Extra(Index, String, Value),
    /// A value from elsewhere in the document.
    Copy(Index, Index),
}

/// Instants at and beyond the ends of what anything here can count.
const INSTANTS: &[&str] = &[
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:60Z",
    "9999-12-31T23:59:59-23:59",
    "+262142-12-31T23:59:59Z",
    "-262143-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "2026-02-10T09:00:01.999999999Z",
    "2026-02-10",
    "2038-01-19T03:14:08Z",
];

pub(super) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => prop::sample::select(vec![json!(0), json!(-1), json!(1), json!(2_147_483_648_u64), json!(4_294_967_295_u64), json!(u64::MAX), json!(i64::MIN), json!(1e308), json!(0.5)]),
        1 => prop::sample::select(INSTANTS).prop_map(Value::from),
        4 => hostile().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let name = prop_oneof![hostile(), "[a-z_]{1,12}"];
    prop_oneof![
        6 => (any::<Index>(), value()).prop_map(|(place, value)| Edit::Replace(place, value)),
        2 => any::<Index>().prop_map(Edit::Remove),
        2 => any::<Index>().prop_map(Edit::Twice),
        1 => (any::<Index>(), name.clone()).prop_map(|(place, name)| Edit::Rename(place, name)),
        1 => (any::<Index>(), name, value()).prop_map(|(place, name, value)| Edit::Extra(place, name, value)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Copy(from, to)),
    ]
}

/// Every place below the top, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |name: &str, value: &Value| {
        let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        found.push(place.clone());
        places(value, &place, found);
    };
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(position, value)| visit(&position.to_string(), value)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| visit(name, value)),
        _ => {}
    }
}

impl Edit {
    pub(super) fn apply(&self, document: &mut Value) {
        let mut found = Vec::new();
        places(document, "", &mut found);
        if found.is_empty() {
            return;
        }
        let parent = |place: &String| {
            place.rsplit_once('/').map(|(parent, name)| (parent.to_owned(), name.replace("~1", "/").replace("~0", "~"))).unwrap()
        };
        match self {
            Self::Replace(place, value) => *document.pointer_mut(place.get(&found)).unwrap() = value.clone(),
            Self::Copy(from, to) => {
                let value = document.pointer(from.get(&found)).unwrap().clone();
                *document.pointer_mut(to.get(&found)).unwrap() = value;
            }
            Self::Remove(place) => {
                let (parent, name) = parent(place.get(&found));
                match document.pointer_mut(&parent) {
                    Some(Value::Object(fields)) => drop(fields.remove(&name)),
                    Some(Value::Array(list)) => drop(list.remove(name.parse().unwrap())),
                    _ => {}
                }
            }
            Self::Twice(place) => {
                let value = document.pointer(place.get(&found)).unwrap().clone();
                let (parent, _) = parent(place.get(&found));
                match document.pointer_mut(&parent) {
                    Some(Value::Array(list)) => list.push(value),
                    Some(other) => *other = value,
                    None => {}
                }
            }
            Self::Rename(place, to) => {
                let (parent, name) = parent(place.get(&found));
                if let Some(Value::Object(fields)) = document.pointer_mut(&parent)
                    && let Some(value) = fields.remove(&name)
                {
                    fields.insert(to.clone(), value);
                }
            }
            Self::Extra(place, name, value) => {
                let (parent, _) = parent(place.get(&found));
                if let Some(Value::Object(fields)) = document.pointer_mut(&parent) {
                    fields.insert(name.clone(), value.clone());
                }
            }
        }
    }
}

/// Changes to the bytes of a document.
pub(super) fn spoilt(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec!["\\ud800", "\\u0000", "\u{0}", "\"", "{", "}", "[[[[[[[[[[", ",", "1e999", "\\", "\u{feff}", "\r\n", "//"];
    let piece = prop_oneof![
        4 => prop::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
        1 => Just(b"[".repeat(5_000)),
        1 => Just(br#"{"a":"#.repeat(5_000)),
    ];
    (prop::collection::vec((any::<Index>(), piece, 0..6_usize), 0..3)).prop_map(move |edits| {
        let mut bytes = bytes.clone();
        for (place, piece, gone) in edits {
            let from = place.index(bytes.len() + 1);
            let to = (from + gone).min(bytes.len());
            bytes.splice(from..to, piece);
        }
        bytes
    })
}
