//! Typebot files of versions 3 to 6: groups of blocks, and edges between them. What is said becomes a step, buttons its answers; what asks
//! for text, sets variables or calls services is left out, and said.

mod text;

use std::collections::HashMap;

use crate::json::Json;
use crate::sketch::{Sketch, Step, Target, paragraph};
use crate::{Brought, Refusal, draft};

const KIND: &str = "a Typebot file";

/// Group and block that an edge leads to, by its id.
type Ends = HashMap<String, (String, String)>;

/// True for the JSON of a bot: groups of blocks, and edges.
pub(crate) fn is_typebot(json: &Json) -> bool {
    let (groups, name) = groups(json);
    !groups.is_empty() && json.get("edges").is_some() && groups.iter().any(|group| group.get(name).is_some())
}

/// Groups, and the name of the list of their blocks. The oldest files call them blocks and steps.
fn groups(json: &Json) -> (&[Json], &'static str) {
    match json.get("groups") {
        Some(groups) => (groups.list(), "blocks"),
        None => (json.get("blocks").map(Json::list).unwrap_or_default(), "steps"),
    }
}

/// The tree of a bot.
///
/// # Errors
/// [`Refusal`] beyond the limits.
pub(crate) fn bring(json: &Json, name: &str) -> Result<Brought, Refusal> {
    let mut sketch = Sketch::new(KIND);
    sketch.name = json.texts(&["name"]).unwrap_or_default();
    let (groups, blocks) = groups(json);
    let mut reader = Reader { sketch, starts: HashMap::new(), blocks: HashMap::new(), ends: ends(json), open: Vec::new() };
    for (at, group) in groups.iter().enumerate() {
        reader.group(group, blocks, at)?;
    }
    if let Some(edge) = json.get("events").map(Json::list).unwrap_or_default().iter().find_map(|event| event.texts(&["outgoingEdgeId"])) {
        reader.open.push((usize::MAX, String::new(), edge, String::new()));
    }
    draft::finish(reader.linked()?, name)
}

/// Targets of edges by their ids: group and block.
fn ends(json: &Json) -> Ends {
    let edges = json.get("edges").map(Json::list).unwrap_or_default();
    let end = |edge: &Json| {
        let to = edge.get("to")?;
        Some((
            edge.texts(&["id"])?,
            (to.texts(&["groupId", "blockId"]).unwrap_or_default(), to.texts(&["blockId", "stepId"]).unwrap_or_default()),
        ))
    };
    edges.iter().filter_map(end).collect()
}

struct Reader {
    sketch: Sketch,
    /// First step of a group.
    starts: HashMap<String, usize>,
    /// Step that a block is part of.
    blocks: HashMap<String, usize>,
    ends: Ends,
    /// Links: step, label, edge, place. That of the start has no step.
    open: Vec<(usize, String, String, String)>,
}

impl Reader {
    fn group(&mut self, group: &Json, blocks: &str, at: usize) -> Result<(), Refusal> {
        let title = group.texts(&["title"]).unwrap_or_default();
        let id = group.texts(&["id"]).unwrap_or_else(|| format!("#{at}"));
        let list = group.get(blocks).map(Json::list).unwrap_or_default();
        let mut step: Option<usize> = None;
        for (position, block) in list.iter().enumerate() {
            let place = format!("group “{title}”, block {}", position + 1);
            let kind = block.texts(&["type"]).unwrap_or_default().to_lowercase();
            let content = block.get("content").or_else(|| block.get("options")).unwrap_or(&Json::Null);
            if kind == "start" {
                if let Some(edge) = block.texts(&["outgoingEdgeId"]) {
                    self.open.push((usize::MAX, String::new(), edge, place));
                }
                continue;
            }
            let now = match step {
                Some(step) => step,
                None => {
                    let new = self.sketch.step(Step { place: place.clone(), ..Step::default() })?;
                    self.starts.entry(id.clone()).or_insert(new);
                    new
                }
            };
            step = Some(now);
            if let Some(block) = block.texts(&["id"]) {
                self.blocks.insert(block, now);
            }
            let is_asked = self.block(block, &kind, content, now, &place);
            let edge = block.texts(&["outgoingEdgeId"]);
            let is_last = position + 1 == list.len();
            if let Some(edge) = edge {
                let label = if is_asked { "Otherwise" } else { "" };
                self.open.push((now, label.to_owned(), edge, place.clone()));
            }
            if is_asked && !is_last {
                // What follows a question in its group is a step of its own.
                let next = self.sketch.step(Step { place: place.clone(), ..Step::default() })?;
                self.sketch.link(now, Target::Step(next), "Otherwise", &place)?;
                step = Some(next);
            }
        }
        let Some(first) = self.starts.get(&id).copied() else { return Ok(()) };
        let own = &mut self.sketch.steps[first];
        let is_named = !title.is_empty() && !title.to_lowercase().starts_with("group #");
        if own.title.is_empty() && is_named {
            own.title = title;
        } else if is_named && own.title != title {
            let place = own.place.clone();
            paragraph(&mut own.body, &format!("Group: {title}"));
            self.sketch.report.changed(&place, &title, "The group's title stands in the instructions of its first step.");
        }
        Ok(())
    }

    /// Reads a block into its step; true if it has answers.
    fn block(&mut self, block: &Json, kind: &str, content: &Json, step: usize, place: &str) -> bool {
        let items = block.get("items").map(Json::list).unwrap_or_default();
        let own = &mut self.sketch.steps[step];
        if matches!(kind, "text" | "text bubble") {
            let words = text::words(content);
            if own.title.is_empty() {
                own.title = words;
            } else {
                paragraph(&mut own.body, &words);
            }
            return false;
        }
        if kind == "condition" || kind.contains("choice input") || kind == "buttons input" || kind == "buttons" {
            for (at, item) in items.iter().enumerate() {
                let label = if kind == "condition" { text::condition(item) } else { item.texts(&["content", "title"]).unwrap_or_default() };
                let label = if label.is_empty() { format!("Answer {}", at + 1) } else { label };
                match item.texts(&["outgoingEdgeId"]) {
                    Some(edge) => self.open.push((step, label, edge, format!("{place}, answer {}", at + 1))),
                    None => self.open.push((step, label, String::new(), format!("{place}, answer {}", at + 1))),
                }
            }
            if kind == "condition" && own.title.is_empty() {
                own.title = "Which is the case?".to_owned();
            }
            return !items.is_empty();
        }
        if kind.ends_with("input") {
            let asked = content.get("labels").and_then(|labels| labels.texts(&["placeholder"])).unwrap_or_default();
            let words =
                if asked.is_empty() { format!("Ask, and note the answer ({kind}).") } else { format!("Ask, and note the answer: {asked}") };
            if own.title.is_empty() {
                own.title = words;
            } else {
                paragraph(&mut own.body, &words);
            }
            self.sketch.report.changed(place, kind, "A walk has no fields: the step says what to ask for.");
            return false;
        }
        let why = match kind {
            "image" | "video" | "embed" | "audio" => "Trees have no pictures, films and sounds yet.",
            "set variable" => "Trees have no variables.",
            _ => "Trees have no such block.",
        };
        let what =
            content.texts(&["url", "name", "expressionToEvaluate"]).map_or_else(|| kind.to_owned(), |more| format!("{kind}: {more}"));
        self.sketch.report.left_out(place, &what, why);
        false
    }

    /// The steps with their links. One without an edge goes on nowhere.
    fn linked(mut self) -> Result<Sketch, Refusal> {
        for (from, label, edge, place) in std::mem::take(&mut self.open) {
            let end = self.ends.get(&edge);
            let to = end.and_then(|(group, block)| self.blocks.get(block).or_else(|| self.starts.get(group)));
            if from == usize::MAX {
                self.sketch.root = to.copied();
                continue;
            }
            match (to, label.is_empty(), edge.is_empty()) {
                (Some(to), ..) => self.sketch.link(from, Target::Step(*to), &label, &place)?,
                (None, false, _) => self.sketch.link(from, Target::Nowhere, &label, &place)?,
                (None, true, false) => self.sketch.report.left_out(&place, &edge, "The link leads to nothing."),
                (None, true, true) => {}
            }
        }
        Ok(self.sketch)
    }
}
