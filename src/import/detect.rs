//! Kind of a file: by how it begins, and where that says nothing by the end of its name.

use resolutionflow::tree::{NotADocument, TreeDocument, file_text, is_tree_text};

use crate::archive::Archive;
use crate::sketch::Sketch;
use crate::{Brought, MAX_BYTES, Refusal, docx, drawio, html, json, mermaid, runbook, table, xlsx};

/// First bytes of files that are no text, with what they are and what would help.
const BINARY: [(&[u8], &str); 6] = [
    (b"%PDF-", "a PDF; copy its text, or save what it was made of as a Word document"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word, Excel or Visio; save it as DOCX or XLSX"),
    (b"\x89PNG", "a picture; trees are made of text"),
    (b"\xff\xd8\xff", "a picture; trees are made of text"),
    (b"GIF8", "a picture; trees are made of text"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
];

pub(crate) fn bring(bytes: &[u8], name: &str) -> Result<Brought, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return packed(bytes, name);
    }
    if let Some((_, kind)) = BINARY.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Refusal::Foreign((*kind).to_owned()));
    }
    let text = file_text(bytes).map_err(|words| Refusal::Faulty(NotADocument::Malformed(words).to_string()))?;
    let text = resolutionflow::text::normalise(&text);
    if text.trim().is_empty() {
        return Err(Refusal::Faulty("The file is empty.".to_owned()));
    }
    if is_ours(&text) {
        return own(bytes);
    }
    if text.trim_start().starts_with(['{', '[']) && !text.trim_start().starts_with("{\\rtf") {
        return json::bring(&text, name, None);
    }
    if drawio::is_drawio(&text) {
        return drawio::bring(&text, name);
    }
    if html::is_html(&text) {
        return runbook::of_html(&text, name);
    }
    by_text(&text, name)
}

/// A tree file of ours, whose own reader tells every fault of it.
fn own(bytes: &[u8]) -> Result<Brought, Refusal> {
    match TreeDocument::read(bytes) {
        Ok(document) => Ok(Brought { document: document.into_draft().0, report: None, fields: None }),
        Err(error) => Err(Refusal::Faulty(error.to_string())),
    }
}

/// True for tree text, and for JSON that says so.
fn is_ours(text: &str) -> bool {
    if is_tree_text(text) {
        return true;
    }
    let is_json = text.trim_start().starts_with('{');
    is_json && text.contains("\"format\"") && text.contains("\"resolutionflow.tree/")
}

fn by_text(text: &str, name: &str) -> Result<Brought, Refusal> {
    let start = text.trim_start();
    let ends = |end: &str| name.to_ascii_lowercase().ends_with(end);
    if start.starts_with("{\\rtf") {
        return Err(Refusal::Foreign("a document in RTF; save it as a Word document (DOCX)".to_owned()));
    }
    if start.starts_with("<?xml") || start.starts_with("<svg") || (start.starts_with('<') && ends(".xml")) {
        return Err(Refusal::Foreign("XML; of XML only draw.io diagrams are read".to_owned()));
    }
    if mermaid::is_mermaid(text) || ends(".mmd") || ends(".mermaid") {
        return mermaid::bring(text, name);
    }
    if let Some((before, chart, behind)) = mermaid::in_markdown(text) {
        let mut brought = mermaid::bring(chart, name)?;
        if let Some(report) = &mut brought.report {
            for words in [before, behind].into_iter().filter(|words| !words.trim().is_empty()) {
                report.left_out("around the flowchart", words.trim(), "The file has a flowchart: the text around it is not taken.");
            }
        }
        return Ok(brought);
    }
    if table::separator(text).is_some() || ends(".csv") || ends(".tsv") {
        return table::of_csv(text, name);
    }
    if ends(".yaml") || ends(".yml") {
        return Err(Refusal::Foreign("YAML; save it as JSON".to_owned()));
    }
    runbook::of_markdown(text, name)
}

fn packed(bytes: &[u8], name: &str) -> Result<Brought, Refusal> {
    let mut archive = Archive::open(bytes)?;
    if archive.has(docx::BODY) {
        let mut sketch = Sketch::new("a Word document");
        let blocks = docx::blocks(&mut archive, &mut sketch.report)?;
        return runbook::finish(sketch, blocks, name);
    }
    if archive.has(xlsx::BODY) {
        return xlsx::bring(bytes, name);
    }
    let kind = match name.to_ascii_lowercase().rsplit_once('.').map(|(_, end)| end) {
        Some("vsdx") => "a Visio drawing; export it to draw.io, or copy its text",
        Some("pptx") => "a presentation; copy its text",
        Some("odt" | "ods") => "a document of LibreOffice; save it as DOCX or XLSX",
        _ => "a ZIP archive; unpack it, and choose a file of it",
    };
    Err(Refusal::Foreign(kind.to_owned()))
}
