//! Reports that the tests of the exports begin with.

mod durations;
mod edited;
mod golden;
mod note;
mod options;
mod redaction;
mod schema;
mod structure;
mod untimed;

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{Names, Report};
use resolutionflow::access::{Actor, Role};
use resolutionflow::id::{SessionId, TreeId, UserId, VisitId};
use resolutionflow::session::{Action, Command, Draft, Facts, Session, VersionRef};
use resolutionflow::text::Note;
use resolutionflow::time::Timestamp;
use resolutionflow::tree::Tree;
use resolutionflow::zone::Zone;

const SESSION: &str = "0192f0c1-2345-7abc-8def-0123456789ab";
const ADA: Actor = Actor { user_id: UserId(Uuid::from_u128(0xada)), role: Role::Manager };
const BOB: Actor = Actor { user_id: UserId(Uuid::from_u128(0xb0b)), role: Role::Technician };

fn berlin() -> Zone {
    "Europe/Berlin".parse().unwrap()
}

/// Seconds after 10:15 in Berlin.
fn at(seconds: i64) -> Timestamp {
    serde_json::from_value::<Timestamp>(json!("2026-02-10T09:15:00Z")).unwrap().plus(seconds)
}

fn tree() -> Tree {
    let option = |id: &str, label: &str, next: &str| json!({"id": id, "label": label, "next_node_id": next});
    let nodes = json!([
        {"id": "who", "type": "decision", "title": "Is it one user?", "body": [],
         "options": [option("one", "Only this one", "certificate"), option("all", "Everyone at the site", "service")]},
        {"id": "service", "type": "action", "title": "Restart the VPN service", "body": [], "commands": [], "next_node_id": "works"},
        {"id": "certificate", "type": "action", "title": "Renew the client certificate", "body": [], "commands": [], "next_node_id": "works"},
        {"id": "works", "type": "solution", "title": "The VPN connects again", "body": []},
    ]);
    let document = json!({"key": "vpn-does-not-connect", "name": "VPN does not connect", "category": "Network", "tags": [], "description": "",
        "root": "who", "nodes": nodes});
    serde_json::from_value(document).unwrap()
}

fn names() -> Names {
    Names {
        tree_key: "vpn-does-not-connect".to_owned(),
        tree_name: "VPN does not connect".to_owned(),
        technicians: HashMap::from([(ADA.user_id, "Ada Lovelace".to_owned()), (BOB.user_id, "Bob Ng".to_owned())]),
        outputs: HashMap::new(),
    }
}

/// A walk in the making; every command comes at a second of its own choice.
struct Walk {
    session: Session,
    names: Names,
}

impl Walk {
    fn start(by: &Actor, facts: Facts, follows: Option<SessionId>) -> Self {
        let version = VersionRef { tree_id: TreeId(Uuid::from_u128(3)), number: 3 };
        let session = Session::start(SESSION.parse().unwrap(), version, &tree(), by, facts, follows, at(0));
        Self { session, names: names() }
    }

    fn act(&mut self, by: &Actor, second: i64, notes: &str, action: Action) {
        let notes = Note::parse(notes).unwrap();
        let draft = self.session.open_visit().map(|visit| Draft { visit_id: Some(visit.id), notes, ..Draft::default() });
        let id = Uuid::from_u128(u128::from(self.session.revision) + 1);
        let command = Command { id: id.into(), base_revision: self.session.revision, at: None, draft, action };
        self.session = self.session.after(&tree(), &command, by, at(second)).unwrap();
    }

    fn choose(&mut self, by: &Actor, second: i64, notes: &str, option: &str) {
        self.act(by, second, notes, Action::Choose { option_id: option.to_owned() });
    }

    /// Output of the open visit.
    fn output(&mut self, text: &str) {
        let visit = self.session.open_visit().unwrap().id;
        self.names.outputs.insert(visit, text.to_owned());
    }

    fn report(&self, second: i64) -> Report {
        Report::new(&self.session, &tree(), &self.names, berlin(), at(second))
    }
}

/// A completed session of two steps, the second of them ad hoc and superseded, with the same text wherever a person can put one.
pub(super) fn report_with(text: &str) -> Report {
    let record = |id: u128, node: Option<&str>, kind: &str, superseded: bool| {
        serde_json::from_value(json!({
            "id": Uuid::from_u128(id), "node_id": node, "node_type": kind, "title": text, "answer": text, "superseded": superseded,
            "entered_at": at(0), "exited_at": at(60), "duration_seconds": 60, "active_seconds": 60, "left_by": "answered",
            "technician_id": ADA.user_id, "clock": "server",
        }))
        .unwrap()
    };
    let mut walk = Walk::start(&ADA, Facts::default(), None);
    walk.session.records = vec![record(1, Some("who"), "decision", false), record(2, None, "custom", true)];
    for visit in [1, 2] {
        walk.names.outputs.insert(VisitId(Uuid::from_u128(visit)), text.to_owned());
    }
    let outcome = resolutionflow::outcome::Outcome::Resolved;
    walk.session.phase =
        resolutionflow::session::Phase::Completed(resolutionflow::session::Completion { outcome, completed_at: at(120), closed: None });
    walk.names.technicians.insert(ADA.user_id, text.to_owned());
    walk.names.tree_name = text.to_owned();
    let mut report = walk.report(0);
    // Past the limits of the typed texts, which say nothing about what a document can take.
    let header = &mut report.header;
    for field in [&mut header.ticket, &mut header.client, &mut header.outcome_notes, &mut header.next_steps, &mut header.scratchpad] {
        text.clone_into(field);
    }
    report.steps.iter_mut().for_each(|step| text.clone_into(&mut step.step.notes));
    report
}

/// Pieces of texts that break documents, with a middle dot between them.
const NASTY: &str = "\n·\n\n·\r\n·\r·\t·    ·  \n·\\·\\\n·|·a | b\n--|--\n·|-|\n·:-:|:-:\n·`·```·````\n·~~~\n·~~·</textarea><script>·<b>·<!--·-->·]]>·\
    <https://a.b>·https://a.b/c_d?e=f&amp;g·# ·\n## ·### Steps·- ·\n- ·+ ·* ·1. ·\n2) ·=·\n===\n·\n---\n·***·___·_a_·**·&amp;·&#35;·&nbsp;·&·\
    <·>·\n> ·[x]: y\n·[CUSTOM]: /z\n·[a](b)·![a](b)·[^1]·\n[^1]: n·[ ] ·- [x] ·$a$·\"·'·Ticket: 1·\nOutcome: Resolved\n·\nSteps\n-----\n·\
    \u{1b}[31m·\0·\u{7f}·\u{85}·\u{2028}·\u{2029}·\u{b}·\u{c}·\u{feff}·\u{ffff}·\u{a0}·\u{3000}·ä·語·🦀·a·word· ";

/// Texts made to break documents, and arbitrary ones.
pub(super) fn nasty() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(NASTY.split('·').collect::<Vec<_>>());
    let any = proptest::collection::vec(any::<char>(), 1..4).prop_map(|chars| chars.into_iter().collect::<String>());
    let fragment = prop_oneof![6 => known.prop_map(str::to_owned), 1 => any, 1 => "[ -~]{1,6}"];
    proptest::collection::vec(fragment, 0..10).prop_map(|fragments| fragments.concat())
}
