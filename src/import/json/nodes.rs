//! Steps and links of JSON by a mapping of its fields.

use std::collections::HashMap;

use resolutionflow::text::brief;

use super::guess::folded;
use super::{Json, Mapping};
use crate::Refusal;
use crate::sketch::{Sketch, Step, Target, paragraph};

/// Fields that are an answer by their name.
pub(super) const ANSWERS: [&str; 12] =
    ["yes", "no", "true", "false", "else", "otherwise", "default", "ok", "fail", "success", "failure", "error"];

/// Link whose target is looked up once every step is known.
struct Open {
    from: usize,
    label: String,
    place: String,
    to: Named,
}

enum Named {
    Step(usize),
    /// An id, or the words of an end.
    Words(String),
    Nowhere,
}

/// Step that waits to be read.
pub(super) struct Waiting<'j> {
    pub json: &'j Json,
    /// Id that it has by its place.
    pub key: Option<String>,
    pub path: String,
    /// Position of the link that leads to it, which waits for it.
    pub from: Option<usize>,
}

pub(super) struct Reader<'j, 's> {
    pub mapping: &'s Mapping,
    pub sketch: &'s mut Sketch,
    ids: HashMap<String, usize>,
    pub waiting: Vec<Waiting<'j>>,
    open: Vec<Open>,
    /// Fields that mean nothing, with how often they come and where first.
    unknown: HashMap<String, (usize, String)>,
    order: Vec<String>,
    has_ids: bool,
}

/// Reads the steps of a file.
///
/// # Errors
/// [`Refusal`] beyond the limits.
pub(super) fn nodes(json: &Json, mapping: &Mapping, sketch: &mut Sketch) -> Result<(), Refusal> {
    let mut reader = Reader {
        mapping,
        sketch,
        ids: HashMap::new(),
        waiting: Vec::new(),
        open: Vec::new(),
        unknown: HashMap::new(),
        order: Vec::new(),
        has_ids: false,
    };
    reader.find(json);
    // The last one waiting is read first, so that steps keep the order of the file.
    reader.waiting.reverse();
    while let Some(waiting) = reader.waiting.pop() {
        reader.step(waiting)?;
    }
    reader.links()?;
    for name in std::mem::take(&mut reader.order) {
        let (times, first) = reader.unknown.remove(&name).unwrap_or_default();
        let why = if times == 1 {
            "The field was not taken.".to_owned()
        } else {
            format!("The field was not taken ({times} times, here first).")
        };
        reader.sketch.report.left_out(&first, &name, &why);
    }
    if let Some(root) = json.texts(&["root", "start", "startId", "start_node", "initial", "first", "entry"])
        && let Some(step) = reader.ids.get(&root)
    {
        reader.sketch.root = Some(*step);
    }
    Ok(())
}

impl<'j> Reader<'j, '_> {
    pub(super) fn is_node(&self, json: &Json) -> bool {
        json.get(&self.mapping.question).and_then(Json::words).is_some()
    }

    fn step(&mut self, waiting: Waiting<'j>) -> Result<(), Refusal> {
        let Waiting { json, key, path, from } = waiting;
        let place = if path.is_empty() { "the file itself".to_owned() } else { path.clone() };
        let title = json.get(&self.mapping.question).and_then(Json::words).unwrap_or_default();
        let mut body = String::new();
        if !self.mapping.body.is_empty() && self.mapping.body != self.mapping.question {
            paragraph(&mut body, &json.get(&self.mapping.body).and_then(Json::words).unwrap_or_default());
        }
        let step = self.sketch.step(Step { title: title.clone(), body, place: place.clone(), ..Step::default() })?;
        if let Some(link) = from {
            self.open[link].to = Named::Step(step);
        }
        let own = json.get(&self.mapping.id).and_then(Json::words);
        for id in [own, key].into_iter().flatten() {
            self.has_ids = true;
            if self.ids.insert(id, step).is_some_and(|before| before != step) {
                self.sketch.report.changed(&place, &title, "Another step has the same id: links lead to the last one.");
            }
        }
        let mut below = Vec::new();
        for (name, value) in json.fields() {
            let at = if path.is_empty() { name.clone() } else { format!("{path}.{}", brief(name)) };
            if *name == self.mapping.answers {
                self.answers(value, step, &at, &mut below);
            } else if *name == self.mapping.target || ANSWERS.contains(&&*folded(name)) {
                let label = if *name == self.mapping.target { String::new() } else { capital(name) };
                self.target(value, step, label, at, &mut below);
            } else if ![&self.mapping.question, &self.mapping.body, &self.mapping.id].contains(&name) && *value != Json::Null {
                self.not_taken(name, at);
            }
        }
        below.reverse();
        self.waiting.extend(below);
        Ok(())
    }

    fn not_taken(&mut self, name: &str, at: String) {
        if let Some((times, _)) = self.unknown.get_mut(name) {
            *times += 1;
        } else {
            self.order.push(name.to_owned());
            self.unknown.insert(name.to_owned(), (1, at));
        }
    }

    fn answers(&mut self, value: &'j Json, step: usize, path: &str, below: &mut Vec<Waiting<'j>>) {
        for (at, answer) in value.list().iter().enumerate() {
            self.answer(answer, step, format!("{path}[{at}]"), below);
        }
        // Words of answers as names of fields.
        for (name, to) in value.fields() {
            self.target(to, step, name.clone(), format!("{path}.{}", brief(name)), below);
        }
        if value.words().is_some() {
            self.target(value, step, String::new(), path.to_owned(), below);
        }
    }

    fn answer(&mut self, answer: &'j Json, step: usize, path: String, below: &mut Vec<Waiting<'j>>) {
        if let Some(words) = answer.words() {
            self.open.push(Open { from: step, label: words, place: path, to: Named::Nowhere });
            return;
        }
        let of_label = answer.get(&self.mapping.label).and_then(Json::words);
        let target = answer.get(&self.mapping.target).filter(|_| !self.mapping.target.is_empty());
        match target {
            Some(target) => {
                let label = of_label.or_else(|| answer.texts(&["label", "answer", "text", "title", "name", "value"])).unwrap_or_default();
                self.target(target, step, label, format!("{path}.{}", self.mapping.target), below);
                for (name, value) in answer.fields() {
                    let is_known = [&self.mapping.label, &self.mapping.target].contains(&name);
                    if !is_known && !matches!(value, Json::Null) && folded(name) != "id" {
                        self.not_taken(name, format!("{path}.{}", brief(name)));
                    }
                }
            }
            // The answer is the step that it leads to.
            None if self.is_node(answer) && (self.mapping.label != self.mapping.question || !answer.fields().is_empty()) => {
                let has_more = answer.get(&self.mapping.answers).is_some() || self.mapping.label != self.mapping.question;
                let nested = answer.fields().iter().find(|(name, value)| *name != self.mapping.answers && self.is_node(value));
                match nested {
                    Some((name, value)) => self.nested(value, step, of_label.unwrap_or_default(), format!("{path}.{}", brief(name)), below),
                    None if has_more || self.mapping.answers == "children" => {
                        let label = of_label.filter(|_| self.mapping.label != self.mapping.question).unwrap_or_default();
                        self.nested(answer, step, label, path, below);
                    }
                    None => self.open.push(Open { from: step, label: of_label.unwrap_or_default(), place: path, to: Named::Nowhere }),
                }
            }
            None => {
                let nested = answer.fields().iter().find(|(_, value)| self.is_node(value));
                match nested {
                    Some((name, value)) => self.nested(value, step, of_label.unwrap_or_default(), format!("{path}.{}", brief(name)), below),
                    None => match of_label {
                        Some(label) => self.open.push(Open { from: step, label, place: path, to: Named::Nowhere }),
                        None => self.sketch.report.left_out(&path, "", "It has no words where answers have theirs."),
                    },
                }
            }
        }
    }

    /// A step that stands in another one, and the link to it, which keeps its place among the answers.
    fn nested(&mut self, json: &'j Json, step: usize, label: String, path: String, below: &mut Vec<Waiting<'j>>) {
        self.open.push(Open { from: step, label, place: path.clone(), to: Named::Nowhere });
        below.push(Waiting { json, key: None, path, from: Some(self.open.len() - 1) });
    }

    /// A link to what stands in a field: an id, words of an end, a step, or several.
    fn target(&mut self, value: &'j Json, step: usize, label: String, path: String, below: &mut Vec<Waiting<'j>>) {
        match value {
            Json::Null => self.open.push(Open { from: step, label, place: path, to: Named::Nowhere }),
            Json::Object(_) if self.is_node(value) => self.nested(value, step, label, path, below),
            Json::List(list) => {
                for (at, value) in list.iter().enumerate() {
                    let path = format!("{path}[{at}]");
                    if matches!(value, Json::List(_)) {
                        self.sketch.report.left_out(&path, "", "It is a list in a list.");
                    } else {
                        self.target(value, step, label.clone(), path, below);
                    }
                }
            }
            value => match value.words().or_else(|| value.texts(&["id", "target", "node", "next"])) {
                Some(words) => self.open.push(Open { from: step, label, place: path, to: Named::Words(words) }),
                None => {
                    self.sketch.report.left_out(&path, &label, "It leads to nothing that has words.");
                    self.open.push(Open { from: step, label, place: path, to: Named::Nowhere });
                }
            },
        }
    }

    /// Links, now that every id is known. Words that are no id are an end of their own, if the file has no ids or they are several words.
    fn links(&mut self) -> Result<(), Refusal> {
        let mut ends: HashMap<String, usize> = HashMap::new();
        for Open { from, label, place, to } in std::mem::take(&mut self.open) {
            let to = match to {
                Named::Step(step) => Target::Step(step),
                Named::Nowhere if label.is_empty() => continue,
                Named::Nowhere => Target::Nowhere,
                Named::Words(words) => match self.ids.get(&words) {
                    Some(step) => Target::Step(*step),
                    None if !self.has_ids || words.trim().contains(' ') => {
                        let end = match ends.get(&words) {
                            Some(end) => *end,
                            None => {
                                let end = self.sketch.step(Step { title: words.clone(), place: place.clone(), ..Step::default() })?;
                                ends.insert(words, end);
                                end
                            }
                        };
                        Target::Step(end)
                    }
                    None => Target::Missing(words),
                },
            };
            self.sketch.link(from, to, &label, &place)?;
        }
        Ok(())
    }
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
