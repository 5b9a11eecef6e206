//! Files of other programs, recognised by what only they have, so that they can be named.

use super::fields::Parts;
use super::place_words;
use crate::tree::NotADocument;

/// First words of a Mermaid diagram.
const MERMAID: [&str; 12] = [
    "graph",
    "flowchart",
    "flowchart-elk",
    "flowchart-v2",
    "sequenceDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "classDiagram",
    "erDiagram",
    "mindmap",
    "journey",
    "gantt",
];

/// Beginnings of files, in lower case, that are no JSON.
const BEGINNINGS: [(&str, &str); 9] = [
    ("<mxfile", "a draw.io diagram"),
    ("<mxgraphmodel", "a draw.io diagram"),
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("<", "XML"),
    ("{\\rtf", "a document in RTF"),
    ("# ", "Markdown"),
    ("## ", "Markdown"),
    ("---", "Markdown or YAML"),
];

/// Kind of the file, with its place, where its text shows that it is no tree file; none where it may be one.
pub(super) fn by_text(text: &str) -> Option<String> {
    let start = text.trim_start();
    let told = |kind: &str, found: &str| format!("{kind} ({})", place_words(text, text.len() - found.len()));
    if let Some(diagram) = mermaid(start) {
        return Some(told("a Mermaid diagram", diagram));
    }
    let beginning: String = start.chars().take(20).collect::<String>().to_ascii_lowercase();
    BEGINNINGS.into_iter().find(|(known, _)| beginning.starts_with(known)).map(|(_, kind)| told(kind, start))
}

/// Why a file that could not be read is no tree file, as a sentence, by the end of its name; none where that says nothing.
pub fn by_name(name: &str) -> Option<String> {
    let (_, end) = name.rsplit_once('.')?;
    let kind = match end.to_ascii_lowercase().as_str() {
        "rfflow" => "an .rfflow file",
        "mmd" | "mermaid" => "a Mermaid diagram",
        "drawio" => "a draw.io diagram",
        "csv" => "a table in CSV",
        "yaml" | "yml" => "YAML",
        _ => return None,
    };
    Some(NotADocument::Foreign(format!("{kind} (line 1, column 1)")).to_string())
}

/// The text from the first word of a Mermaid diagram on, behind a fence, front matter and remarks.
fn mermaid(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut is_front_matter = false;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim();
        let is_mark = line == "---";
        let is_passed_over =
            is_front_matter || is_mark || line.is_empty() || line.starts_with("%%") || line.starts_with("```") || line.starts_with(":::");
        if !is_passed_over {
            let word = line.split([' ', '\t', ';']).next().unwrap_or_default();
            return MERMAID.contains(&word).then_some(rest);
        }
        is_front_matter ^= is_mark;
        if after.is_empty() {
            return None;
        }
        rest = after;
    }
}

/// Kind of a file in JSON, with its place, by the fields that only the program has that wrote it; none for a tree file.
pub(super) fn by_fields(parts: &Parts, text: &str) -> Option<String> {
    if parts.has_format() {
        return None;
    }
    let at = |name: &str| parts.names.iter().find(|(there, _)| there == name).map(|(_, at)| *at);
    let told = |kind: &str, at: usize| Some(format!("{kind} ({})", place_words(text, at)));
    if let Some((_, at)) = parts.names.iter().find(|(name, _)| name.to_ascii_lowercase().starts_with("rfflow")) {
        return told("an .rfflow file", *at);
    }
    match (at("groups").or(at("blocks")), at("nodes"), at("edges"), at("connections")) {
        (Some(groups), _, Some(_), _) => told("a Typebot file", groups),
        (None, Some(nodes), _, Some(_)) => told("an n8n workflow", nodes),
        (None, Some(nodes), Some(_), _) => told("a flow chart of nodes and edges from another program", nodes),
        _ => None,
    }
}
