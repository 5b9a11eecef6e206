//! Sessions without their times.

use proptest::prelude::*;
use resolutionflow::session::{Session, trail};
use resolutionflow::time::{Seconds, Timestamp};
use serde_json::Value;

use crate::cases;
use crate::walk::walks;

/// Every number of seconds in a session's JSON, and every instant.
fn times(value: &Value, name: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| times(value, name, found)),
        Value::Array(items) => items.iter().for_each(|value| times(value, name, found)),
        Value::Number(number) if name.ends_with("_seconds") || name == "idle" => found.push(number.to_string()),
        Value::String(text) if name.ends_with("_at") || name == "at" => found.push(text.clone()),
        _ => {}
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_session_without_times_says_what_was_done_and_not_how_long_it_took(walk in walks()) {
        for state in walk.states() {
            let bare: Session = state.clone().without_times();
            let mut found = Vec::new();
            times(&serde_json::to_value(&bare).unwrap(), "", &mut found);
            let start: Timestamp = state.started_at;
            prop_assert!(found.iter().all(|said| *said == start.to_string() || said == "0"), "{:?}", found);
            prop_assert!(bare.records.iter().all(|record| record.duration_seconds == Seconds(0)));
            // Ids of visits are made of the time at which they were opened.
            prop_assert!(bare.records.iter().all(|record| state.records.iter().all(|own| own.id != record.id)));
            let steps = |session: &Session| {
                trail(&session.records).into_iter().map(|step| (step.title, step.answer, step.notes, step.superseded)).collect::<Vec<_>>()
            };
            prop_assert_eq!(steps(&bare), steps(state));
            prop_assert_eq!((&bare.facts, bare.holder, bare.completion().map(|end| end.outcome)), (&state.facts, state.holder, state.completion().map(|end| end.outcome)));
        }
    }
}
