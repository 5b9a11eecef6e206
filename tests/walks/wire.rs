//! The browser's JSON beside serde's: what either writes the other reads, and neither reads what the other refuses.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use resolutionflow::decision::DecisionRecord;
use resolutionflow::id::VisitId;
use resolutionflow::markdown::{Block, Inline};
use resolutionflow::session::{Action, Command, Conflict, Draft, Refusal, Session};
use resolutionflow::sync::{Answer, Batch, Made, Refused, State};
use resolutionflow::time::Timestamp;
use resolutionflow::tree::{CommandValues, Node, Tree};
use resolutionflow::wire::{Wire, from_json, to_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::actions::every_action;
use crate::cases;
use crate::moves::person;
use crate::stored::any_json;
use crate::trees::documents;
use crate::walk::{Walk, uuid, walks};

/// Both write the same, and read it back equal.
fn agree<T: Wire + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(to_json(value), json);
    assert_eq!(from_json::<T>(&json).as_ref(), Some(value), "{json}");
}

/// A JSON text as each reads it, written again: without the fields of other writers, which only the server keeps.
fn read_by_both<T: Wire + DeserializeOwned>(json: &str) -> (Option<String>, Option<String>) {
    (from_json::<T>(json).as_ref().map(to_json), serde_json::from_str::<T>(json).ok().as_ref().map(to_json))
}

/// A value that travels or rests, as JSON; and how both read any JSON in its place.
type Sample = (String, fn(&str) -> (Option<String>, Option<String>));

fn sample<T: Wire + DeserializeOwned>(value: &T) -> Sample {
    (to_json(value), read_by_both::<T>)
}

/// Values that the browser reads and writes during a walk.
fn samples(walk: &Walk) -> Vec<Sample> {
    let commands: Vec<Command> = walk.taken.iter().map(|taken| taken.command.clone()).collect();
    let mut samples: Vec<Sample> = commands.iter().map(sample).collect();
    samples.push(sample(&walk.tree));
    samples.push(sample(&walk.tree.structure()));
    samples.push(sample(&walk.tree.nodes().to_vec()));
    samples.push(sample(&batch(&commands)));
    samples.extend(commands.into_iter().map(|command| sample(&Made { command, told: "“Lamp”: on\n".into(), refused: false })));
    samples.extend(walk.states().step_by(4).map(|state| sample(&answer(state))));
    samples
}

fn batch(commands: &[Command]) -> Batch {
    let by = commands.len().is_multiple_of(2);
    Batch {
        known_revision: u32::MAX,
        commands: commands.to_vec(),
        active_at: (!by).then(|| Timestamp::from_unix(1_770_000_000)),
        by: by.then(|| person(0).user_id),
    }
}

fn answer(state: &Session) -> Answer {
    let state = State { kept: 1, session: state.clone(), open_output: "Reply from 10.0.0.1\t\u{7}".into() };
    Answer { now_ms: -1, done: 2, refused: Some(Refused::Refusal(Refusal::Parked)), state }
}

/// One change to a JSON value.
#[derive(Debug, Clone)]
enum Harm {
    Replace(Value),
    Remove(Index),
    Add(String, Value),
}

fn harms() -> impl Strategy<Value = Vec<(Index, Harm)>> {
    let other = || {
        let near = vec!["2026-02-30T00:00:00Z", "0192f0c1-2345-7abc-8def-0123456789ab", "", "parked", "resolved", "decision", "\r\n\0x "];
        prop_oneof![any_json(), select(near).prop_map(Value::from)]
    };
    let harm = prop_oneof![
        other().prop_map(Harm::Replace),
        any::<Index>().prop_map(Harm::Remove),
        ("their_[a-z]{1,8}", other()).prop_map(|(name, value)| Harm::Add(name, value)),
    ];
    vec((any::<Index>(), harm), 1..4)
}

fn harmed(mut value: Value, harms: &[(Index, Harm)]) -> Value {
    for (place, harm) in harms {
        let mut places = Vec::new();
        pointers(&value, String::new(), &mut places);
        match (value.pointer_mut(place.get(&places)), harm) {
            (Some(found), Harm::Replace(new)) => *found = new.clone(),
            (Some(Value::Object(fields)), Harm::Remove(which)) if !fields.is_empty() => {
                let name = fields.keys().nth(which.index(fields.len())).cloned().unwrap();
                fields.remove(&name);
            }
            (Some(Value::Object(fields)), Harm::Add(name, new)) => drop(fields.insert(name.clone(), new.clone())),
            _ => {}
        }
    }
    value
}

/// The JSON pointer of every value inside a value, and of itself.
fn pointers(value: &Value, here: String, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(at, inner)| pointers(inner, format!("{here}/{at}"), found)),
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| pointers(inner, format!("{here}/{name}"), found)),
        _ => {}
    }
    found.push(here);
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn what_travels_and_rests_is_written_and_read_as_serde_does_it(walk in walks()) {
        agree(&walk.tree);
        agree(&walk.tree.structure());
        agree(&walk.tree.nodes().to_vec());
        for state in walk.states().step_by(4).chain([walk.end()]) {
            agree(state);
            agree(&answer(state));
        }
        let commands: Vec<Command> = walk.taken.iter().map(|taken| taken.command.clone()).collect();
        agree(&batch(&commands));
        for command in commands {
            agree(&Made { command, told: "“Lamp”: on\n".into(), refused: true });
        }
    }

    #[test]
    fn json_with_wrong_missing_and_further_fields_is_read_or_refused_by_both(walk in walks(), which in any::<Index>(), harms in harms()) {
        let samples = samples(&walk);
        let (json, read_by_both) = which.get(&samples);
        let json = harmed(serde_json::from_str(json).unwrap(), &harms).to_string();
        let (ours, serdes) = read_by_both(&json);
        // Serde also takes a list of a struct's fields, which nobody writes.
        let has_list = harms.iter().any(|(_, harm)| matches!(harm, Harm::Replace(Value::Array(_))));
        prop_assert!(ours == serdes || (has_list && ours.is_none()), "{}: {:?}, {:?}", json, ours, serdes);
    }

    #[test]
    fn broken_json_is_never_read_as_something_else(walk in walks(), which in any::<Index>(), edits in vec((any::<Index>(), "\\PC|[\\[\\]{}\",:\\\\0-9 \n-]{0,2}"), 1..4)) {
        let samples = samples(&walk);
        let (json, read_by_both) = which.get(&samples);
        let mut json = json.clone();
        for (at, text) in edits {
            let starts: Vec<(usize, char)> = json.char_indices().collect();
            let (at, c) = *at.get(&starts);
            json.replace_range(at..at + c.len_utf8(), &text);
        }
        let (ours, serdes) = read_by_both(&json);
        prop_assert!(ours.is_none() || ours == serdes, "{}: {:?}, {:?}", json, ours, serdes);
    }

    #[test]
    fn a_text_with_escapes_is_read_as_serde_reads_it(parts in vec(select(PARTS.to_vec()), 0..8)) {
        let json = format!("\"{}\"", parts.concat());
        prop_assert_eq!(from_json::<String>(&json), serde_json::from_str::<String>(&json).ok(), "{}", json);
    }

    #[test]
    fn any_text_is_written_as_serde_writes_it(text in "(\\PC|[\0-\u{20}\"\\\\\u{7f}-\u{a0}\u{2028}]){0,20}") {
        agree(&text);
    }

    #[test]
    fn a_number_is_read_as_serde_reads_it(json in "-?[0-9]{1,20}|[0-9.eE+-]{1,10}", space in "[ \t\r\n]{0,2}") {
        let json = format!("{space}{json}{space}");
        prop_assert_eq!(from_json::<u64>(&json), serde_json::from_str::<u64>(&json).ok(), "{}", json);
        prop_assert_eq!(from_json::<i64>(&json), serde_json::from_str::<i64>(&json).ok(), "{}", json);
        prop_assert_eq!(from_json::<u32>(&json), serde_json::from_str::<u32>(&json).ok(), "{}", json);
    }

    #[test]
    fn a_tree_is_read_from_what_serde_wrote_with_white_space(document in documents()) {
        let tree = Tree::publish(&document).unwrap();
        prop_assert_eq!(from_json(&serde_json::to_string_pretty(&tree).unwrap()), Some(tree));
    }
}

/// Pieces of JSON texts: characters, escapes, halves of surrogate pairs, and what no text may hold.
const PARTS: [&str; 26] = [
    "a",
    "é",
    "😀",
    "\u{7f}",
    "\u{2028}",
    "/",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0000",
    "\\u001F",
    "\\u00e9",
    "\\uFFFF",
    "\\ud83d\\ude00",
    "\\uD83D",
    "\\uDE00",
    "\\u12",
    "\\u+123",
    "\\x",
    "\u{1}",
    "\\",
];

#[test]
fn numbers_at_the_ends_of_their_ranges_are_read_as_serde_reads_them() {
    for json in [
        "0",
        "-0",
        "00",
        "01",
        "-1",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1.0",
        "1e3",
        "1E+3",
        "1.",
        ".5",
        "-",
        "+1",
        "1e",
        "1e400",
        "NaN",
    ] {
        assert_eq!(from_json::<u64>(json), serde_json::from_str(json).ok(), "{json}");
        assert_eq!(from_json::<i64>(json), serde_json::from_str(json).ok(), "{json}");
        assert_eq!(from_json::<u32>(json), serde_json::from_str(json).ok(), "{json}");
    }
}

#[test]
fn json_that_nests_without_end_is_refused_without_exhausting_the_stack() {
    let nested = |depth: usize| format!("{}\"x\"{}", "[{\"quote\":".repeat(depth), "}]".repeat(depth));
    for json in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), nested(64)] {
        assert_eq!(from_json::<Vec<Block>>(&json), None);
    }
    let deep = format!("{}{}", "[{\"quote\":".repeat(63), "[]") + &"}]".repeat(63);
    assert_eq!(from_json::<Vec<Block>>(&deep), serde_json::from_str(&deep).ok());
    assert!(from_json::<Vec<Block>>(&deep).is_some());
}

#[test]
fn a_field_that_comes_twice_is_refused_as_serde_refuses_it() {
    let json = r#"{"tree_id":"0192f0c1-2345-7abc-8def-0123456789ab","number":1,"number":2}"#;
    assert_eq!(read_by_both::<resolutionflow::session::VersionRef>(json), (None, None));
}

#[test]
fn every_action_is_written_and_read_as_serde_does_it_under_its_name() {
    for action in every_action(VisitId(uuid(0)), person(0).user_id) {
        agree(&action);
        let sent = serde_json::to_value(&action).unwrap();
        let name = sent.as_object().and_then(|sent| sent.keys().next().cloned());
        assert_eq!(name.as_deref().or(sent.as_str()), Some(action.name()));
    }
}

#[test]
fn every_reason_for_a_refusal_is_written_and_read_as_serde_does_it() {
    use Refusal::*;
    for refusal in [
        NotYours,
        Completed,
        StillActive,
        Parked,
        Running,
        WrongStep,
        NoSuchOption,
        NoSuchStep,
        InDetour,
        ReasonNeeded,
        Yours,
        FirstStep,
        NotAnEnd,
        TooLateToUndo,
        TooManySteps,
    ] {
        agree(&Refused::Refusal(refusal));
    }
    for conflict in [Conflict::DifferentContent, Conflict::Stale] {
        agree(&Refused::Conflict(conflict));
    }
}

#[test]
fn every_kind_of_block_is_written_and_read_as_serde_does_it() {
    let text = |words: &str| Inline::Text(words.into());
    agree(&vec![
        Block::Heading(vec![text("Before"), Inline::Break, Inline::Code("ping".into())]),
        Block::Paragraph(vec![Inline::Strong(vec![Inline::Emphasis(vec![text("all")])])]),
        Block::Paragraph(vec![Inline::Link { url: "https://example.com/?a=1&b=\"2\"".into(), text: vec![text("there")] }]),
        Block::List { start: None, items: vec![vec![Block::Code("a\n\tb".into())], vec![]] },
        Block::Table(vec![vec![vec![text("Head")], vec![]], vec![vec![Inline::Struck(vec![text("old")]), text("new")]], vec![]]),
        Block::List { start: Some(u64::MAX), items: vec![vec![Block::Quote(vec![Block::Rule])]] },
    ]);
}

#[test]
fn a_draft_with_everything_that_can_be_typed_is_written_and_read_as_serde_does_it() {
    let values = CommandValues([("user name".to_owned(), "Ada \"the\" first".to_owned().try_into().unwrap())].into_iter().collect());
    let draft = Draft {
        visit_id: None,
        notes: "two\nlines".to_owned().try_into().unwrap(),
        output: "C:\\>ping".to_owned().try_into().unwrap(),
        scratchpad: Some("\u{1b}[0m".to_owned().try_into().unwrap()),
        values: Some(values),
    };
    agree(&draft);
    agree(&Action::EditFacts { facts: Default::default() });
    agree(&Vec::<Node>::new());
}

#[test]
fn a_row_that_an_earlier_build_kept_is_read() {
    let row = r#"{"command":{"id":"0192f0c1-2345-7abc-8def-0123456789ab","base_revision":3,"at":"2026-02-10T09:15:00Z","draft":{"visit_id":null,
        "notes":"","output":""},"action":{"park":{"reason":"lunch"}}},"told":"Parked at “Lamp”","refused":false}"#;
    let made: Made = from_json(row).unwrap();
    assert_eq!(made, serde_json::from_str(row).unwrap());
    let first = r#"{"command":{"id":"0192f0c1-2345-7abc-8def-0123456789ab","base_revision":3,"action":"continue"},"told":"Done"}"#;
    assert_eq!(from_json::<Made>(first).unwrap().command.action, Action::Continue);
}

#[test]
fn a_record_is_read_without_the_fields_of_other_writers() {
    let record = r#"{"id":"0192f0c1-2345-7abc-8def-0123456789ab","node_type":"custom","title":"x","entered_at":"2026-02-10T09:15:00Z",
        "exited_at":"2026-02-10T09:15:00Z","duration_seconds":0,"active_seconds":0,"left_by":"continued","clock":"server",
        "technician_id":"0192f0c1-2345-7abc-8def-0123456789ab","mood":{"score":[0.5,1e400]}}"#;
    let read: DecisionRecord = from_json(record).unwrap();
    assert!(read.extra.is_empty() && read.node_id.is_none() && !read.superseded);
}
