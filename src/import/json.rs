//! JSON of other programs: steps nested in each other, keyed by id, or a list of nodes and edges. Which field is the question, the answers
//! and the target is guessed by name, and may be chosen.

mod edges;
mod fields;
mod find;
mod guess;
mod nodes;
mod value;

use resolutionflow::text::brief;
use serde::{Deserialize, Serialize};

use crate::sketch::Sketch;
use crate::{Brought, Refusal, draft, typebot};
pub(crate) use value::Json;

/// Which field of a step, and of an answer, means what. Empty: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// Words of a step: its title.
    pub question: String,
    /// Instructions of a step.
    pub body: String,
    /// List of a step's answers, or of the steps below it.
    pub answers: String,
    /// Words of an answer.
    pub label: String,
    /// Where an answer, or a step without answers, leads.
    pub target: String,
    /// Id of a step.
    pub id: String,
}

/// Fields of a file, and how they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Names of the fields that could mean something, those that come most often first, each with a value.
    pub names: Vec<(String, String)>,
    /// What was taken for what.
    pub mapping: Mapping,
}

/// The tree of JSON.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn bring(text: &str, name: &str, chosen: Option<&Mapping>) -> Result<Brought, Refusal> {
    let is_rfflow = name.to_ascii_lowercase().ends_with(".rfflow");
    let kind = if is_rfflow { "an .rfflow file" } else { "JSON of another program" };
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let words = match error.classify() {
            serde_json::error::Category::Eof => format!("it ends too early, at {place}"),
            _ => format!("it is not written as JSON must be, or nested too deeply, at {place}"),
        };
        Refusal::broken(kind, words)
    })?;
    if typebot::is_typebot(&json) {
        return typebot::bring(&json, name);
    }
    if chosen.is_none()
        && let Some(sketch) = edges::sketch(&json, kind)?
    {
        return draft::finish(sketch, name);
    }
    let names = fields::fields(&json);
    let mapping = chosen.cloned().unwrap_or_else(|| guess::guess(&names));
    let mut sketch = Sketch::new(kind);
    sketch.name = json.texts(&["name", "title"]).unwrap_or_default();
    sketch.description = json.texts(&["description"]).unwrap_or_default();
    nodes::nodes(&json, &mapping, &mut sketch)?;
    if sketch.steps.is_empty() {
        let words = match mapping.question.as_str() {
            "" => "no field of it looks like the words of a step".to_owned(),
            field => format!("nothing in it has a field “{}” with words", brief(field)),
        };
        return Err(Refusal::broken(kind, words));
    }
    let names = names.into_iter().map(|field| (field.name, field.sample)).collect();
    let brought = draft::finish(sketch, name)?;
    Ok(Brought { fields: Some(Fields { names, mapping }), ..brought })
}
