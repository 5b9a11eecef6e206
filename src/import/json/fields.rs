//! Fields of a JSON file: names, how often they come, and what stands in them.

use std::collections::HashMap;

use resolutionflow::text::{brief, one_line};

use super::Json;

/// The most fields that somebody chooses from.
const LISTED: usize = 60;

/// Field of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub name: String,
    /// The first value that it has, cut.
    pub sample: String,
    pub texts: usize,
    pub numbers: usize,
    pub objects: usize,
    pub lists: usize,
}

impl Field {
    pub(super) fn count(&self) -> usize {
        self.texts + self.numbers + self.objects + self.lists
    }
}

/// Fields, those that come most often first.
pub(super) fn fields(json: &Json) -> Vec<Field> {
    let mut found: HashMap<&str, Field> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    let mut waiting = vec![json];
    while let Some(json) = waiting.pop() {
        waiting.extend(json.list().iter().rev());
        for (name, value) in json.fields() {
            let field = found.entry(name).or_insert_with(|| {
                order.push(name);
                Field { name: name.clone(), ..Field::default() }
            });
            match value {
                Json::Text(_) => field.texts += 1,
                Json::Number(_) | Json::Bool(_) => field.numbers += 1,
                Json::Object(_) => field.objects += 1,
                Json::List(_) => field.lists += 1,
                Json::Null => {}
            }
            if field.sample.is_empty() {
                field.sample = match value {
                    Json::List(list) => format!("a list of {}", list.len()),
                    Json::Object(_) => "further fields".to_owned(),
                    value => value
                        .words()
                        .map(|words| brief(&one_line(&words.chars().take(80).collect::<String>())).into_owned())
                        .unwrap_or_default(),
                };
            }
        }
        waiting.extend(json.fields().iter().rev().map(|(_, value)| value));
    }
    let mut fields: Vec<Field> = order.into_iter().filter_map(|name| found.remove(name)).collect();
    fields.sort_by_key(|field| std::cmp::Reverse(field.count()));
    // Keys that are ids come once each, and there may be thousands.
    fields.truncate(LISTED);
    fields
}
