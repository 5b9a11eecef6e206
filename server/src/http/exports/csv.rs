//! Tables as CSV, which spreadsheets open as they are: in UTF-8, and no cell is a formula to any of them.

use std::io::Error;

use ::csv::{Terminator, WriterBuilder};
use axum::body::Bytes;

/// Value of `Content-Type`.
pub(super) const MEDIA_TYPE: &str = "text/csv; charset=utf-8";
/// Mark at the beginning of a file by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// Beginnings of what a spreadsheet takes for a formula, in the wide forms of East Asian keyboards too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Beginning of a file: its heading, behind the mark of UTF-8.
pub(super) fn heading(cells: impl IntoIterator<Item = String>) -> Result<Bytes, Error> {
    written(BYTE_ORDER_MARK.to_vec(), [cells])
}

/// Rows of a table as CSV (RFC 4180). No cell is a formula to a spreadsheet, wherever that splits cells.
pub(super) fn rows<Cells: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = Cells>) -> Result<Bytes, Error> {
    written(Vec::new(), rows)
}

fn written<Cells: IntoIterator<Item = String>>(begun: Vec<u8>, rows: impl IntoIterator<Item = Cells>) -> Result<Bytes, Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(begun);
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| harmless(&cell)))?;
    }
    Ok(writer.into_inner().map_err(|error| Error::other(error.to_string()))?.into())
}

/// A cell with an apostrophe before everything that a spreadsheet would take for a formula: at its beginning, and behind each sign at
/// which spreadsheets split that are set to another sign than the comma, for those know the quotes of this cell no more.
///
/// A number is no formula, and keeps its minus: a loss is to be added up.
fn harmless(cell: &str) -> String {
    if is_number(cell) {
        return cell.to_owned();
    }
    let mut safe = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for c in cell.chars() {
        if begins && FORMULA.contains(&c) {
            safe.push('\'');
        }
        safe.push(c);
        // Spreadsheets drop spaces, quotes and what has no ink at the beginning of a cell.
        let keeps = c.is_whitespace() || c.is_control() || matches!(c, '"' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        begins = splits(c) || begins && keeps;
    }
    safe
}

/// True for digits with one point among them and a minus before them at most.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// True for the signs other than the comma at which spreadsheets split rows and cells, as the computer's language has it.
fn splits(c: char) -> bool {
    matches!(c, ';' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use ::csv::ReaderBuilder;

    use super::*;

    /// The first row of what is written, as a program reads it that splits at commas.
    fn read(cells: &[&str]) -> Vec<String> {
        let written = rows([cells.iter().map(|cell| (*cell).to_owned())]).unwrap();
        let mut reader = ReaderBuilder::new().has_headers(false).from_reader(&*written);
        reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect()
    }

    #[test]
    fn no_cell_is_a_formula_and_every_one_reads_back() {
        let row = ["=1+1", "a \"quoted\", line\nand another", "@SUM(A1)", "10", "＝1", "\t=1", " -2+3", "\"=1", "plain-text = 1"];
        let expected =
            ["'=1+1", "a \"quoted\", line\nand another", "'@SUM(A1)", "10", "'＝1", "\t'=1", " '-2+3", "\"'=1", "plain-text = 1"];
        assert_eq!(read(&row), expected);
        let numbers = ["-3900", "-0.5", "12", "-1-1", "-1.2.3", "--1", "-", "-1e3", "+1", "-1;=2"];
        assert_eq!(read(&numbers), ["-3900", "-0.5", "12", "'-1-1", "'-1.2.3", "'--1", "'-", "'-1e3", "'+1", "'-1;'=2"]);
    }

    #[test]
    fn a_file_begins_with_the_mark_of_utf_8_and_its_lines_end_as_the_standard_says() {
        let file = [heading(["id", "ticket"].map(str::to_owned)).unwrap(), rows([["1", "Müller"].map(str::to_owned)]).unwrap()].concat();
        assert_eq!(String::from_utf8(file).unwrap(), "\u{feff}id,ticket\r\n1,Müller\r\n");
    }

    /// What Excel shows where the list separator is another sign: it knows quotes at the beginning of a cell alone.
    #[test]
    fn no_cell_is_a_formula_where_a_spreadsheet_splits_at_another_sign() {
        let hostile = [
            "Acme;=HYPERLINK(\"http://x\")",
            "a;\"=1+1",
            "a\t@SUM(A1)",
            "a; +1",
            "x,=1;-2",
            "a\n=cmd|' /C calc'!A0",
            "a;\u{200b}=1",
            "\";=1",
            "a\r\n;=2",
            "a;;=3",
            "é;＝4",
            "Rebooted\n- first\n- second",
        ];
        for text in hostile {
            let written = rows([["1", text, "z"].map(str::to_owned)]).unwrap();
            for sign in [b';', b'\t'] {
                for quoting in [true, false] {
                    let mut reader = ReaderBuilder::new();
                    reader.has_headers(false).flexible(true).delimiter(sign).quoting(quoting);
                    for row in reader.from_reader(&*written).records() {
                        for cell in row.unwrap().iter() {
                            let begins = cell.trim_start_matches(|c: char| c == '"' || c == '\u{200b}' || c.is_whitespace());
                            assert!(!begins.starts_with(FORMULA), "{text:?} split at {:?}: {cell:?}", char::from(sign));
                        }
                    }
                }
            }
        }
    }
}
