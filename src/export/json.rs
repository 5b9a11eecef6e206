//! For programs: instants in UTC, durations in seconds, texts as they were typed, and the records exactly as stored, as far as
//! they are shown. `docs/session.schema.json` says what stands where.

use std::io::{Result, Write};

use serde::Serialize;

use super::facts::Fact;
use super::{Counts, Full, Header, Report, ReportStep, Shown};
use resolutionflow::decision::{ClockSource, DecisionRecord, LeftBy};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::tree::NodeType;
use resolutionflow::zone::Zone;

const FORMAT: &str = "resolutionflow.session/1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    session: SessionPart<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<ShownPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted: &'a Option<Counts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    summary: Vec<SummaryPart>,
    steps: Vec<StepPart<'a>>,
    decisions: &'a [DecisionRecord],
}

#[derive(Serialize)]
struct SessionPart<'a> {
    id: SessionId,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Timestamp>,
    tree_key: &'a str,
    tree_name: &'a str,
    tree_version: u32,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    technicians: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    ticket: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    client: &'a str,
    time_zone: Zone,
    started_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<Timestamp>,
    #[serde(flatten)]
    totals: Option<TotalsPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "str::is_empty")]
    outcome_notes: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    next_steps: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    scratchpad: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    follows_session_id: Option<SessionId>,
}

#[derive(Serialize)]
struct TotalsPart {
    total_seconds: Seconds,
    active_seconds: Seconds,
    parked_seconds: Seconds,
}

/// The shown part of the walk, where that is not all of it.
#[derive(Serialize)]
struct ShownPart {
    steps: usize,
    steps_of: usize,
    notes: bool,
    output: bool,
    /// Named where they are left out, as documents were before there was a choice.
    #[serde(skip_serializing_if = "Clone::clone")]
    times: bool,
}

#[derive(Serialize)]
struct SummaryPart {
    label: &'static str,
    text: String,
}

#[derive(Serialize)]
struct StepPart<'a> {
    number: usize,
    node_type: NodeType,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    answer: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    notes: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    output: &'a str,
    #[serde(flatten)]
    times: Option<StepTimes>,
    superseded: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    in_progress: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    full: Option<FullPart<'a>>,
}

#[derive(Serialize)]
struct StepTimes {
    entered_at: Timestamp,
    exited_at: Timestamp,
    duration_seconds: Seconds,
    active_seconds: Seconds,
}

#[derive(Serialize)]
struct FullPart<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    technicians: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    left_by: Option<LeftBy>,
    clock: ClockSource,
    #[serde(skip_serializing_if = "str::is_empty")]
    instructions: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    commands: &'a [String],
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> Result<()> {
    let document = Document {
        format: FORMAT,
        session: session(&report.header, report.zone, report.shown.times),
        shown: shown(report),
        redacted: &report.redacted,
        summary: report.summary().into_iter().map(|Fact { label, text, .. }| SummaryPart { label, text }).collect(),
        steps: report.steps.iter().map(step).collect(),
        decisions: &report.records,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn shown(report: &Report) -> Option<ShownPart> {
    let Shown { of, notes, output, times, .. } = report.shown;
    let is_whole = notes && output && times && !report.is_cut();
    (!is_whole).then_some(ShownPart { steps: report.steps.len(), steps_of: of, notes, output, times })
}

fn session(header: &Header, time_zone: Zone, times: bool) -> SessionPart<'_> {
    let active = header.is_active();
    SessionPart {
        id: header.session,
        state: if active { "active" } else { "completed" },
        as_of: active.then_some(header.as_of),
        tree_key: &header.tree_key,
        tree_name: &header.tree_name,
        tree_version: header.tree_version,
        technicians: &header.technicians,
        ticket: &header.ticket,
        client: &header.client,
        time_zone,
        started_at: header.started_at,
        completed_at: header.completed_at,
        totals: times.then_some(TotalsPart {
            total_seconds: header.totals.total,
            active_seconds: header.totals.active,
            parked_seconds: header.totals.parked,
        }),
        outcome: header.outcome,
        outcome_notes: &header.outcome_notes,
        next_steps: &header.next_steps,
        scratchpad: &header.scratchpad,
        follows_session_id: header.follows,
    }
}

fn step(ReportStep { step, output, in_progress, left_by, full, is_timed }: &ReportStep) -> StepPart<'_> {
    let full = full.as_ref().map(|Full { technicians, clock, instructions, commands }| FullPart {
        technicians,
        left_by: *left_by,
        clock: *clock,
        instructions,
        commands,
    });
    StepPart {
        number: step.number,
        node_type: step.node_type,
        title: &step.title,
        answer: step.answer.as_deref().unwrap_or_default(),
        notes: &step.notes,
        output,
        times: is_timed.then_some(StepTimes {
            entered_at: step.entered_at,
            exited_at: step.exited_at,
            duration_seconds: step.duration,
            active_seconds: step.active,
        }),
        superseded: step.superseded,
        in_progress: *in_progress,
        full,
    }
}
