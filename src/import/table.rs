//! Tables with a link in each row: from, answer, to, and perhaps title and instructions of the step that it comes from.

use std::collections::HashMap;

use resolutionflow::text::one_line;

use crate::sketch::{Sketch, Step, Target, paragraph};
use crate::{Brought, Refusal, draft};

/// Meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    From,
    Answer,
    To,
    Title,
    Body,
}

/// Words above a column.
const NAMES: [(Column, &[&str]); 5] = [
    (Column::From, &["from", "source", "question", "step", "node", "id", "from step", "current", "from node", "parent", "start"]),
    (Column::Answer, &["answer", "label", "option", "choice", "condition", "edge", "response", "if", "when", "link"]),
    (
        Column::To,
        &["to", "target", "next", "goto", "go to", "next step", "destination", "leads to", "to step", "to node", "child", "then", "end"],
    ),
    (Column::Title, &["title", "name", "words", "step title", "question text", "text"]),
    (Column::Body, &["body", "description", "instructions", "details", "notes", "help", "comment"]),
];

/// Row of a table, with its number as its program counts.
pub(crate) type Row = (usize, Vec<String>);

fn column(name: &str) -> Option<Column> {
    let name = one_line(name).to_lowercase().replace(['_', '-'], " ");
    NAMES.iter().find(|(_, names)| names.contains(&&*name)).map(|(column, _)| *column)
}

/// True for a line that names the columns of such a table.
fn is_head(cells: &[String]) -> bool {
    let columns: Vec<Column> = cells.iter().filter_map(|cell| column(cell)).collect();
    columns.contains(&Column::From) && columns.contains(&Column::To)
}

/// The mark between the cells of a text that is a table with such a head; none for other texts.
pub(crate) fn separator(text: &str) -> Option<u8> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let cells =
        |separator: u8| -> Vec<String> { line.split(char::from(separator)).map(|cell| cell.trim().trim_matches('"').to_owned()).collect() };
    [b'\t', b';', b',', b'|'].into_iter().find(|separator| is_head(&cells(*separator)))
}

/// The mark that stands most often in the first line.
fn likely_separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| line.bytes().filter(|byte| byte == separator).count();
    [b'|', b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The tree of a table in CSV.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn of_csv(text: &str, name: &str) -> Result<Brought, Refusal> {
    let separator = separator(text).unwrap_or_else(|| likely_separator(text));
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Refusal::broken("a table in CSV", "it cannot be read"))?;
        let line = record.position().map_or(rows.len() + 1, |position| usize::try_from(position.line()).unwrap_or_default());
        rows.push((line, record.iter().take(MAX_COLUMNS).map(|cell| cell.trim().to_owned()).collect()));
    }
    bring(rows, Sketch::new("a table in CSV"), "line", name)
}

/// The most columns that are looked at.
pub(crate) const MAX_COLUMNS: usize = 50;

/// The tree of the rows of a table.
///
/// # Errors
/// [`Refusal`] where the rows are no links, or beyond the limits.
pub(crate) fn bring(rows: Vec<Row>, mut sketch: Sketch, row_word: &str, name: &str) -> Result<Brought, Refusal> {
    let mut rows = rows.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).peekable();
    let mut columns: HashMap<Column, usize> = HashMap::new();
    let Some((number, first)) = rows.peek() else { return Err(Refusal::broken(&sketch.report.kind, "it is empty")) };
    if is_head(first) {
        for (at, cell) in first.iter().enumerate() {
            match column(cell).filter(|column| !columns.contains_key(column)) {
                Some(column) => _ = columns.insert(column, at),
                None if cell.is_empty() => {}
                None => sketch.report.left_out(
                    &format!("{row_word} {number}"),
                    cell,
                    "The column was not taken: it is none of from, answer, to, title and body.",
                ),
            }
        }
        rows.next();
    } else {
        let order = match first.len() {
            0 | 1 => return Err(Refusal::broken(&sketch.report.kind, "it has one column only: a link needs at least “from” and “to”")),
            2 => [Column::From, Column::To].as_slice(),
            _ => &[Column::From, Column::Answer, Column::To, Column::Title, Column::Body],
        };
        columns.extend(order.iter().copied().zip(0..));
        sketch.report.changed(
            &format!("{row_word} {number}"),
            &first.join(" | "),
            "No row names the columns: they were taken as from, answer, to, title, body.",
        );
    }
    let mut steps: HashMap<String, usize> = HashMap::new();
    for (number, cells) in rows {
        let place = format!("{row_word} {number}");
        let cell = |column: Column| columns.get(&column).and_then(|at| cells.get(*at)).map(String::as_str).unwrap_or_default();
        let (from, to) = (cell(Column::From), cell(Column::To));
        if one_line(from).is_empty() {
            sketch.report.left_out(&place, &cells.join(" | "), "It does not say from which step the link comes.");
            continue;
        }
        let from = step(&mut sketch, &mut steps, from, &place)?;
        let own = &mut sketch.steps[from];
        if !cell(Column::Title).is_empty() {
            own.title = cell(Column::Title).to_owned();
        }
        if !own.body.contains(cell(Column::Body)) {
            paragraph(&mut own.body, cell(Column::Body));
        }
        if !one_line(to).is_empty() {
            let to = step(&mut sketch, &mut steps, to, &place)?;
            sketch.link(from, Target::Step(to), cell(Column::Answer), &place)?;
        } else if !cell(Column::Answer).is_empty() {
            sketch.link(from, Target::Nowhere, cell(Column::Answer), &place)?;
        }
    }
    draft::finish(sketch, name)
}

/// The step of a name, in whatever case and spacing.
fn step(sketch: &mut Sketch, steps: &mut HashMap<String, usize>, name: &str, place: &str) -> Result<usize, Refusal> {
    let key = one_line(name).to_lowercase();
    if let Some(step) = steps.get(&key) {
        return Ok(*step);
    }
    let step = sketch.step(Step { title: name.to_owned(), place: place.to_owned(), ..Step::default() })?;
    steps.insert(key, step);
    Ok(step)
}
