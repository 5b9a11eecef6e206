//! The outlines of two trees as one: what is new, gone, changed or the same.

use std::collections::{HashMap, HashSet};

use resolutionflow::tree::{Change, Edit, NodeId, TreeDocument};

use crate::drafting::{Steps, called};

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is as it was.
    Same,
    /// Something of it is changed.
    Changed,
    /// It was not there before.
    New,
    /// It is not there any more.
    Gone,
}

/// Step of the outline of two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What became of it.
    pub mark: Mark,
    /// Number of decisions above it on its path.
    pub depth: usize,
    /// Its title, or its id while it has none; of one that is gone, as it was.
    pub title: String,
}

/// Steps of two trees, of which `changes` makes the second of the first: in the order of the second one's outline, those that are gone behind
/// the one that they stood behind.
pub fn outline(older: &TreeDocument, newer: &TreeDocument, changes: &[Change]) -> Vec<Row> {
    let (mut names, mut new, mut changed) = (HashMap::<&NodeId, &NodeId>::new(), HashSet::new(), HashSet::new());
    for change in changes {
        match (&change.edit, &change.node) {
            (Edit::Add { nodes, .. }, _) => new.extend(nodes.iter().map(|node| &node.id)),
            (Edit::Rename { node, to }, _) => {
                names.insert(node, to);
                changed.insert(to);
            }
            (Edit::Remove { .. }, _) | (_, None) => {}
            (_, Some(node)) => _ = changed.insert(node),
        }
    }
    let (before, after) = (Steps::of(older), Steps::of(newer));
    // Those that are gone, by the step of the newer tree that they stand behind; none at the beginning.
    let mut gone: HashMap<Option<&NodeId>, Vec<Row>> = HashMap::new();
    let mut last = None;
    for row in &before.rows {
        let now = names.get(&row.node.id).copied().unwrap_or(&row.node.id);
        // The id may be that of another step now.
        if after.node(now).is_some() && !new.contains(now) {
            last = Some(now);
        } else {
            gone.entry(last).or_default().push(Row { mark: Mark::Gone, depth: row.depth, title: called(row.node) });
        }
    }
    let mut rows = gone.remove(&None).unwrap_or_default();
    for row in &after.rows {
        let id = &row.node.id;
        let mark = match () {
            () if new.contains(id) => Mark::New,
            () if changed.contains(id) => Mark::Changed,
            () => Mark::Same,
        };
        rows.push(Row { mark, depth: row.depth, title: called(row.node) });
        rows.extend(gone.remove(&Some(id)).unwrap_or_default());
    }
    rows
}

#[cfg(test)]
mod tests {
    use resolutionflow::tree::diff;

    use super::*;

    fn tree(nodes: &str) -> TreeDocument {
        TreeDocument::read(format!("---\nkey: k\nname: N\ncategory: C\n---\n\n{nodes}").as_bytes()).unwrap()
    }

    fn told(older: &TreeDocument, newer: &TreeDocument) -> Vec<(char, String)> {
        let mark = |mark| match mark {
            Mark::Same => ' ',
            Mark::Changed => '~',
            Mark::New => '+',
            Mark::Gone => '−',
        };
        outline(older, newer, &diff(older, newer)).into_iter().map(|row| (mark(row.mark), row.title)).collect()
    }

    #[test]
    fn each_step_of_both_stands_once_with_what_became_of_it() {
        let older =
            tree("## [a] On?\n+ [y] Yes -> b\n+ [n] No -> c\n\n## [b] Ping it\n-> d\n\n## [c] Buy one\n=>\n\n## [d] Done\n=> resolved\n");
        let newer = tree(
            "## [a] Is it on?\n+ [y] Yes -> b\n+ [n] No -> e\n\n## [b] Ping it\n-> d\n\n## [e] Rent one for a week\n=>\n\n## [d] Done\n=> resolved\n",
        );
        let rows = told(&older, &newer);
        let row = |mark, title: &str| (mark, title.to_owned());
        let expected = [row('~', "Is it on?"), row(' ', "Ping it"), row(' ', "Done"), row('−', "Buy one"), row('+', "Rent one for a week")];
        assert_eq!(rows, expected);
        assert!(told(&newer, &newer).iter().all(|(mark, _)| *mark == ' '));
        // A step that was renamed is changed, not gone and new.
        let renamed = tree(&newer.to_text().split_once("\n\n").unwrap().1.replace("[d]", "[end]").replace("-> d", "-> end"));
        let marks: Vec<char> = told(&newer, &renamed).into_iter().map(|(mark, _)| mark).collect();
        assert_eq!(marks.iter().filter(|mark| **mark == '−').count() + marks.iter().filter(|mark| **mark == '+').count(), 0, "{marks:?}");
    }
}
