//! Plain text. Only the document's own lines begin at its margins: whatever a user typed is indented further.

use std::io::{Result, Write};

use super::facts::Fact;
use super::{Report, ReportStep};

const STEP_MARGIN: &str = "   ";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> Result<()> {
    write!(out, "{}\n{}", heading(&report.title(), '='), facts("", &report.facts()))?;
    let summary = report.summary();
    if !summary.is_empty() {
        write!(out, "\n{}\n{}", heading("Summary", '-'), facts("", &summary))?;
    }
    if !report.steps.is_empty() {
        write!(out, "\n{}", heading("Steps", '-'))?;
    }
    report.steps.iter().try_for_each(|step| write!(out, "\n{}", self::step(report, step)))
}

fn heading(text: &str, underline: char) -> String {
    format!("{text}\n{}\n", underline.to_string().repeat(text.len()))
}

fn step(report: &Report, step: &ReportStep) -> String {
    let title: String = step.title().chars().filter(|c| !commands_a_terminal(*c)).collect();
    let title = format!("{}. {}{title}", step.step.number, step.marks());
    format!("{}\n{}", title.trim_end(), facts(STEP_MARGIN, &step.facts(report.zone)))
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
    let text: String = fact.text.chars().filter(|c| !commands_a_terminal(*c)).collect();
    text.lines().enumerate().map(column).collect()
}

/// Escape sequences come along when a terminal's output is pasted, and would be obeyed by the next terminal.
fn commands_a_terminal(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use crate::tests::report_with;

    #[test]
    fn nothing_in_the_text_commands_the_terminal_that_shows_it() {
        let text = report_with("red \u{1b}[31malert\u{7}\tend").text(crate::Format::Text).unwrap();
        assert!(text.contains("red [31malert\tend") && !text.contains(['\u{1b}', '\u{7}']), "{text}");
    }
}
