//! What a header and a step say, as one list of labels and texts for every format that people read.

use super::{Header, Report, ReportStep};
use crate::text::normalise;
use crate::time::Seconds;
use crate::tree::NodeType;

/// One thing that an export says. Its text is cleaned but not escaped.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) text: String,
    /// Whether the text is output, whose columns matter.
    pub(super) verbatim: bool,
}

impl Fact {
    fn line(label: &'static str, text: impl AsRef<str>) -> Self {
        Self { label, text: line(text.as_ref()), verbatim: false }
    }

    fn prose(label: &'static str, text: &str) -> Self {
        Self { label, text: shown(text).trim_end().trim_start_matches('\n').to_owned(), verbatim: false }
    }

    fn output(label: &'static str, text: &str) -> Self {
        Self { label, text: shown(text).trim_end().to_owned(), verbatim: true }
    }
}

impl Report {
    /// What the header says; nothing about an empty field.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let Header { technicians, totals, completed_at, .. } = &self.header;
        let header = &self.header;
        let state = if completed_at.is_none() { format!("IN PROGRESS, as of {}", self.zone.exact(header.as_of)) } else { String::new() };
        filled([
            Fact::line("State", state),
            Fact::line("Tree", format!("{}, version {}", header.tree_name, header.tree_version)),
            Fact::line(if technicians.len() > 1 { "Technicians" } else { "Technician" }, technicians.join(", ")),
            Fact::line("Ticket", &header.ticket),
            Fact::line("Client", &header.client),
            Fact::line("Started", self.zone.exact(header.started_at)),
            Fact::line("Completed", completed_at.map(|at| self.zone.exact(at)).unwrap_or_default()),
            Fact::line("Total", totals.total.exact()),
            Fact::line("Active", if totals.active == totals.total { String::new() } else { totals.active.exact() }),
            Fact::line("Parked", if totals.parked == Seconds(0) { String::new() } else { totals.parked.exact() }),
            Fact::line("Outcome", header.outcome.map_or("", |outcome| outcome.word())),
            Fact::prose("Outcome notes", &header.outcome_notes),
            Fact::prose("Next steps", &header.next_steps),
            Fact::prose("Scratchpad", &header.scratchpad),
            Fact::line("Follow-up of", header.follows.map(|id| format!("session {}", id.short())).unwrap_or_default()),
        ])
    }
}

impl ReportStep {
    /// What the step says below its title; nothing about an empty field. Output comes last: it may be long.
    pub(super) fn facts(&self) -> Vec<Fact> {
        filled([
            Fact::line("Answer", self.step.answer.as_deref().unwrap_or_default()),
            Fact::line("Duration", self.step.duration.exact()),
            Fact::line("Active", if self.step.active == self.step.duration { String::new() } else { self.step.active.exact() }),
            Fact::prose("Notes", &self.step.notes),
            Fact::output("Output", &self.output),
        ])
    }

    /// What stands before the title, with a space after each mark.
    pub(super) fn marks(&self) -> String {
        let marks = [
            (self.step.superseded, "[SUPERSEDED] "),
            (self.in_progress, "[IN PROGRESS] "),
            (self.step.node_type == NodeType::Custom, "[CUSTOM] "),
        ];
        marks.into_iter().filter_map(|(applies, mark)| applies.then_some(mark)).collect()
    }

    /// The title, on one line and cleaned but not escaped.
    pub(super) fn title(&self) -> String {
        line(&self.step.title)
    }
}

fn filled<const N: usize>(facts: [Fact; N]) -> Vec<Fact> {
    facts.into_iter().filter(|fact| !fact.text.trim().is_empty()).collect()
}

/// Line ends as LF, Unicode's own line ends among them, since viewers break lines there too. Characters that would drive a
/// terminal, or that no HTML document may hold, go.
pub(super) fn shown(text: &str) -> String {
    let kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_noncharacter(*c));
    normalise(text).replace(['\u{2028}', '\u{2029}'], "\n").chars().filter(kept).collect()
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

fn line(text: &str) -> String {
    shown(text).split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
