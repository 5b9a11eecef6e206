//! Tables of links.

use std::io::Write;

use super::{brought, entries, refused, steps, titles};
use crate::Fate;

pub fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Workbook with a sheet of texts.
pub fn workbook(cells: &[(&str, &str)]) -> Vec<u8> {
    let cell = |(at, text): &(&str, &str)| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let mut rows: Vec<(String, String)> = Vec::new();
    for cell_of in cells {
        let row = cell_of.0.trim_start_matches(char::is_alphabetic).to_owned();
        match rows.last_mut() {
            Some((last, xml)) if *last == row => xml.push_str(&cell(cell_of)),
            _ => rows.push((row, cell(cell_of))),
        }
    }
    let rows: String = rows.iter().map(|(row, xml)| format!("<row r=\"{row}\">{xml}</row>")).collect();
    let sheet =
        format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>");
    zipped(&[
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <sheets><sheet name=\"Tree\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

#[test]
fn a_row_is_a_link_and_words_of_its_first_step() {
    let text = steps(include_str!("../samples/scanner.csv"), "scanner.csv");
    assert!(
        text.starts_with(
            "## [does-the-scanner-start] Does the scanner start?\n\nPress the green button.\n\n+ [yes] Yes -> is-paper-in-the-feeder"
        ),
        "{text}"
    );
    assert!(text.contains("Open the lid, then\npull the paper out.\n\n-> does-the-scanner-start"), "{text}");
    for (separator, name) in [(';', "a.csv"), ('\t', ""), (';', "")] {
        let other = "from,answer,to\non?,yes,done\non?,no,plug in\n".replace(',', &separator.to_string());
        assert_eq!(titles(&brought(other, name).document), ["on?", "done", "plug in"]);
    }
}

#[test]
fn a_table_without_a_head_is_from_answer_to() {
    let read = brought("On?,Yes,Done\nOn?,No,Off\nOff,,On?\n", "x.csv");
    assert_eq!(titles(&read.document), ["On?", "Done", "Off"]);
    assert!(entries(&read, Fate::Changed).iter().any(|entry| entry.starts_with("line 1: On? | Yes | Done")));
    assert_eq!(titles(&brought("a,b\nb,c\n", "x.csv").document), ["a", "b", "c"]);
    assert!(refused("only\none\n", "x.csv").contains("one column only"));
    let left = brought("from,to,owner\na,b,Mara\n,c,\n", "");
    assert_eq!(entries(&left, Fate::LeftOut), ["line 1: owner", "line 3: | c |"]);
}

#[test]
fn a_workbook_is_the_same_table() {
    let cells = [
        ("A1", "Question"),
        ("B1", "Answer"),
        ("C1", "Next"),
        ("A2", "On?"),
        ("B2", "Yes"),
        ("C2", "Done"),
        ("A3", "On?"),
        ("B3", "No"),
        ("C3", "Plug it in"),
    ];
    let read = brought(workbook(&cells), "tree.xlsx");
    assert_eq!(titles(&read.document), ["On?", "Done", "Plug it in"]);
    assert!(entries(&read, Fate::Taken).contains(&"row 3: No → Plug it in".to_owned()));
    // A cell at the far end of a sheet takes no room.
    let far = brought(workbook(&[("A1", "from"), ("B1", "to"), ("A2", "a"), ("B2", "b"), ("XFD1048576", "far")]), "tree.xlsx");
    assert_eq!(titles(&far.document), ["a", "b"]);
}
