//! Plain text. Only the document's own lines begin at its margins: whatever a user typed is indented further.

use super::facts::Fact;
use super::{Report, ReportStep};

const STEP_MARGIN: &str = "   ";

pub(super) fn write(report: &Report) -> String {
    let mut parts = vec![heading(&report.title(), '='), facts("", &report.facts())];
    if !report.steps.is_empty() {
        parts.push(heading("Steps", '-'));
    }
    parts.extend(report.steps.iter().map(step));
    parts.join("\n")
}

fn heading(text: &str, underline: char) -> String {
    format!("{text}\n{}\n", underline.to_string().repeat(text.len()))
}

fn step(step: &ReportStep) -> String {
    let title = format!("{}. {}{}", step.step.number, step.marks(), step.title());
    format!("{}\n{}", title.trim_end(), facts(STEP_MARGIN, &step.facts()))
}

fn facts(margin: &str, facts: &[Fact]) -> String {
    let width = facts.iter().map(|fact| fact.label.len() + 2).max().unwrap_or(0);
    facts.iter().map(|fact| self::fact(margin, width, fact)).collect()
}

/// The label, and the lines of the text in a column of their own, so that output keeps its columns too.
fn fact(margin: &str, width: usize, fact: &Fact) -> String {
    let label = format!("{}:", fact.label);
    let column = |(position, line): (usize, &str)| {
        let first = if position == 0 { label.as_str() } else { "" };
        format!("{}\n", format!("{margin}{first:width$}{line}").trim_end())
    };
    fact.text.lines().enumerate().map(column).collect()
}
