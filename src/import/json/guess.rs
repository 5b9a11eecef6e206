//! What a field means, by its name.

use super::Mapping;
use super::fields::Field;

const QUESTION: [&str; 15] = [
    "question",
    "questiontext",
    "title",
    "prompt",
    "text",
    "label",
    "message",
    "name",
    "content",
    "heading",
    "caption",
    "step",
    "instruction",
    "description",
    "summary",
];
const BODY: [&str; 14] = [
    "body",
    "description",
    "details",
    "detail",
    "instructions",
    "instruction",
    "help",
    "helptext",
    "content",
    "notes",
    "note",
    "hint",
    "explanation",
    "solution",
];
const ANSWERS: [&str; 14] = [
    "options",
    "answers",
    "choices",
    "children",
    "responses",
    "buttons",
    "branches",
    "replies",
    "edges",
    "outcomes",
    "links",
    "transitions",
    "nodes",
    "next",
];
const LABEL: [&str; 12] =
    ["label", "answer", "text", "option", "choice", "when", "condition", "value", "title", "name", "response", "caption"];
const TARGET: [&str; 22] = [
    "nextnodeid",
    "next",
    "target",
    "goto",
    "nextid",
    "nextquestion",
    "nextstep",
    "nextnode",
    "leadsto",
    "to",
    "destination",
    "link",
    "targetid",
    "node",
    "child",
    "then",
    "result",
    "jump",
    "nextquestionid",
    "ref",
    "question",
    "step",
];
const ID: [&str; 6] = ["id", "key", "nodeid", "stepid", "uid", "ref"];

/// Fields whose names people and programs use for steps and answers.
pub(super) fn guess(fields: &[Field]) -> Mapping {
    let find = |known: &[&str], fits: &dyn Fn(&Field) -> bool| {
        known
            .iter()
            .find_map(|known| fields.iter().find(|field| fits(field) && folded(&field.name) == *known))
            .map(|field| field.name.clone())
    };
    let is_text = |field: &Field| field.texts > 0;
    let question = find(&QUESTION, &is_text).or_else(|| fields.iter().find(|field| is_text(field)).map(|field| field.name.clone()));
    let question = question.unwrap_or_default();
    let answers = find(&ANSWERS, &|field| field.lists + field.objects > 0).unwrap_or_default();
    let target = find(&TARGET, &|field| field.name != question && field.name != answers && field.count() > 0).unwrap_or_default();
    let label = find(&LABEL, &|field| is_text(field) && (field.name != question || answers != "children"));
    let id = find(&ID, &|field| field.texts + field.numbers > 0 && field.name != target).unwrap_or_default();
    let body = find(&BODY, &|field| is_text(field) && field.name != question && Some(&field.name) != label.as_ref()).unwrap_or_default();
    Mapping { question, body, answers, label: label.unwrap_or_default(), target, id }
}

/// A name without case and marks between its words.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
