//! One valid, self-contained page that reads well on a screen, in the dark and on paper.

use std::io::{Result, Write};

use super::facts::Fact;
use super::{Report, ReportStep};

const STYLE: &str = "\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; overflow-wrap: anywhere; }
th { padding-right: 1.5rem; text-align: left; vertical-align: top; white-space: nowrap; }
td, dd { white-space: pre-wrap; }
h3 { break-after: avoid; font-size: 1rem; margin: 1.5rem 0 0.25rem; }
dl { display: grid; gap: 0 1.5rem; grid-template-columns: max-content minmax(0, 1fr); margin: 0; }
dd { margin: 0; }
pre { border: 1px solid; border-radius: 0.25rem; margin: 0; overflow-x: auto; padding: 0.5rem; }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; } }
";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> Result<()> {
    let title = escape(&report.title());
    let facts: String = report.facts().iter().map(row).collect();
    let summary: String = report.summary().iter().map(pair).collect();
    let summary = if summary.is_empty() { summary } else { format!("<h2>Summary</h2>\n<dl>\n{summary}</dl>\n") };
    write!(
        out,
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
<h1 dir=\"auto\">{title}</h1>
<table>
<tbody>
{facts}</tbody>
</table>
{summary}"
    )?;
    if !report.steps.is_empty() {
        writeln!(out, "<h2>Steps</h2>\n<ol>")?;
        report.steps.iter().try_for_each(|step| write!(out, "{}", self::step(report, step)))?;
        writeln!(out, "</ol>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn row(fact: &Fact) -> String {
    format!("<tr><th scope=\"row\">{}</th><td dir=\"auto\">{}</td></tr>\n", fact.label, value(fact))
}

fn pair(fact: &Fact) -> String {
    format!("<dt>{}</dt><dd dir=\"auto\">{}</dd>\n", fact.label, value(fact))
}

fn step(report: &Report, step: &ReportStep) -> String {
    let facts: String = step.facts(report.zone).iter().map(pair).collect();
    let title = escape(&step.title());
    let title = if step.step.superseded { format!("<s dir=\"auto\">{title}</s>") } else { format!("<span dir=\"auto\">{title}</span>") };
    format!("<li value=\"{}\">\n<h3>{}{title}</h3>\n<dl>\n{facts}</dl>\n</li>\n", step.step.number, step.marks())
}

/// Breaks are elements, so that they survive a paste into a mail that drops the style. The first line end inside `pre` is
/// not part of its text.
fn value(fact: &Fact) -> String {
    let text = escape(&fact.text);
    if fact.verbatim { format!("<pre dir=\"auto\">\n{text}</pre>") } else { text.replace('\n', "<br>") }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
