//! JSON with a list of nodes and a list of edges, as editors of flow charts write it.

use std::collections::HashMap;

use super::Json;
use crate::html;
use crate::sketch::{Sketch, Step, Target};
use crate::{MAX_LINKS, Refusal};

/// Fields for the words of a node, its own or those of its `data`.
const WORDS: [&str; 7] = ["label", "text", "title", "name", "question", "content", "value"];
const FROM: [&str; 6] = ["source", "from", "sourceId", "source_id", "start", "fromNode"];
const TO: [&str; 6] = ["target", "to", "targetId", "target_id", "end", "toNode"];

/// Nodes and edges; none where the file has no such lists.
///
/// # Errors
/// [`Refusal`] beyond the limits.
pub(super) fn sketch(json: &Json, kind: &str) -> Result<Option<Sketch>, Refusal> {
    let Some((path, nodes, edges)) = lists(json) else { return Ok(None) };
    let mut sketch = Sketch::new(kind);
    sketch.name = json.texts(&["name", "title"]).unwrap_or_default();
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let place = format!("{path}nodes[{at}]");
        let id = node.texts(&["id", "key"]);
        let of_data = node.get("data").and_then(|data| data.texts(&WORDS));
        let words = node.texts(&WORDS).or(of_data);
        let Some(title) = words.map(|words| html::plain(&words)).or_else(|| id.clone()) else {
            sketch.report.left_out(&place, "", "It has neither words nor an id.");
            continue;
        };
        let body = node.get("data").and_then(|data| data.texts(&["description", "body", "details"])).unwrap_or_default();
        let step = sketch.step(Step { title: title.clone(), body, place: place.clone(), ..Step::default() })?;
        if let Some(id) = id
            && ids.insert(id.clone(), step).is_some()
        {
            sketch.report.changed(&place, &title, "Another node has the same id: links lead to the last one.");
        }
    }
    for (at, edge) in edges.iter().enumerate().take(MAX_LINKS + 1) {
        let place = format!("{path}edges[{at}]");
        let label = edge.texts(&["label", "text", "name", "condition", "answer"]).map(|label| html::plain(&label)).unwrap_or_default();
        let (from, to) = (edge.texts(&FROM).unwrap_or_default(), edge.texts(&TO).unwrap_or_default());
        match ids.get(&from) {
            Some(from) => {
                let to = ids.get(&to).map_or_else(|| Target::Missing(to.clone()), |to| Target::Step(*to));
                sketch.link(*from, to, &label, &place)?;
            }
            None => sketch.report.left_out(&place, &format!("{from} → {to}"), "There is no node from which it leads."),
        }
    }
    Ok(Some(sketch))
}

/// The lists, and the path in front of their names. They stand at the top, or in a field there.
fn lists(json: &Json) -> Option<(String, &[Json], &[Json])> {
    if let Some((nodes, edges)) = both(json) {
        return Some((String::new(), nodes, edges));
    }
    json.fields().iter().find_map(|(name, value)| both(value).map(|(nodes, edges)| (format!("{name}."), nodes, edges)))
}

fn both(json: &Json) -> Option<(&[Json], &[Json])> {
    let edges = ["edges", "links"].iter().find_map(|name| json.get(name))?.list();
    let nodes = json.get("nodes")?.list();
    let has_ends = edges.first().is_some_and(|edge| edge.texts(&FROM).is_some() && edge.texts(&TO).is_some());
    (has_ends && !nodes.is_empty()).then_some((nodes, edges))
}
