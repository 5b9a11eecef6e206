//! Everything that an export says, before it is written in a format.

use std::collections::HashMap;

use crate::decision::DecisionRecord;
use crate::id::{SessionId, UserId, VisitId};
use crate::outcome::Outcome;
use crate::session::{Session, Step, trail};
use crate::time::Timestamp;
use crate::timing::Totals;
use crate::tree::Tree;
use crate::zone::Zone;

/// Everything that an export says about a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What it says first.
    pub header: Header,
    /// The full trail, superseded steps included; while the session runs, the step of the open visit too.
    pub steps: Vec<ReportStep>,
    /// The decision records as stored.
    pub records: Vec<DecisionRecord>,
    /// The zone in which people read its instants.
    pub zone: Zone,
}

/// What an export says first.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The session.
    pub session: SessionId,
    /// The tree's slug.
    pub tree_key: String,
    /// What people call the tree.
    pub tree_name: String,
    /// The version that was walked.
    pub tree_version: u32,
    /// Display names, in the order in which they worked.
    pub technicians: Vec<String>,
    /// The ticket's number; empty if there is none.
    pub ticket: String,
    /// The client's name; empty if none was given.
    pub client: String,
    /// When the first step was entered.
    pub started_at: Timestamp,
    /// When the last step was left, if the session is completed.
    pub completed_at: Option<Timestamp>,
    /// The moment that an active session is shown at.
    pub as_of: Timestamp,
    /// Its times; of an active session, up to `as_of`.
    pub totals: Totals,
    /// How it ended, if it did.
    pub outcome: Option<Outcome>,
    /// What the outcome means here.
    pub outcome_notes: String,
    /// What happens next.
    pub next_steps: String,
    /// What was jotted down beside the walk.
    pub scratchpad: String,
    /// The session that this one follows up.
    pub follows: Option<SessionId>,
}

/// A step of the trail with what its commands printed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportStep {
    /// The step.
    pub step: Step,
    /// The output of all its visits, one below the other.
    pub output: String,
    /// Whether somebody is at it: its times run up to the moment of the export.
    pub in_progress: bool,
}

/// What the session itself does not know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    /// The tree's slug.
    pub tree_key: String,
    /// What people call the tree.
    pub tree_name: String,
    /// Display names.
    pub technicians: HashMap<UserId, String>,
    /// What the commands of each visit printed.
    pub outputs: HashMap<VisitId, String>,
}

impl Report {
    /// Puts it together. `tree` is the version that the session is pinned to; an open visit counts up to `as_of`.
    pub fn new(session: &Session, tree: &Tree, names: &Names, zone: Zone, as_of: Timestamp) -> Self {
        Self {
            header: Header::new(session, names, as_of),
            steps: steps(session, tree, names, as_of),
            records: session.records.clone(),
            zone,
        }
    }

    /// What heads the document: nothing that a user typed, so that people can refer to it and nothing can break it.
    pub(super) fn title(&self) -> String {
        format!("Session {}", self.header.session.short())
    }
}

impl Header {
    fn new(session: &Session, names: &Names, as_of: Timestamp) -> Self {
        let completion = session.completion();
        Self {
            session: session.id,
            tree_key: names.tree_key.clone(),
            tree_name: names.tree_name.clone(),
            tree_version: session.version.number,
            technicians: technicians(session, names),
            ticket: session.facts.ticket.to_string(),
            client: session.facts.client.to_string(),
            started_at: session.started_at,
            completed_at: completion.map(|completion| completion.completed_at),
            as_of,
            totals: session.totals(as_of),
            outcome: completion.map(|completion| completion.outcome),
            outcome_notes: session.facts.outcome_notes.to_string(),
            next_steps: session.facts.next_steps.to_string(),
            scratchpad: session.facts.scratchpad.to_string(),
            follows: session.follows,
        }
    }
}

fn technicians(session: &Session, names: &Names) -> Vec<String> {
    let ids = session.records.iter().map(|record| record.technician_id).chain([session.holder]);
    let mut distinct = Vec::new();
    for name in ids.filter_map(|id| names.technicians.get(&id)) {
        if !distinct.contains(name) {
            distinct.push(name.clone());
        }
    }
    distinct
}

fn steps(session: &Session, tree: &Tree, names: &Names, as_of: Timestamp) -> Vec<ReportStep> {
    let open = session.so_far(session.node_id().and_then(|id| tree.node(id)), as_of);
    let open_id = open.as_ref().map(|record| record.id);
    let records: Vec<_> = session.records.iter().cloned().chain(open).collect();
    let report = |step: Step| ReportStep {
        output: step.visits.iter().filter_map(|visit| names.outputs.get(visit)).map(String::as_str).collect::<Vec<_>>().join("\n"),
        in_progress: open_id.is_some() && step.last_visit() == open_id,
        step,
    };
    trail(&records).into_iter().map(report).collect()
}
