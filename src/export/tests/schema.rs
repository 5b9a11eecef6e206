//! JSON is what `docs/session.schema.json` says. The schema is read by a checker that knows the few words it uses, and fails
//! at any other.

use serde_json::{Map, Value};

use super::*;
use crate::Format;
use crate::options::tests::any_options;

/// Faults of a value against the schema, each with its place.
fn faults(schema: &Value, root: &Value, value: &Value, place: &str) -> Vec<String> {
    let rules = schema.as_object().unwrap();
    rules.iter().flat_map(|(rule, wanted)| broken(rule, wanted, rules, root, value, place)).collect()
}

fn broken(rule: &str, wanted: &Value, rules: &Map<String, Value>, root: &Value, value: &Value, place: &str) -> Vec<String> {
    let unless = |holds: bool| if holds { Vec::new() } else { vec![format!("{place}: {value} breaks {rule} {wanted}")] };
    let fields = value.as_object();
    match rule {
        "$schema" | "$defs" | "title" | "description" => Vec::new(),
        "$ref" => faults(root.pointer(wanted.as_str().unwrap().trim_start_matches('#')).unwrap(), root, value, place),
        "type" => unless(wanted.as_array().map_or(wanted == kind(value), |kinds| kinds.iter().any(|wanted| wanted == kind(value)))),
        "const" => unless(wanted == value),
        "enum" => unless(wanted.as_array().unwrap().contains(value)),
        "minimum" => unless(value.as_u64() >= wanted.as_u64()),
        "pattern" => unless(regex::Regex::new(wanted.as_str().unwrap()).unwrap().is_match(value.as_str().unwrap())),
        "required" => unless(wanted.as_array().unwrap().iter().all(|name| fields.unwrap().contains_key(name.as_str().unwrap()))),
        "additionalProperties" => unless(fields.unwrap().keys().all(|name| rules["properties"].get(name).is_some())),
        "items" => {
            let items = value.as_array().unwrap().iter().enumerate();
            items.flat_map(|(position, item)| faults(wanted, root, item, &format!("{place}/{position}"))).collect()
        }
        "properties" => {
            let present = wanted.as_object().unwrap().iter().filter_map(|(name, schema)| Some((name, schema, fields?.get(name)?)));
            present.flat_map(|(name, schema, value)| faults(schema, root, value, &format!("{place}/{name}"))).collect()
        }
        _ => panic!("the checker does not know {rule}"),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() || number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn check(document: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/session.schema.json")).unwrap();
    faults(&schema, &schema, &serde_json::from_str(document).unwrap(), "")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]
    #[test]
    fn json_is_what_the_schema_says(options in any_options(), text in nasty()) {
        for report in [golden::completed(), golden::in_progress(), golden::careless(), report_with(&text)] {
            let written = report.clone().with(&options).unwrap().text(Format::Json).unwrap();
            prop_assert_eq!(check(&written), Vec::<String>::new());
            let untimed = report.without_times().with(&options).unwrap().text(Format::Json).unwrap();
            prop_assert_eq!(check(&untimed), Vec::<String>::new());
        }
    }
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let whole = golden::completed().text(Format::Json).unwrap();
    for (right, wrong) in [
        ("\"total_seconds\": 4230", "\"total_seconds\": -1"),
        ("\"total_seconds\"", "\"total\""),
        ("\"tree_version\": 3", "\"tree_version\": \"3\""),
        ("\"state\": \"completed\"", "\"state\": \"done\""),
        ("09:15:00Z", "09:15:00+01:00"),
        ("session/1", "session/2"),
    ] {
        assert!(whole.contains(right) && !check(&whole.replacen(right, wrong, 1)).is_empty(), "{wrong}");
    }
}
