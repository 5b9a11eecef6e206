//! CommonMark, safe under GitHub's extensions as well.

use std::io::{Result, Write};

use super::facts::Fact;
use super::{Report, ReportStep};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> Result<()> {
    write!(out, "# {}\n\n{}", report.title(), facts(&report.facts()))?;
    let summary = report.summary();
    if !summary.is_empty() {
        write!(out, "\n## Summary\n\n{}", facts(&summary))?;
    }
    if !report.steps.is_empty() {
        writeln!(out, "\n## Steps")?;
    }
    report.steps.iter().try_for_each(|step| write!(out, "\n{}", self::step(report, step)))
}

fn step(report: &Report, step: &ReportStep) -> String {
    format!("### {}. {}{}\n\n{}", step.step.number, step.marks(), escape(&step.title()), facts(&step.facts(report.zone)))
}

fn facts(facts: &[Fact]) -> String {
    facts.iter().map(fact).collect()
}

fn fact(Fact { label, text, verbatim, .. }: &Fact) -> String {
    if *verbatim {
        let fence = fence(text);
        format!("\n**{label}:**\n\n{fence}text\n{text}\n{fence}\n")
    } else if text.contains('\n') {
        format!("- **{label}:**\n{}", quote(text))
    } else {
        format!("- **{label}:** {}\n", escape(text))
    }
}

/// Longer than any run of backticks inside, so that the text cannot end it.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(longest + 1))
}

/// A quotation inside a list item. Lines end in hard breaks; an empty one ends a paragraph, where a break would be shown as
/// a backslash.
fn quote(text: &str) -> String {
    let mut lines = text.lines().map(str::trim_end).peekable();
    let mut quote = String::new();
    while let Some(line) = lines.next() {
        let goes_on = !line.is_empty() && lines.peek().is_some_and(|next| !next.is_empty());
        let quoted = format!("  > {}{}", escape(line), if goes_on { "\\" } else { "" });
        quote.push_str(quoted.trim_end());
        quote.push('\n');
    }
    quote
}

/// A line as literal text. Indentation becomes no-break spaces, which no renderer drops or takes for code.
fn escape(line: &str) -> String {
    let text = line.trim_start_matches([' ', '\t']);
    let mut escaped = line[..line.len() - text.len()].replace('\t', "    ").replace(' ', "&nbsp;");
    let marker = list_marker(text);
    for (position, c) in text.char_indices() {
        if marker == Some(position) || is_special(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn is_special(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '$')
}

/// Position of a character that has a meaning at the beginning of a line only: a bullet, an underline, a colon of a table's
/// rule, or the mark after the number of a list item.
fn list_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[u8] = if digits == 0 { b"-+=:" } else { b".)" };
    text.as_bytes().get(digits).filter(|byte| marks.contains(byte)).map(|_| digits)
}
