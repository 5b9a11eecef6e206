//! The ticket note: what a PSA's text field and its database take unharmed, for the client first and for colleagues below. Lines of ours
//! begin at the margin or two spaces behind it; every further line that a user typed begins three spaces behind it with a mark, so that
//! none can pass for a heading, also where a PSA collapses spaces and drops empty lines.

use std::io::{Result, Write};

use super::facts::Fact;
use super::first_plane::written_out;
use super::{Report, ReportStep};

/// The most characters of a note, in Unicode scalars: as many as ConnectWise, Autotask and HaloPSA take.
pub(super) const LIMIT: usize = 32_000;
pub(super) const FOR_THE_CLIENT: &str = "FOR THE CLIENT";
pub(super) const INTERNAL: &str = "INTERNAL TRAIL";
const STEP_MARGIN: &str = "  ";
const TEXT_MARGIN: &str = "   ";
/// Before every further line that a user typed.
const TYPED: &str = "> ";
/// As wide as terminals have it, for whose columns tabs are.
const TAB: usize = 8;

/// Lengths, in characters, to which outputs and the scratchpad are cut: the first that leaves room for everything else.
const SHOWN: [usize; 8] = [usize::MAX, 16_000, 8_000, 4_000, 2_000, 1_000, 500, 200];
/// Room enough to show the beginning of a line that does not fit.
const PART: usize = 500;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> Result<()> {
    let least = SHOWN[SHOWN.len() - 1];
    let fitting = SHOWN.into_iter().find_map(|shown| written(report, shown, LIMIT));
    let note = fitting.unwrap_or_else(|| cut(&written(report, least, usize::MAX).unwrap_or_default()));
    out.write_all(note.as_bytes())
}

/// The note with outputs cut to that length; none where it is longer than `limit` characters, which is seen before all is written.
fn written(report: &Report, shown: usize, limit: usize) -> Option<String> {
    let mut note = Note { text: String::new(), room: limit };
    let client = report.for_the_client();
    if !client.is_empty() {
        note.push([FOR_THE_CLIENT.to_owned()])?;
        note.push(client.iter().flat_map(|fact| lines("", fact, shown)))?;
        note.push([String::new()])?;
    }
    note.push([INTERNAL.to_owned(), report.title()])?;
    note.push(report.facts().iter().flat_map(|fact| lines("", fact, shown)))?;
    for step in &report.steps {
        note.push(self::step(report, step, shown))?;
    }
    Some(note.text)
}

/// Note in the making, and the number of characters for which it has room.
struct Note {
    text: String,
    room: usize,
}

impl Note {
    /// Adds lines; none where they do not fit.
    fn push(&mut self, lines: impl IntoIterator<Item = String>) -> Option<()> {
        for line in lines {
            self.room = self.room.checked_sub(line.chars().count() + 1)?;
            self.text.push_str(&line);
            self.text.push('\n');
        }
        Some(())
    }
}

fn step(report: &Report, step: &ReportStep, shown: usize) -> Vec<String> {
    let title = format!("{}. {}{}", step.step.number, step.marks(), clean(&step.title()));
    let facts = step.facts(report.zone);
    [String::new(), title.trim_end().to_owned()].into_iter().chain(facts.iter().flat_map(|fact| lines(STEP_MARGIN, fact, shown))).collect()
}

/// The label with the first line of its text, and the other lines below. Output begins on a line of its own, so that its
/// columns stand below each other.
fn lines(margin: &str, fact: &Fact, shown: usize) -> Vec<String> {
    let text = clean(&fact.text);
    let (text, missing) = if fact.yields { shortened(&text, shown) } else { (text.as_str(), 0) };
    let mut texts = text.lines();
    let first = if fact.verbatim { "" } else { texts.next().unwrap_or_default() };
    let label = format!("{margin}{}: {first}", fact.label).trim_end().to_owned();
    let mut lines = vec![label];
    lines.extend(texts.map(|line| format!("{TEXT_MARGIN}{TYPED}{line}").trim_end().to_owned()));
    if missing > 0 {
        lines.push(format!("{TEXT_MARGIN}[{missing} more characters. They are in the PDF, text and JSON exports.]"));
    }
    lines
}

/// The beginning of a text, and how many characters of it are missing.
fn shortened(text: &str, shown: usize) -> (&str, usize) {
    let Some((end, _)) = text.char_indices().nth(shown) else { return (text, 0) };
    let end = text[..end].trim_end().len();
    (&text[..end], text[end..].chars().count())
}

/// Number of characters of a report that its note writes out, each wherever it stands.
pub(super) fn count_written_out(report: &Report) -> usize {
    let facts = report.for_the_client().into_iter().chain(report.facts());
    let facts = facts.chain(report.steps.iter().flat_map(|step| step.facts(report.zone)));
    let titles = report.steps.iter().map(ReportStep::title);
    facts.map(|fact| fact.text).chain(titles).map(|text| written_out(&text).1).sum()
}

/// Text without control characters but LF, which could drive a terminal, nor what the database of a PSA could cut it at; each tab becomes
/// spaces up to the next stop, every eight columns.
pub(super) fn clean(text: &str) -> String {
    let (text, _) = written_out(text);
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

/// Note within [`LIMIT`]: as many whole lines as fit, the beginning of a long one, and a line that says how many are missing. A
/// text that fits stays as it is.
pub(super) fn cut(text: &str) -> String {
    if text.chars().count() <= LIMIT {
        return text.to_owned();
    }
    let lines: Vec<_> = text.lines().collect();
    let marker = |missing: usize| {
        let more = if missing == 1 { "line" } else { "lines" };
        format!("[Cut here: {missing} more {more}. The whole trail is in the PDF, text and JSON exports.]\n")
    };
    let mut room = LIMIT - marker(lines.len()).chars().count();
    let mut kept = 0;
    while let Some(rest) = lines.get(kept).and_then(|line| room.checked_sub(line.chars().count() + 1)) {
        (room, kept) = (rest, kept + 1);
    }
    let mut shown: String = lines[..kept].iter().map(|line| format!("{line}\n")).collect();
    if let Some(line) = lines.get(kept).filter(|_| room > PART) {
        shown.extend(line.chars().take(room - 2).chain("…\n".chars()));
    }
    shown + &marker(lines.len() - kept)
}
