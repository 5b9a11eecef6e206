//! Files that nobody would write: bombs, deep nesting, very long lines, many steps.

use std::time::Instant;

use super::tables::zipped;
use super::{brought, refused};
use crate::{Fate, MAX_BYTES, bring};

/// Whatever a file is, it is answered, and within a time that somebody waits: seconds without optimisation.
fn answered(bytes: impl AsRef<[u8]>, name: &str) {
    let start = Instant::now();
    let read = bring(bytes.as_ref(), name);
    assert!(start.elapsed().as_secs() < 60, "{name}: {:?}", start.elapsed());
    if let Ok(read) = read {
        assert!(read.document.is_draft(), "{name}");
    }
}

#[test]
fn files_beyond_the_limits_are_refused() {
    assert_eq!(refused(vec![b' '; MAX_BYTES + 1], ""), "The file is too large; at most 8 MB can be read.");
    let many: String = (0..10_001).map(|n| format!("{n}. Step {n} of many\n")).collect();
    assert!(refused(many, "").starts_with("A tree has at most 10000 steps"));
    let links: String = (0..150).map(|n| format!("a{n}[x]\n")).collect();
    let all = (0..150).map(|n| format!("a{n}")).collect::<Vec<_>>().join(" & ");
    assert_eq!(refused(format!("graph TD\n{links}{all} --> {all}\n"), ""), "This file has more than 20000 links between steps.");
}

#[test]
fn bombs_are_measured_before_they_are_read() {
    let zeros = "0".repeat(70 * 1024 * 1024);
    let bomb = zipped(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(refused(&bomb, "x.docx"), "Unpacked, the file is too large; at most 64 MB can be read.");
    let laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:t>&b;&b;</w:t></w:p></w:document>";
    assert_eq!(brought(zipped(&[("word/document.xml", laughs)]), "x.docx").document.nodes[0].title, "&b;&b;");
    assert!(refused(b"PK\x03\x04 nothing", "x.docx").contains("damaged"));
    assert!(refused(zipped(&[("a.txt", "x")]), "x.zip").contains("a ZIP archive"));
}

#[test]
fn foreign_files_are_named() {
    for (bytes, said) in [
        (b"%PDF-1.7".as_slice(), "a PDF"),
        (b"\xd0\xcf\x11\xe0 old", "old Word"),
        (b"\x89PNG", "a picture"),
        (b"{\\rtf1 x}", "RTF"),
        (b"<?xml version=\"1.0\"?><a/>", "XML"),
        (b"\xff\xfe\x00\x00a", "UTF-32"),
        (b"  \n", "empty"),
        (b"{\"format\": \"resolutionflow.tree/1\", \"nodes\": 7}", "“key” is missing"),
        (b"---\nformat: resolutionflow.tree/1\nkey: x\n---\n## A\n+ x ->\n=> resolved\n", "line"),
    ] {
        let refusal = refused(bytes, "");
        assert!(refusal.contains(said), "{said}: {refusal}");
    }
}

#[test]
fn texts_in_other_encodings_are_read() {
    let text = "1. Ist es „ein“?\n2. Übung\n";
    let utf_16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(brought(utf_16, "").document.nodes, brought(text, "").document.nodes);
    assert_eq!(brought(b"1. \xdcbung\r\n2. caf\xe9\r\n", "").document.nodes[0].title, "Übung");
    assert_eq!(brought(format!("\u{feff}{text}"), "").document.nodes, brought(text, "").document.nodes);
}

#[test]
fn chains_of_ten_thousand_steps_are_taken() {
    let chain: String = (0..9_999).map(|n| format!("s{n}[Step {n}] --> s{}\n", n + 1)).collect();
    let read = brought(format!("flowchart TD\n{chain}"), "");
    assert_eq!(read.document.nodes.len(), 10_000);
    let one_line: Vec<String> = (0..10_000).map(|n| format!("s{n}")).collect();
    answered(format!("graph TD; {}", one_line.join(" --> ")), "one line");
    let rows: String = (0..9_999).map(|n| format!("{n},,{}\n", n + 1)).collect();
    assert_eq!(brought(format!("from,answer,to\n{rows}"), "").document.nodes.len(), 10_000);
}

#[test]
fn deep_nesting_exhausts_nothing() {
    answered("[".repeat(1_000_000), "a.json");
    answered(format!("{}{}", r#"{"question":"q","next":"#.repeat(120), "1"), "b.json");
    answered("<div>".repeat(300_000) + "x", "c.html");
    answered("<ol><li>x".repeat(100_000), "d.html");
    answered(">".repeat(200_000) + " x", "e.md");
    let nested: String = (0..1_500).map(|depth| format!("{}- Is it {depth}?\n", "  ".repeat(depth))).collect();
    answered(&nested, "f.md");
    answered(nested.replace("Is it", "If it is").replace('?', ", go on"), "g.md");
    answered(format!("graph TD\n{}", "subgraph a\n".repeat(100_000)), "h.mmd");
    answered(format!("<mxfile>{}</mxfile>", "<object label='x' id='y'>".repeat(100_000)), "i.drawio");
}

#[test]
fn one_very_long_line_is_answered() {
    let long = 600_000;
    for (start, part, name) in [
        ("graph TD\n", "A[x]-->A[", "a.mmd"),
        ("graph TD\n", "A -- x", "b.mmd"),
        ("graph TD\n", "A[\"", "c.mmd"),
        ("graph TD; ", "A-->B;", "d.mmd"),
        ("graph TD; ", "A[/x", "e.mmd"),
        ("1. ", "If it is so, go to step 2. ", "f.md"),
        ("1. ", "Yes -> ", "g.md"),
        ("", "from,to,", "h.csv"),
        ("from,to\n", "\"", "i.csv"),
        ("<p>", "<a href='https://x'>", "j.html"),
        ("<p>", "&amp", "k.html"),
        ("", "[x](", "l.md"),
        ("1. ", "*_`", "m.md"),
        ("<mxGraphModel>", "<mxCell a='", "n.drawio"),
        ("{\"question\":\"", "\\u0041", "o.json"),
    ] {
        answered(format!("{start}{}", part.repeat(long / part.len())), name);
    }
    let left = brought(format!("graph TD\nA-->B\n{}", "style x\n".repeat(100_000)), "");
    assert_eq!(left.report.unwrap().count(Fate::LeftOut), 100_000);
}
