//! The ticket note: what a PSA's text field takes unharmed, for the client first and for colleagues below. Lines of ours begin
//! at the margin or two spaces behind it; every further line that a user typed begins three spaces behind it, so that none
//! can pass for a heading.

use super::facts::Fact;
use super::{Report, ReportStep};

/// The most characters of a note, in Unicode scalars: as many as ConnectWise, Autotask and HaloPSA take.
pub(super) const LIMIT: usize = 32_000;
pub(super) const FOR_THE_CLIENT: &str = "FOR THE CLIENT";
pub(super) const INTERNAL: &str = "INTERNAL TRAIL";
const STEP_MARGIN: &str = "  ";
const TEXT_MARGIN: &str = "   ";
/// As wide as terminals have it, for whose columns tabs are.
const TAB: usize = 8;

pub(super) fn write(report: &Report) -> String {
    let mut lines = Vec::new();
    let client = report.for_the_client();
    if !client.is_empty() {
        lines.push(FOR_THE_CLIENT.to_owned());
        lines.extend(client.iter().flat_map(|fact| self::lines("", fact)));
        lines.push(String::new());
    }
    lines.push(INTERNAL.to_owned());
    lines.push(report.title());
    lines.extend(report.facts().iter().flat_map(|fact| self::lines("", fact)));
    lines.extend(report.steps.iter().flat_map(|step| self::step(report, step)));
    cut(&lines)
}

fn step(report: &Report, step: &ReportStep) -> Vec<String> {
    let title = format!("{}. {}{}", step.step.number, step.marks(), clean(&step.title()));
    let facts = step.facts(report.zone);
    [String::new(), title.trim_end().to_owned()].into_iter().chain(facts.iter().flat_map(|fact| lines(STEP_MARGIN, fact))).collect()
}

/// The label with the first line of its text, and the other lines below. Output begins on a line of its own, so that its
/// columns stand below each other.
fn lines(margin: &str, fact: &Fact) -> Vec<String> {
    let text = clean(&fact.text);
    let mut texts = text.lines();
    let first = if fact.verbatim { "" } else { texts.next().unwrap_or_default() };
    let label = format!("{margin}{}: {first}", fact.label).trim_end().to_owned();
    [label].into_iter().chain(texts.map(|line| format!("{TEXT_MARGIN}{line}").trim_end().to_owned())).collect()
}

/// Without anything that commands a terminal, and with spaces for tabs.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\n' => (column, ()) = (0, cleaned.push(c)),
            '\t' => {
                let width = TAB - column % TAB;
                column += width;
                cleaned.extend(std::iter::repeat_n(' ', width));
            }
            _ if c.is_control() => {}
            _ => (column, ()) = (column + 1, cleaned.push(c)),
        }
    }
    cleaned
}

/// As many whole lines as fit, and what is missing.
fn cut(lines: &[String]) -> String {
    let length = |line: &String| line.chars().count() + 1;
    if lines.iter().map(length).sum::<usize>() <= LIMIT {
        return lines.join("\n") + "\n";
    }
    let marker = |missing: usize| {
        let more = if missing == 1 { "line" } else { "lines" };
        format!("[Cut here: {missing} more {more}. The whole trail is in the PDF, text and JSON exports.]\n")
    };
    let mut room = LIMIT - marker(lines.len()).chars().count();
    let mut kept = 0;
    while let Some(rest) = lines.get(kept).and_then(|line| room.checked_sub(length(line))) {
        (room, kept) = (rest, kept + 1);
    }
    let shown: String = lines[..kept].iter().map(|line| format!("{line}\n")).collect();
    shown + &marker(lines.len() - kept)
}
