//! The oracle: `scripts/insights-oracle` counts the same sessions from their stored records, in another language and by other code.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use resolutionflow::session::Session;
use resolutionflow::stats::{Figures, walk_of};
use resolutionflow::zone::Zone;
use serde_json::{Value, json};

use crate::walk::walks;

/// A session as a row of `sessions`, with the columns that the oracle reads.
fn row(session: &Session) -> Value {
    let completion = session.completion();
    json!({
        "id": session.id, "tree_id": session.version.tree_id, "version_number": session.version.number,
        "outcome": completion.map(|completion| completion.outcome), "started_at": session.started_at,
        "completed_at": completion.map(|completion| completion.completed_at),
        "closed_at": completion.and_then(|completion| completion.closed.as_ref()).map(|closing| closing.at),
        "ticket": session.facts.ticket, "follows_session_id": session.follows, "handed_over_at": session.handed_over_at,
        "decisions": session.records,
    })
}

fn counted_again(sessions: &[Session], arguments: &[&str]) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/insights-oracle");
    let mut oracle = Command::new("python3")
        .arg(script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs; scripts/setup --test installs it");
    let rows: String = sessions.iter().map(|session| format!("{}\n", row(session))).collect();
    let mut input = oracle.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all(rows.as_bytes()));
    let output = oracle.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Figures of the domain, by tree, version and day, or all as one.
fn counted(sessions: &[Session], zone: Zone, is_whole: bool) -> Value {
    let mut groups: BTreeMap<String, Figures> = BTreeMap::new();
    for walk in sessions.iter().filter_map(|session| walk_of(session, &zone)) {
        let group = format!("{}/{}/{}", walk.version.tree_id, walk.version.number, walk.ended_on);
        *groups.entry(if is_whole { "whole".to_owned() } else { group }).or_default() += &Figures::of(&walk);
    }
    serde_json::to_value(groups).unwrap()
}

/// The parts of two values that differ, so that a failure can be read.
fn differences(at: &str, ours: &Value, theirs: &Value, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for key in ours.keys().chain(theirs.keys().filter(|key| !ours.contains_key(*key))) {
                let of = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                differences(&format!("{at}/{key}"), &of(ours), &of(theirs), found);
            }
        }
        _ if ours != theirs => found.push(format!("{at}: {ours} is {theirs} by the oracle")),
        _ => {}
    }
}

#[track_caller]
fn assert_agree(sessions: &[Session], zone: &str) {
    for is_whole in [false, true] {
        let mut arguments = vec!["--zone", zone];
        arguments.extend(is_whole.then_some("--whole"));
        let (ours, theirs) = (counted(sessions, zone.parse().unwrap(), is_whole), counted_again(sessions, &arguments));
        let mut found = Vec::new();
        differences("", &ours, &theirs, &mut found);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn the_oracle_agrees_on_random_walks_at_every_moment() {
    let mut runner = TestRunner::deterministic();
    let walks: Vec<_> = (0..200).map(|_| walks().new_tree(&mut runner).unwrap().current()).collect();
    // The states before the end are sessions, too: closed ones whose close was undone later, and corrections.
    let sessions: Vec<Session> = walks.iter().flat_map(|walk| walk.states().cloned()).collect();
    let ended = sessions.iter().filter(|session| walk_of(session, &Zone::UTC).is_some()).count();
    assert!(ended > 200, "{ended} of {} count", sessions.len());
    assert_agree(&sessions, "America/St_Johns");
}

#[test]
fn the_oracle_agrees_on_the_walks_that_were_counted_by_hand() {
    assert_agree(&super::sessions::sessions(), "Europe/Berlin");
}

#[test]
fn the_oracle_agrees_that_there_is_nothing() {
    assert_agree(&[], "UTC");
}
