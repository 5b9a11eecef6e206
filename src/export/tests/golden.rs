//! Whole documents, as people and programs get them.

use super::*;
use crate::export::Format;
use crate::outcome::Outcome;
use crate::text::{ClientName, OutcomeNotes, Ticket};
use crate::time::Seconds;

/// Ada takes the wrong branch, goes back, parks; Bob takes over and finds a workaround.
fn completed() -> Report {
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
fn in_progress() -> Report {
    let mut walk = Walk::start(&BOB, Facts::default(), Some("0192f0c1-2345-7abc-8def-0123fedcba98".parse().unwrap()));
    walk.choose(&BOB, 42, "", "one");
    walk.act(&BOB, 102, "Started", Action::PARK);
    walk.act(&BOB, 102, "", Action::Resume);
    walk.act(&BOB, 132, "Checked the clock of the laptop", Action::PARK);
    walk.act(&BOB, 132, "", Action::Resume);
    // The state machine has no command for ad-hoc steps yet; records of them can be there already.
    let records = &mut walk.session.records;
    records[1].left_by = crate::decision::LeftBy::Detour;
    records[2].node_id = None;
    records[2].node_type = crate::tree::NodeType::Custom;
    records[2].title = "Check the clock".to_owned();
    records[2].left_by = crate::decision::LeftBy::Continued;
    walk.report(152)
}

macro_rules! golden {
    ($($test:ident: $report:ident, $format:ident, $file:literal;)*) => {$(
        #[test]
        fn $test() {
            assert_eq!($report().write(Format::$format), include_str!(concat!("../golden/", $file)));
        }
    )*};
}

golden! {
    a_completed_session_in_markdown: completed, Markdown, "completed.md";
    a_completed_session_in_text: completed, Text, "completed.txt";
    a_completed_session_in_html: completed, Html, "completed.html";
    a_completed_session_in_json: completed, Json, "completed.json";
    a_session_in_progress_in_markdown: in_progress, Markdown, "in_progress.md";
    a_session_in_progress_in_text: in_progress, Text, "in_progress.txt";
    a_session_in_progress_in_html: in_progress, Html, "in_progress.html";
    a_session_in_progress_in_json: in_progress, Json, "in_progress.json";
}
