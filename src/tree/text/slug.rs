//! Ids for steps and answers whose author wrote none.

use std::collections::{HashMap, HashSet};

/// The most characters of an id made of a title.
const LENGTH: usize = 60;

/// Ids that are taken, and those that are made beside them.
#[derive(Debug, Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// Number that the next id of a slug is tried with.
    next: HashMap<String, usize>,
}

impl Ids {
    /// Ids beside those that are taken.
    pub fn new(taken: impl IntoIterator<Item = String>) -> Self {
        Self { taken: taken.into_iter().collect(), next: HashMap::new() }
    }

    /// Slug of a text that nothing else has for its id; of a text without letters and digits `otherwise`.
    pub fn make(&mut self, text: &str, otherwise: &str) -> String {
        let slug = Some(slug(text)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| otherwise.to_owned());
        if self.taken.insert(slug.clone()) {
            return slug;
        }
        let next = self.next.entry(slug.clone()).or_insert(2);
        loop {
            let id = format!("{slug}-{next}");
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Letters and digits in lower case, with one hyphen for whatever stands between them.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut is_apart = false;
    for c in text.chars().flat_map(char::to_lowercase).take(LENGTH) {
        if c.is_alphanumeric() {
            if is_apart && !slug.is_empty() {
                slug.push('-');
            }
            slug.push(c);
        }
        is_apart = !c.is_alphanumeric();
    }
    slug
}
