//! Excel workbooks (XLSX): the first sheet that has rows, cell by cell, so that a far-away cell takes no room.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::sketch::Sketch;
use crate::table::{self, MAX_COLUMNS, Row};
use crate::{Brought, Refusal};

/// The workbook itself.
pub(crate) const BODY: &str = "xl/workbook.xml";
const KIND: &str = "an Excel workbook";

/// The tree of a workbook, whose archive is within the limits.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn bring(bytes: &[u8], name: &str) -> Result<Brought, Refusal> {
    let damaged = || Refusal::broken(KIND, "it is damaged or encrypted: save it again, without a password");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut sketch = Sketch::new(KIND);
    let mut found: Option<Vec<Row>> = None;
    for sheet in workbook.sheet_names() {
        if found.is_some() {
            sketch.report.left_out(&format!("sheet “{sheet}”"), &sheet, "Only the first sheet with rows is taken.");
            continue;
        }
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|_| damaged())?;
        let mut rows: Vec<Row> = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
            let (row, column) = cell.get_position();
            let (number, column) = (row as usize + 1, column as usize);
            let text = words(cell.get_value());
            if column >= MAX_COLUMNS || text.is_empty() {
                continue;
            }
            if rows.last().is_none_or(|(last, _)| *last != number) {
                rows.push((number, Vec::new()));
            }
            if let Some((_, cells)) = rows.last_mut() {
                cells.resize(cells.len().max(column + 1), String::new());
                cells[column] = text;
            }
        }
        found = Some(rows).filter(|rows| !rows.is_empty());
    }
    table::bring(found.unwrap_or_default(), sketch, "row", name)
}

fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        DataRef::DateTime(date) => date.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        _ => String::new(),
    }
}
