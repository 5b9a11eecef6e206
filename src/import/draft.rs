//! From a sketch to a tree: types, ids, one beginning, and words within their limits.

mod exits;
mod roots;

use std::collections::HashSet;

use resolutionflow::outcome::Outcome;
use resolutionflow::text::{Title, one_line};
use resolutionflow::tree::{DocumentNode, FORMAT, Ids, MAX_BYTES, NodeId, NodeKind, TreeDocument};

use crate::report::{Fate, Report};
use crate::sketch::{Kind, Sketch, Step, Target, paragraph};
use crate::{Brought, Refusal};
use exits::{Exit, exits};

/// Category of a tree whose file has none; without one it could not be published.
const CATEGORY: &str = "Imported";
/// The most bytes of an id that a file gives to a step that it does not have.
const MISSING: usize = 120;

/// The tree of a sketch. `name` is that of the file.
///
/// # Errors
/// [`Refusal`] where it has no steps, or more text than a tree has.
pub(crate) fn finish(mut sketch: Sketch, name: &str) -> Result<Brought, Refusal> {
    if sketch.steps.is_empty() {
        return Err(Refusal::broken(&sketch.report.kind, "there are no steps in it"));
    }
    let mut report = std::mem::take(&mut sketch.report);
    for step in &mut sketch.steps {
        titled(step, &mut report);
    }
    let ids = ids(&sketch);
    for (step, id) in sketch.steps.iter().zip(&ids) {
        report.add(Fate::Taken, &step.place, &step.title, "", Some(id.clone()));
    }
    let mut exits = exits(&mut sketch, &ids, &mut report);
    let begins = roots::roots(&sketch);
    let mut nodes: Vec<DocumentNode> = Vec::with_capacity(sketch.steps.len() + 1);
    let root = match begins.as_slice() {
        [only] => ids[*only].clone(),
        several => {
            let (first, left) = roots::question(&sketch, &ids, several);
            let words = format!("The file begins in {} places, so the tree begins with a question that leads to each.", several.len());
            report.add(Fate::Changed, "", &first.title, words, Some(first.id.clone()));
            for step in left {
                let why = "A question has at most 100 answers: nothing leads here yet.";
                report.add(Fate::Changed, &sketch.steps[step].place, &sketch.steps[step].title, why, Some(ids[step].clone()));
            }
            nodes.push(first);
            nodes[0].id.clone()
        }
    };
    for (at, step) in sketch.steps.into_iter().enumerate() {
        nodes.push(node(step, ids[at].clone(), std::mem::take(&mut exits[at])));
    }
    let document = TreeDocument {
        format: FORMAT.to_owned(),
        key: "imported".to_owned(),
        name: named(&sketch.name, name, &mut report),
        category: CATEGORY.to_owned(),
        tags: Vec::new(),
        description: sketch.description,
        root,
        nodes,
    };
    report.add(Fate::Changed, "", CATEGORY, "The file names no category: choose one where there is a better one.", None);
    if document.text_bytes() > MAX_BYTES {
        return Err(Refusal::broken(&report.kind, format!("its texts are longer than the {} MB that a tree has", MAX_BYTES / 1024 / 1024)));
    }
    Ok(Brought { document, report: Some(report), fields: None })
}

/// Gives a step a title of one line within the limit; what is cut off stands in its instructions.
fn titled(step: &mut Step, report: &mut Report) {
    let whole = one_line(&step.title);
    let (title, rest) = cut(&whole, Title::LIMIT);
    step.title = title;
    if !rest.is_empty() {
        report.changed(&step.place, &whole, "The title is longer than 200 characters: its rest stands in the instructions.");
        step.body = if step.body.is_empty() { rest } else { format!("{rest}\n\n{}", step.body) };
    }
    if step.title.is_empty() {
        let line = step.body.lines().map(one_line).find(|line| !line.is_empty()).unwrap_or_else(|| "Step without words".to_owned());
        step.title = cut(&line, Title::LIMIT).0;
        report.changed(&step.place, &step.title, "It has no words of its own for a title.");
    }
}

/// A text cut between two words, with a mark, and its rest; no rest where it fits.
fn cut(text: &str, limit: usize) -> (String, String) {
    if text.chars().count() <= limit {
        return (text.to_owned(), String::new());
    }
    let end = text.char_indices().nth(limit - 2).map_or(text.len(), |(at, _)| at);
    let space = text[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    let (head, rest) = text.split_at(space);
    (format!("{} …", head.trim_end()), format!("… {}", rest.trim_start()))
}

/// Ids made of the titles, which no link to something missing names.
fn ids(sketch: &Sketch) -> Vec<NodeId> {
    let missing = sketch.links.iter().filter_map(|link| if let Target::Missing(name) = &link.to { Some(missing(name).0) } else { None });
    let mut ids = Ids::new(missing.collect::<HashSet<_>>());
    sketch.steps.iter().map(|step| NodeId(ids.make(&step.title, "step"))).collect()
}

/// Id of a step that the file names and does not have.
fn missing(name: &str) -> NodeId {
    NodeId(one_line(name).chars().take(MISSING).collect())
}

fn node(step: Step, id: NodeId, exits: Vec<Exit>) -> DocumentNode {
    let Step { title, mut body, commands, kind, .. } = step;
    let is_action = matches!(exits.as_slice(), [only] if only.label.is_empty());
    let kind = match (kind, exits.is_empty()) {
        (Kind::End(outcome), true) => NodeKind::Solution { suggested_outcome: outcome.or_else(|| outcome_of(&title)) },
        (Kind::Any, true) => NodeKind::Solution { suggested_outcome: outcome_of(&title) },
        _ if is_action => {
            let next_node_id = exits.into_iter().next().map(|exit| exit.to).unwrap_or_default();
            return DocumentNode { id, kind: NodeKind::Action { commands, next_node_id }, title, body };
        }
        _ => NodeKind::Decision { options: exits::options(exits) },
    };
    // Only actions have commands.
    for command in commands {
        paragraph(&mut body, &fenced(command.shell.name(), &command.text));
    }
    DocumentNode { id, kind, title, body }
}

/// Code in Markdown, in a fence that is longer than any run of backticks in it.
pub(crate) fn fenced(word: &str, code: &str) -> String {
    let run = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(run.max(2) + 1);
    format!("{fence}{word}\n{}\n{fence}", code.trim_end_matches('\n'))
}

/// Outcome that the words of an end suggest.
pub(crate) fn outcome_of(title: &str) -> Option<Outcome> {
    let words = title.to_lowercase();
    let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
    if has(&["escalat", "hand over", "handover", "call vendor", "contact vendor"]) {
        return Some(Outcome::Escalated);
    }
    if has(&["not ", "n't ", "cannot", "unresolved", "unsolved"]) {
        return None;
    }
    if has(&["workaround"]) {
        return Some(Outcome::Workaround);
    }
    has(&["resolved", "solved", "fixed", "done", "works", "working"]).then_some(Outcome::Resolved)
}

/// Name of the tree: the file's own, or that of the file.
fn named(own: &str, file: &str, report: &mut Report) -> String {
    let file = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace(['_', '-'], " ");
    let found = [own, &stem].into_iter().map(one_line).find(|name| !name.is_empty());
    if one_line(own).is_empty() {
        let name = found.as_deref().unwrap_or(CATEGORY);
        report.changed("", name, "The file has no name of its own for the tree: choose a better one.");
    }
    cut(&found.unwrap_or_else(|| "Imported tree".to_owned()), Title::LIMIT).0
}
