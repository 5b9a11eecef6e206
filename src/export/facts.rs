//! Facts of a header and of a step: one list of labels and texts for every format that people read.

use super::{Full, Header, Report, ReportStep};
use resolutionflow::decision::{ClockSource, LeftBy};
use resolutionflow::text::normalise;
use resolutionflow::time::Seconds;
use resolutionflow::tree::NodeType;
use resolutionflow::zone::Zone;

/// Label and text that an export shows together, such as `Ticket` and `48213`. The text has no control characters but LF and tab;
/// each format escapes it.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) text: String,
    /// True for commands and output, to be shown in monospace with every space, since their columns matter.
    pub(super) verbatim: bool,
    /// True if the ticket note, whose length is limited, shortens this text first.
    pub(super) yields: bool,
}

impl Fact {
    pub(super) fn line(label: &'static str, text: impl AsRef<str>) -> Self {
        Self { label, text: line(text.as_ref()), verbatim: false, yields: false }
    }

    pub(super) fn prose(label: &'static str, text: &str) -> Self {
        Self { label, text: shown(text).trim_end().trim_start_matches('\n').to_owned(), verbatim: false, yields: false }
    }

    fn output(label: &'static str, text: &str) -> Self {
        Self { label, text: shown(text).trim_end().to_owned(), verbatim: true, yields: false }
    }

    fn yielding(self) -> Self {
        Self { yields: true, ..self }
    }

    /// Facts without those whose text is blank.
    pub(super) fn filled<const N: usize>(facts: [Fact; N]) -> Vec<Fact> {
        facts.into_iter().filter(|fact| !fact.text.trim().is_empty()).collect()
    }
}

impl Report {
    /// Facts of the header, in the order in which formats show them, without empty ones.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let Header { technicians, totals, completed_at, .. } = &self.header;
        let header = &self.header;
        let timed = |text: String| if self.shown.times { text } else { String::new() };
        Fact::filled([
            Fact::line("State", self.state()),
            Fact::line("Tree", format!("{}, version {}", header.tree_name, header.tree_version)),
            Fact::line(if technicians.len() > 1 { "Technicians" } else { "Technician" }, technicians.join(", ")),
            Fact::line("Ticket", &header.ticket),
            Fact::line("Client", &header.client),
            Fact::line("Started", self.zone.exact(header.started_at)),
            Fact::line("Completed", completed_at.map(|at| self.zone.exact(at)).unwrap_or_default()),
            Fact::line("Total", timed(totals.total.exact())),
            Fact::line("Active", if totals.active == totals.total { String::new() } else { totals.active.exact() }),
            Fact::line("Parked", if totals.parked == Seconds(0) { String::new() } else { totals.parked.exact() }),
            Fact::line("Outcome", header.outcome.map_or("", |outcome| outcome.word())),
            Fact::prose("Outcome notes", &header.outcome_notes),
            Fact::prose("Next steps", &header.next_steps),
            Fact::prose("Scratchpad", &header.scratchpad).yielding(),
            Fact::line("Follow-up of", header.follows.map(|id| format!("session {}", id.short())).unwrap_or_default()),
            Fact::line("Shown", self.left_out()),
            Fact::line("Redacted", self.redacted.as_ref().map(ToString::to_string).unwrap_or_default()),
        ])
    }

    /// Facts of the note's part for the client: the summary, how the session ended and how long it took. Empty where the options
    /// leave the summary out.
    pub(super) fn for_the_client(&self) -> Vec<Fact> {
        let mut facts = self.summary();
        if self.shown.summary {
            let header = &self.header;
            let outcome = header.outcome.map(|outcome| format!("{}: {}", outcome.word(), outcome.meaning()));
            let end = header.completed_at.map(|at| format!(" to {}", self.zone.exact(at))).unwrap_or_default();
            facts.extend(Fact::filled([
                Fact::line("State", self.state()),
                Fact::line("Outcome", outcome.unwrap_or_default()),
                Fact::prose("Details", &header.outcome_notes),
                Fact::prose("Next steps", &header.next_steps),
                Fact::line("When", format!("{}{end}", self.zone.exact(header.started_at))),
                Fact::line("Time spent", if self.shown.times { header.totals.active.to_string() } else { String::new() }),
            ]));
        }
        facts
    }

    fn state(&self) -> String {
        if self.header.is_active() { format!("IN PROGRESS, as of {}", self.zone.exact(self.header.as_of)) } else { String::new() }
    }

    /// The parts that are left out, in words; empty if there are none.
    fn left_out(&self) -> String {
        let steps = match self.steps.len() {
            _ if !self.is_cut() => String::new(),
            1 => format!("step 1 of {}", self.shown.of),
            shown => format!("steps 1 to {shown} of {}", self.shown.of),
        };
        let notes = if self.shown.notes { "" } else { "without notes" };
        let output = if self.shown.output { "" } else { "without output" };
        let times = if self.shown.times { "" } else { "without times" };
        let parts: Vec<_> = [steps.as_str(), notes, output, times].into_iter().filter(|part| !part.is_empty()).collect();
        match parts.join(", ") {
            parts if parts.is_empty() || !self.shown.times => parts,
            parts => format!("{parts}; times are of the whole session"),
        }
    }
}

impl ReportStep {
    /// Facts below a step's title, with instants in `zone`, without empty ones. Output comes last: it may be long.
    pub(super) fn facts(&self, zone: Zone) -> Vec<Fact> {
        let full = |text: &dyn Fn(&Full) -> String| self.full.as_ref().map(text).unwrap_or_default();
        let active = if self.step.active == self.step.duration && self.full.is_none() { String::new() } else { self.step.active.exact() };
        let timed = |text: String| if self.is_timed { text } else { String::new() };
        let left = |left_by| {
            if self.is_timed { format!("{}, {}", zone.exact(self.step.exited_at), how(left_by)) } else { how(left_by).to_owned() }
        };
        let clock = |full: &Full| if full.clock == ClockSource::Client { "the browser's".to_owned() } else { String::new() };
        Fact::filled([
            Fact::line("Answer", self.step.answer.as_deref().unwrap_or_default()),
            Fact::line("Duration", timed(self.step.duration.exact())),
            Fact::line("Active", timed(active)),
            Fact::line("Entered", timed(full(&|_| zone.exact(self.step.entered_at)))),
            Fact::line("Left", full(&|_| self.left_by.map(left).unwrap_or_default())),
            Fact::line("By", full(&|full| full.technicians.join(", "))),
            Fact::line("Clock", full(&clock)),
            Fact::prose("Instructions", &full(&|full| full.instructions.clone())).yielding(),
            Fact::prose("Notes", &self.step.notes),
            Fact::output("Commands", &full(&|full| full.commands.join("\n"))),
            Fact::output("Output", &self.output).yielding(),
        ])
    }

    /// Marks before a step's title, such as `[SUPERSEDED]` and `[IN PROGRESS]`, each followed by a space; empty for most steps.
    pub(super) fn marks(&self) -> String {
        let marks = [
            (self.step.superseded, "[SUPERSEDED] "),
            (self.in_progress, "[IN PROGRESS] "),
            (self.step.node_type == NodeType::Custom, "[CUSTOM] "),
        ];
        marks.into_iter().filter_map(|(applies, mark)| applies.then_some(mark)).collect()
    }

    /// Title of the step on one line, cleaned of control characters but not escaped.
    pub(super) fn title(&self) -> String {
        line(&self.step.title)
    }
}

fn how(left_by: LeftBy) -> &'static str {
    match left_by {
        LeftBy::Answered => "answered",
        LeftBy::Continued => "done",
        LeftBy::Back => "back to the step before",
        LeftBy::Jumped => "back to an earlier step",
        LeftBy::Detour => "for an ad-hoc step",
        LeftBy::Parked => "parked",
        LeftBy::Completed => "session completed",
        LeftBy::Closed => "session closed from a list",
    }
}

/// Text as any export may show it: without the control characters that would drive a terminal and the noncharacters that no HTML
/// document may hold. Line ends become LF, Unicode's own among them, since viewers break lines there too.
pub(super) fn shown(text: &str) -> String {
    let kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_noncharacter(*c));
    normalise(text).replace(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n").chars().filter(kept).collect()
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

fn line(text: &str) -> String {
    shown(text).split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{line, shown};

    #[test]
    fn every_line_end_of_unicode_is_one_and_joins_no_words() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let text = format!("Call the client{end}Write it down");
            assert_eq!(shown(&text), "Call the client\nWrite it down", "{end:?}");
            assert_eq!(line(&text), "Call the client Write it down", "{end:?}");
        }
        assert_eq!(shown("a\u{7}\u{1b}b"), "ab");
    }
}
