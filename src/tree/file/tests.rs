//! Files that people upload, and what they are told.

use super::*;
use crate::tree::{FORMAT, NodeKind};

const TREE: &str = r#"{
  "format": "resolutionflow.tree/1", "key": "k", "name": "Größe – “groß”", "category": "C", "tags": ["a"], "root": "q",
  "nodes": [
    {"id": "q", "type": "decision", "title": "On?", "options": [{"id": "y", "label": "Ja – natürlich", "next_node_id": "end"}]},
    {"id": "end", "type": "solution", "title": "Done", "suggested_outcome": "resolved"}
  ]
}"#;

fn read(text: &str) -> Result<TreeDocument, String> {
    TreeDocument::from_json(text.as_bytes()).map_err(|error| error.to_string())
}

/// Words in which the tree is refused, once `from` is `to` in it.
#[track_caller]
fn refusal(from: &str, to: &str) -> String {
    assert!(TREE.contains(from), "{from}");
    read(&TREE.replacen(from, to, 1)).expect_err("it cannot be read")
}

#[test]
fn a_file_is_read_in_the_encoding_of_its_editor() {
    let right = read(TREE).unwrap();
    let units: Vec<u16> = TREE.encode_utf16().collect();
    let little = units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>();
    let big = units.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>();
    let page: Vec<u8> = TREE
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let files =
        [[b"\xef\xbb\xbf", TREE.as_bytes()].concat(), [b"\xff\xfe", &*little].concat(), [b"\xfe\xff", &*big].concat(), little, big, page];
    for file in files {
        assert_eq!(TreeDocument::from_json(&file).as_ref(), Ok(&right), "{:?}", &file[..8]);
    }
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let told = |bytes: &[u8]| TreeDocument::from_json(bytes).unwrap_err().to_string();
    let damaged = [TREE.as_bytes(), b"\n \xff"].concat();
    for (file, words) in [
        (&b"\xff\xfe"[..], "it is empty"),
        (b" \n\t", "it is empty"),
        (b"\xff\xfe\0\0{\0\0\0", "UTF-32"),
        (b"\xff\xfe{\0\"", "ends in the middle of a character"),
        (b"{\0\"\0\x00\xd8\x20\0", "half of a character"),
        (b"PK\x03\x04\xff\xfe\0", "ZIP archive"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "a PDF"),
        (b"\x89PNG\0\x01", "it is no text"),
        (&damaged, "line 8, column 2: the byte FF is no UTF-8"),
        (b"{\"a\": \"\x81\"}", "line 1, column 8: the byte 81"),
    ] {
        assert!(told(file).contains(words), "{}", told(file));
    }
}

#[test]
fn whole_numbers_are_taken_as_ids() {
    let numeric = r#"{"format": "resolutionflow.tree/1", "key": "n", "name": "N", "category": "C", "root": 1, "nodes": [
        {"id": 1, "type": "decision", "title": "On?", "options": [{"id": 1, "label": "Yes", "next_node_id": 2}]},
        {"id": 2, "type": "action", "title": "Wait", "next_node_id": -30}, {"id": "-30", "type": "solution", "title": "Done"}]}"#;
    let document = read(numeric).unwrap();
    assert_eq!(crate::tree::check(&document).first, []);
    assert_eq!(document.nodes[0].id, "1".into());
    assert!(
        matches!(&document.nodes[0].kind, NodeKind::Decision { options } if options[0].id == "1" && options[0].next_node_id == "2".into())
    );
    let told = refusal("\"id\": \"q\"", "\"id\": 1.5");
    assert!(told.contains("line 4, column 12: “id” is 1.5; it must be text between double quotes, or a whole number"), "{told}");
}

#[test]
fn every_slip_is_told_at_once_with_line_and_column() {
    let told = read(include_str!("tests/trailing-comma.json")).unwrap_err();
    assert_eq!(
        told,
        "This file cannot be read: line 3, column 3: a comment, which a tree file cannot have; line 5, column 57: a comma before “]”, where \
         nothing follows it."
    );
    for (from, to, words) in [
        ("\"Done\"", "\"Done\",", "line 5, column 55: a comma too many"),
        ("\"Done\", ", "\"Done\" ", "line 5, column 55: a comma is missing before this"),
        ("\"title\": \"Done\"", "\"title\": \"Done\", \"title\": \"Over\"", "line 5, column 56: “title” stands twice"),
        ("\"key\": \"k\"", "\"key\": \"k\", /* mine */ \"x\": [1, {}, null]", "line 2, column 50: a comment"),
        ("\"On?\"", "\"See C:\\_install\"", "line 4, column 53: “\\_” means nothing; a backslash is written twice"),
        ("\"On?\"", "\"C:\\users\"", "“\\u” without four hexadecimal digits"),
        ("\"On?\"", "'On?'", "line 4, column 46: text stands between straight double quotes"),
        ("\"On?\"", "“On?”", "text stands between straight double quotes"),
        ("\"On?\"", "True", "“True” is no value"),
        ("\"On?\"", "\"On?\n", "line 4, column 46: the text that begins here has no closing quote on its line"),
        ("\"type\": \"decision\"", "type: \"decision\"", "line 4, column 17: the name of a field must follow"),
        ("\"type\": \"decision\"", "\"type\" \"decision\"", "a colon is missing behind “type”"),
        ("\"decision\"", "\"question\"", "line 4, column 25: “type” of node “q” is “question”; it is “decision”, “action” or “solution”"),
        ("\"type\": \"decision\", ", "", "line 4, column 5: node “q” has no “type”"),
        ("\"resolved\"", "\"fixed\"", "“suggested_outcome” of node “end” is “fixed”"),
        ("\"title\": \"On?\"", "\"title\": 4", "“title” must be text between double quotes"),
        ("[\"a\"]", "\"a\"", "“tags” must be a list in brackets"),
        ("\"format\"", "\"formats\"", "line 1, column 1: “format” is missing"),
        ("\n  ]\n}", "", "the file ends, but “[” of line 3, column 12 is not closed"),
        ("\n  ]\n}", "}", "“]” is missing for “[” of line 3, column 12"),
        ("\n}", "\n}}", "line 7, column 2: something stands behind the end of the tree"),
    ] {
        let told = refusal(from, to);
        assert!(told.contains(words), "{to}: {told}");
        assert!(!told.contains("expected") && !told.contains("EOF"), "{told}");
    }
    let many = TREE.replace("\"},", "\",},").replace("\"id\"", "/* */ \"id\"");
    assert!(read(&many).unwrap_err().contains("a comment, which a tree file cannot have (3 times, here first)"), "{:?}", read(&many));
    assert_eq!(read(&TREE.replace("\"resolved\"", "null")).unwrap().format, FORMAT);
    assert!(read(&"[".repeat(100_000)).is_err() && read(&"{\"a\":".repeat(100_000)).unwrap_err().contains("nested too deeply"));
}

#[test]
fn files_of_other_programs_are_named() {
    let told = |text: &str| TreeDocument::from_json(text.as_bytes()).unwrap_err().to_string();
    for (text, words) in [
        (r#"{"version": "6", "id": "x", "groups": [{"id": 1}], "edges": [], "theme": {}}"#, "a Typebot file (line 1, column 29)"),
        ("{\n  \"id\": \"x\",\n  \"blocks\": [],\n  \"edges\": []\n}", "a Typebot file (line 3, column 3)"),
        ("{\n\"rfflow_version\": \"1\"}", "an .rfflow file (line 2, column 1)"),
        ("flowchart TD\n  A --> B", "a Mermaid diagram (line 1, column 1)"),
        ("---\ntitle: VPN\n---\n%% note\ngraph LR;\nA-->B", "a Mermaid diagram (line 5, column 1)"),
        ("```mermaid\n  stateDiagram-v2\n```", "a Mermaid diagram (line 2, column 1)"),
        ("{\"nodes\": [], \"connections\": {}}", "an n8n workflow"),
        ("{\"nodes\": [{\"id\": \"1\"}], \"edges\": []}", "a flow chart of nodes and edges"),
        ("\n<mxfile host=\"x\">", "a draw.io diagram (line 2, column 1)"),
        ("<?xml version=\"1.0\"?>", "XML"),
        ("# VPN\n\n1. Restart", "Markdown"),
    ] {
        assert!(told(text).starts_with("This is not a tree file: it is ") && told(text).contains(words), "{}", told(text));
    }
    assert!(told("[1, 2]").contains("line 1, column 1: a tree file must be an object in braces"), "{}", told("[1, 2]"));
    assert_eq!(foreign_file("vpn.RFFLOW").as_deref(), Some("This is not a tree file: it is an .rfflow file (line 1, column 1)."));
    assert_eq!((foreign_file("vpn.json"), foreign_file("vpn")), (None, None));
}
