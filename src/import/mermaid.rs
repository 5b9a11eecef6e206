//! Mermaid flowcharts: `graph`, `flowchart` and `flowchart-elk`, with shapes, chains, `&`, labels of both styles and subgraphs. How it looks
//! and what a click does is left out, and said.

mod arrow;
mod node;
mod parse;

use crate::sketch::Sketch;
use crate::{Brought, Refusal, draft};

/// Kind of file, in words.
const KIND: &str = "a Mermaid flowchart";
/// First words of a flowchart.
const FLOWCHARTS: [&str; 4] = ["graph", "flowchart", "flowchart-elk", "flowchart-v2"];
/// First words of other diagrams, with their names.
const OTHERS: [(&str, &str); 14] = [
    ("sequenceDiagram", "sequence diagram"),
    ("stateDiagram", "state diagram"),
    ("stateDiagram-v2", "state diagram"),
    ("classDiagram", "class diagram"),
    ("classDiagram-v2", "class diagram"),
    ("erDiagram", "entity relationship diagram"),
    ("mindmap", "mindmap"),
    ("journey", "user journey"),
    ("gantt", "Gantt chart"),
    ("pie", "pie chart"),
    ("timeline", "timeline"),
    ("gitGraph", "Git graph"),
    ("quadrantChart", "quadrant chart"),
    ("block-beta", "block diagram"),
];

/// The diagram in a text: where it begins, and its first word. Front matter, remarks and the line of a fence may stand above it.
fn head(text: &str) -> Option<(usize, &str)> {
    let (mut at, mut in_front_matter) = (0, false);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words == "---" {
            in_front_matter = !in_front_matter;
        } else if !in_front_matter
            && !words.is_empty()
            && !words.starts_with("%%")
            && !words.starts_with("```")
            && !words.starts_with(":::")
        {
            let word = words.split([' ', '\t', ';']).next().unwrap_or_default();
            return Some((at, word));
        }
        at += line.len();
    }
    None
}

/// True for a text that is a diagram of Mermaid.
pub(crate) fn is_mermaid(text: &str) -> bool {
    head(text).is_some_and(|(at, word)| {
        // Prose may begin with such a word, too.
        let line = text[at..].lines().next().unwrap_or_default().trim();
        let is_short = line.split_whitespace().count() <= 2;
        (FLOWCHARTS.contains(&word) || OTHERS.iter().any(|(other, _)| *other == word)) && (is_short || line.contains(';'))
    })
}

/// The flowchart in the first fence of a Markdown text that has one, and the text around it.
pub(crate) fn in_markdown(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.match_indices("```mermaid").map(|(at, _)| at).find(|at| *at == 0 || text[..*at].ends_with('\n'))?;
    let start = open + text[open..].find('\n')? + 1;
    let end = text[start..].find("\n```").map_or(text.len(), |end| start + end + 1);
    let is_flowchart = head(&text[start..end]).is_some_and(|(_, word)| FLOWCHARTS.contains(&word));
    is_flowchart.then_some((&text[..open], &text[start..end], &text[end..]))
}

/// The tree of a flowchart.
///
/// # Errors
/// [`Refusal`] where it is another diagram, has no steps, or too many.
pub(crate) fn bring(text: &str, name: &str) -> Result<Brought, Refusal> {
    let (at, word) = head(text).unwrap_or((text.len(), ""));
    if let Some((_, kind)) = OTHERS.iter().find(|(other, _)| *other == word) {
        return Err(Refusal::Foreign(format!("a Mermaid {kind}; of Mermaid only flowcharts are read")));
    }
    let mut sketch = Sketch::new(KIND);
    if let Some(title) = text[..at].lines().find_map(|line| line.trim().strip_prefix("title:")) {
        sketch.name = title.trim().trim_matches(['"', '\'']).to_owned();
    }
    for (line, words) in text[..at].lines().map(str::trim).enumerate() {
        let is_frame = words.is_empty() || words == "---" || words.starts_with("```") || words.starts_with("title:");
        if !is_frame {
            sketch.report.left_out(&format!("line {}", line + 1), words, "It stands above the chart.");
        }
    }
    draft::finish(parse::parse(text, at, sketch)?, name)
}
