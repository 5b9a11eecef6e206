//! The content of an export, independent of its format.

use std::collections::HashMap;

use super::redact::Counts;
use resolutionflow::decision::{ClockSource, DecisionRecord, LeftBy};
use resolutionflow::id::{SessionId, UserId, VisitId};
use resolutionflow::markdown::written;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Session, Step, add_text, trail};
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::timing::Totals;
use resolutionflow::tree::{NodeKind, Tree, fill};
use resolutionflow::zone::Zone;

/// Content of an export of a session, for every format. A new one is complete; [`Report::with`] leaves parts out and masks secrets.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Everything about the session as a whole.
    pub header: Header,
    /// The full trail, superseded steps included; while the session runs, the step of the open visit too.
    pub steps: Vec<ReportStep>,
    /// Decision records of the steps as stored; only JSON shows them.
    pub records: Vec<DecisionRecord>,
    /// Time zone in which people read its instants.
    pub zone: Zone,
    /// The parts of the walk that it shows.
    pub shown: Shown,
    /// Number of masks by kind, if secrets and addresses were masked.
    pub redacted: Option<Counts>,
}

/// Parts of a walk that a report shows. Its header names what is left out; times stay those of the whole session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Number of steps of the walk; those that are shown are its first ones.
    pub of: usize,
    /// True if notes on steps, and the scratchpad, are shown.
    pub notes: bool,
    /// True if output of commands is shown.
    pub output: bool,
    /// True if the summary stands before the steps: what was wrong, what fixed it.
    pub summary: bool,
    /// True if its times are shown. Without them its start alone is.
    pub times: bool,
}

/// Header of an export: everything about the session as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Id of the session.
    pub session: SessionId,
    /// The tree's slug: `vpn-does-not-connect`.
    pub tree_key: String,
    /// The tree's name.
    pub tree_name: String,
    /// Number of the version that was walked.
    pub tree_version: u32,
    /// Names of the technicians, each once, in the order in which they worked.
    pub technicians: Vec<String>,
    /// The ticket's number; empty if there is none.
    pub ticket: String,
    /// The client's name; empty if none was given.
    pub client: String,
    /// Entry of the first step.
    pub started_at: Timestamp,
    /// Exit of the last step, if the session is completed.
    pub completed_at: Option<Timestamp>,
    /// Instant of the export, up to which the open visit of an active session counts.
    pub as_of: Timestamp,
    /// Total, active and parked time (timing rule 3); of an active session, up to `as_of`.
    pub totals: Totals,
    /// The outcome, if the session is completed.
    pub outcome: Option<Outcome>,
    /// Notes on the outcome; empty if there are none.
    pub outcome_notes: String,
    /// Next steps, as the technician wrote them; empty if there are none.
    pub next_steps: String,
    /// Notes about the walk as a whole; empty if there are none.
    pub scratchpad: String,
    /// Id of the session that this one follows up.
    pub follows: Option<SessionId>,
}

/// A step of the trail with what its commands printed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportStep {
    /// The step, as the trail has it.
    pub step: Step,
    /// The output of all its visits, put together by [`add_text`].
    pub output: String,
    /// True for the open step: its times run up to the moment of the export.
    pub in_progress: bool,
    /// Action that ended its last visit; none while that is open.
    pub left_by: Option<LeftBy>,
    /// Part for full detail; none in standard detail.
    pub full: Option<Full>,
    /// True if its times are shown.
    pub is_timed: bool,
}

/// Part of a step that only full detail shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Full {
    /// Names of the technicians, each once, in the order in which they worked on it.
    pub technicians: Vec<String>,
    /// Clock of its exits (timing rule 8): the browser's if it gave that of one visit or more.
    pub clock: ClockSource,
    /// The instructions of its node, as text without markup; empty where it has none.
    pub instructions: String,
    /// The commands that it offered, with their values filled in.
    pub commands: Vec<String>,
}

/// Data beside the session that a report needs: names, and output of commands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    /// The tree's slug: `vpn-does-not-connect`.
    pub tree_key: String,
    /// The tree's name.
    pub tree_name: String,
    /// Display names by user; a technician without one is left out.
    pub technicians: HashMap<UserId, String>,
    /// Output of commands by visit.
    pub outputs: HashMap<VisitId, String>,
}

impl Report {
    /// The complete content for a session. `tree` is the version that the session is pinned to; an open visit counts up to `as_of`.
    pub fn new(session: &Session, tree: &Tree, names: &Names, zone: Zone, as_of: Timestamp) -> Self {
        let steps = steps(session, tree, names, as_of);
        Self {
            header: Header::new(session, names, as_of),
            shown: Shown { of: steps.len(), notes: true, output: true, summary: true, times: true },
            steps,
            records: session.records.clone(),
            zone,
            redacted: None,
        }
    }

    /// The report for those who are not to see its times: no duration, no instant but that of the start, and no records, whose ids are made of
    /// the time. The values go with the words, so that a format that forgot to ask would show none either.
    #[must_use]
    pub fn without_times(mut self) -> Self {
        let start = self.header.started_at;
        self.shown.times = false;
        self.records.clear();
        (self.header.completed_at, self.header.totals) = (None, Totals::default());
        for step in &mut self.steps {
            step.is_timed = false;
            (step.step.entered_at, step.step.exited_at) = (start, start);
            (step.step.duration, step.step.active) = (Seconds(0), Seconds(0));
            step.step.visits.clear();
        }
        self
    }

    /// Title of the document. It holds no user's text, so that people can refer to it and nothing can break it.
    pub(super) fn title(&self) -> String {
        format!("Session {}", self.header.session.short())
    }
}

impl Header {
    /// True while the session has no outcome.
    pub(super) fn is_active(&self) -> bool {
        self.outcome.is_none()
    }

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
    distinct(session.records.iter().map(|record| record.technician_id).chain([session.holder]), names)
}

fn distinct(ids: impl Iterator<Item = UserId>, names: &Names) -> Vec<String> {
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
    let by_id: HashMap<VisitId, &DecisionRecord> = records.iter().map(|record| (record.id, record)).collect();
    let report = |step: Step| {
        let visits: Vec<_> = step.visits.iter().filter_map(|visit| by_id.get(visit).copied()).collect();
        let in_progress = open_id.is_some() && step.last_visit() == open_id;
        let mut output = String::new();
        step.visits.iter().filter_map(|visit| names.outputs.get(visit)).for_each(|printed| add_text(&mut output, printed));
        ReportStep {
            output,
            in_progress,
            left_by: visits.last().filter(|_| !in_progress).map(|record| record.left_by),
            full: Some(Full {
                technicians: distinct(visits.iter().map(|record| record.technician_id), names),
                clock: visits.iter().map(|record| record.clock).find(|clock| *clock == ClockSource::Client).unwrap_or(ClockSource::Server),
                instructions: visits.first().map_or_else(String::new, |record| instructions(tree, record)),
                commands: visits.first().map_or_else(Vec::new, |record| commands(session, tree, record)),
            }),
            is_timed: true,
            step,
        }
    };
    trail(&records).into_iter().map(report).collect()
}

fn instructions(tree: &Tree, record: &DecisionRecord) -> String {
    record.node_id.as_ref().and_then(|id| tree.node(id)).map_or_else(String::new, |node| written(&node.body))
}

fn commands(session: &Session, tree: &Tree, record: &DecisionRecord) -> Vec<String> {
    match record.node_id.as_ref().and_then(|id| tree.node(id)).map(|node| &node.kind) {
        Some(NodeKind::Action { commands, .. }) => commands.iter().map(|command| fill(command, &session.values).text).collect(),
        _ => Vec::new(),
    }
}
