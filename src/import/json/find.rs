//! Where the steps of a JSON file stand.

use resolutionflow::text::brief;

use super::Json;
use super::guess::folded;
use super::nodes::{ANSWERS, Reader, Waiting};

impl<'j> Reader<'j, '_> {
    /// Finds the steps that stand in no other one: the file itself, or the list or object that has the most of them.
    pub(super) fn find(&mut self, json: &'j Json) {
        let answers = json.get(&self.mapping.answers);
        let is_tree = self.is_node(json) && answers.is_some_and(|answers| !answers.list().is_empty() || !answers.fields().is_empty());
        if is_tree || (self.is_node(json) && json.fields().iter().any(|(name, _)| ANSWERS.contains(&&*folded(name)))) {
            self.waiting.push(Waiting { json, key: None, path: String::new(), from: None });
            return;
        }
        let mut best: (usize, Vec<Waiting<'j>>) = (0, Vec::new());
        let mut level = vec![(String::new(), json)];
        // A few levels: steps deeper than that are those that stand in others.
        for _ in 0..4 {
            let mut deeper = Vec::new();
            for (path, json) in &level {
                let children = self.children(path, json);
                let count = children.iter().filter(|child| self.is_node(child.json)).count();
                deeper.extend(children.iter().filter(|child| !self.is_node(child.json)).map(|child| (child.path.clone(), child.json)));
                if count > best.0 {
                    best = (count, children);
                }
            }
            if best.0 > 0 {
                break;
            }
            level = deeper;
        }
        let (count, children) = best;
        if count == 0 && self.is_node(json) {
            self.waiting.push(Waiting { json, key: None, path: String::new(), from: None });
        }
        for child in children {
            if self.is_node(child.json) {
                self.waiting.push(child);
            } else if matches!(child.json, Json::Object(_) | Json::List(_)) && count > 0 {
                self.sketch.report.left_out(&child.path, "", "It has no words where steps have theirs.");
            }
        }
    }

    fn children(&self, path: &str, json: &'j Json) -> Vec<Waiting<'j>> {
        let dot = if path.is_empty() { "" } else { "." };
        let listed =
            json.list().iter().enumerate().map(|(at, json)| Waiting { json, key: None, path: format!("{path}[{at}]"), from: None });
        let keyed = json.fields().iter().map(|(name, json)| Waiting {
            json,
            key: Some(name.clone()),
            path: format!("{path}{dot}{}", brief(name)),
            from: None,
        });
        listed.chain(keyed).collect()
    }
}
