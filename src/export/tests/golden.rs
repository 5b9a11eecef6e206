//! Whole documents, as people and programs get them.

use super::*;
use crate::{Format, Options};
use resolutionflow::outcome::Outcome;
use resolutionflow::text::{ClientName, OutcomeNotes, Ticket};
use resolutionflow::time::Seconds;

/// Ada takes the wrong branch, goes back, parks; Bob takes over and finds a workaround.
pub(super) fn completed() -> Report {
    let facts =
        Facts { ticket: Ticket::parse("48213").unwrap(), client: ClientName::parse("Müller & Söhne").unwrap(), ..Facts::default() };
    let mut walk = Walk::start(&ADA, facts, None);
    walk.choose(&ADA, 42, "", "all");
    walk.output("PS> Restart-Service RasMan\nWARNING: Waiting for service 'RasMan' to stop...\n\n  Status  Name\n  Running RasMan");
    walk.act(&ADA, 192, "No change.\nAsked again: only *her* laptop.", Action::Back);
    walk.choose(&ADA, 200, "", "one");
    walk.output("certutil: -renew command started");
    walk.act(&ADA, 320, "# Waits for approval by the CA", Action::PARK);
    walk.act(&ADA, 3920, "", Action::Reassign { holder: BOB.user_id });
    walk.act(&BOB, 3920, "", Action::Resume);
    walk.output("certutil: `approved`, see <https://ca.example.com>");
    walk.act(&BOB, 7829, "Approved.", Action::Continue);
    let notes = OutcomeNotes::parse("Old certificate expired.\n\n- new one is valid for 7 days only").unwrap();
    let next_steps = OutcomeNotes::parse("Order a certificate for a year.").unwrap();
    walk.act(&BOB, 7830, "", Action::Complete { outcome: Outcome::Workaround, notes, next_steps });
    walk.session.records[4].active_seconds = Seconds(309);
    walk.report(9999)
}

/// A follow-up in which an ad-hoc step interrupted the one that is going on.
pub(super) fn in_progress() -> Report {
    let mut walk = Walk::start(&BOB, Facts::default(), Some("0192f0c1-2345-7abc-8def-0123fedcba98".parse().unwrap()));
    walk.choose(&BOB, 42, "", "one");
    walk.act(&BOB, 102, "Started", Action::PARK);
    walk.act(&BOB, 102, "", Action::Resume);
    walk.act(&BOB, 132, "Checked the clock of the laptop", Action::PARK);
    walk.act(&BOB, 132, "", Action::Resume);
    // The state machine has no command for ad-hoc steps yet; records of them can be there already.
    let records = &mut walk.session.records;
    records[1].left_by = resolutionflow::decision::LeftBy::Detour;
    records[2].node_id = None;
    records[2].node_type = resolutionflow::tree::NodeType::Custom;
    records[2].title = "Check the clock".to_owned();
    records[2].left_by = resolutionflow::decision::LeftBy::Continued;
    walk.report(152)
}

/// A session with secrets and addresses in its notes and output.
pub(super) fn careless() -> Report {
    let mut walk = Walk::start(&ADA, Facts { client: ClientName::parse("ada@contoso.example").unwrap(), ..Facts::default() }, None);
    walk.choose(&ADA, 42, "Called from 203.0.113.7, password: Winter2026!", "one");
    walk.output("PS> net use Z: \\\\files01\\hr\\pay Hunter2 /user:contoso\\ada\nWindows [Version 10.0.19045.1]\nssh admin@fe80::1%eth0");
    walk.act(&ADA, 100, "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", Action::Continue);
    let notes = OutcomeNotes::parse("Wrote to ada@contoso.example.").unwrap();
    walk.act(&ADA, 101, "", Action::Complete { outcome: Outcome::Resolved, notes, next_steps: OutcomeNotes::default() });
    walk.session.records[1].extra.insert("api_key".to_owned(), json!("abc123"));
    walk.report(9999)
}

fn options(query: &str) -> Options {
    Options::read(query.split('&').filter_map(|pair| pair.split_once('='))).unwrap()
}

macro_rules! golden {
    ($($test:ident: $report:ident, $options:literal, $format:ident, $file:literal;)*) => {$(
        #[test]
        fn $test() {
            let report = $report().with(&options($options)).unwrap();
            assert_eq!(report.text(Format::$format).unwrap(), include_str!(concat!("../golden/", $file)));
        }
    )*};
}

golden! {
    a_completed_session_as_a_note: completed, "", Note, "completed.note.txt";
    a_completed_session_in_markdown: completed, "", Markdown, "completed.md";
    a_completed_session_in_text: completed, "", Text, "completed.txt";
    a_completed_session_in_html: completed, "", Html, "completed.html";
    a_completed_session_in_json: completed, "", Json, "completed.json";
    a_session_in_progress_as_a_note: in_progress, "", Note, "in_progress.note.txt";
    a_session_in_progress_in_markdown: in_progress, "", Markdown, "in_progress.md";
    a_session_in_progress_in_text: in_progress, "", Text, "in_progress.txt";
    a_session_in_progress_in_html: in_progress, "", Html, "in_progress.html";
    a_session_in_progress_in_json: in_progress, "", Json, "in_progress.json";
    every_detail_as_a_note: completed, "detail=full", Note, "full.note.txt";
    every_detail_in_markdown: completed, "detail=full", Markdown, "full.md";
    every_detail_in_text: completed, "detail=full", Text, "full.txt";
    every_detail_in_html: completed, "detail=full", Html, "full.html";
    every_detail_in_json: completed, "detail=full", Json, "full.json";
    a_part_of_a_session_as_a_note: completed, "steps=4&notes=0&output=0&names=initials", Note, "short.note.txt";
    a_part_of_a_session_in_markdown: completed, "steps=4&notes=0&output=0&names=initials", Markdown, "short.md";
    a_part_of_a_session_in_text: completed, "steps=4&notes=0&output=0&names=initials", Text, "short.txt";
    a_part_of_a_session_in_html: completed, "steps=4&notes=0&output=0&names=initials", Html, "short.html";
    a_part_of_a_session_in_json: completed, "steps=4&notes=0&output=0&names=initials", Json, "short.json";
    a_redacted_session_as_a_note: careless, "redact=1", Note, "redacted.note.txt";
    a_redacted_session_in_markdown: careless, "redact=1", Markdown, "redacted.md";
    a_redacted_session_in_text: careless, "redact=1", Text, "redacted.txt";
    a_redacted_session_in_html: careless, "redact=1", Html, "redacted.html";
    a_redacted_session_in_json: careless, "redact=1", Json, "redacted.json";
}
