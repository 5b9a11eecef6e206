//! Tables as CSV, in which no cell is a formula to a spreadsheet.

use std::io::Error;

use axum::body::Bytes;

/// Rows of a table as CSV, a line per row. A cell that a spreadsheet would take for a formula begins with an apostrophe.
pub(super) fn rows<Cells: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = Cells>) -> Result<Bytes, Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| harmless(&cell)))?;
    }
    Ok(writer.into_inner().map_err(|error| Error::other(error.to_string()))?.into())
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_one_reads_back() {
        let row = ["=1+1", "a \"quoted\", line\nand another", "@SUM(A1)", "10"].map(str::to_owned);
        let written = rows([row]).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
        let read = reader.records().next().unwrap().unwrap();
        assert_eq!(read.iter().collect::<Vec<_>>(), ["'=1+1", "a \"quoted\", line\nand another", "'@SUM(A1)", "10"]);
    }
}
