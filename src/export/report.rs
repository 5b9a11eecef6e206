//! Everything that an export says, before it is written in a format.

use std::collections::HashMap;

use crate::decision::{ClockSource, DecisionRecord, LeftBy};
use crate::id::{SessionId, UserId, VisitId};
use crate::outcome::Outcome;
use crate::session::{Session, Step, Visit, trail};
use crate::time::Timestamp;
use crate::timing::Totals;
use crate::tree::{Node, NodeType, Tree};
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
    let open = session.open_visit().map(|visit| so_far(session, visit, tree.node(&visit.node_id), as_of));
    let open_id = open.as_ref().map(|record| record.id);
    let records: Vec<_> = session.records.iter().cloned().chain(open).collect();
    let report = |step: Step| ReportStep {
        output: step.visits.iter().filter_map(|visit| names.outputs.get(visit)).map(String::as_str).collect::<Vec<_>>().join("\n"),
        in_progress: open_id.is_some() && step.last_visit() == open_id,
        step,
    };
    trail(&records).into_iter().map(report).collect()
}

/// The open visit as if it ended now, so that the trail merges it into the step that it goes on with. Calling it parked
/// keeps it from counting as a step that can be answered anew.
fn so_far(session: &Session, visit: &Visit, node: Option<&Node>, as_of: Timestamp) -> DecisionRecord {
    let duration = as_of.since(visit.entered_at);
    DecisionRecord {
        id: visit.id,
        node_id: Some(visit.node_id.clone()),
        node_type: node.map_or(NodeType::Action, Node::node_type),
        title: node.map_or_else(|| visit.node_id.to_string(), |node| node.title.clone()),
        option_id: None,
        answer: None,
        notes: visit.notes.clone(),
        entered_at: visit.entered_at,
        exited_at: as_of.max(visit.entered_at),
        duration_seconds: duration,
        active_seconds: duration,
        left_by: LeftBy::Parked,
        technician_id: session.holder,
        superseded: false,
        clock: ClockSource::Server,
        #[cfg(feature = "server")]
        extra: serde_json::Map::new(),
    }
}
