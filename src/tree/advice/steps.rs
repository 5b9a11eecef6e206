//! Warnings of single steps.

use std::collections::{BTreeSet, HashMap};

use super::{Evidence, Found, WarningKind};
use crate::markdown::{links, parse};
use crate::outcome::Outcome;
use crate::text::brief;
use crate::tree::check::Fix;
use crate::tree::edit::Edit;
use crate::tree::{DocumentNode, NodeKind, TreeDocument, key_of_page};

pub(super) fn advise(document: &TreeDocument, evidence: &Evidence, found: &mut Found<'_>) {
    let mut titles: HashMap<String, &DocumentNode> = HashMap::new();
    for node in &document.nodes {
        let id = Some(&node.id);
        match &node.kind {
            NodeKind::Decision { options } if options.len() == 1 => {
                let words = format!("“{}” is its only answer; a step without a choice is an action.", brief(&options[0].label));
                found.add(WarningKind::OneAnswer, id, words, || {
                    let kind = NodeKind::Action { commands: Vec::new(), next_node_id: options[0].next_node_id.clone() };
                    vec![Fix::new("Make it an action", vec![Edit::Kind { node: node.id.clone(), kind }])]
                });
            }
            NodeKind::Solution { suggested_outcome: None } => {
                let words = "It suggests no outcome, so that nobody is led to the right one.".to_owned();
                found.add(WarningKind::NoOutcome, id, words, || outcomes(node));
            }
            _ => {}
        }
        let title = node.title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if !title.is_empty()
            && let Some(other) = titles.get(&title)
        {
            let words = format!("Step “{}” has the same title; in a trail and in figures they look like one.", brief(&other.id.0));
            found.add(WarningKind::SameTitle, id, words, Vec::new);
        } else {
            titles.insert(title, node);
        }
        if evidence.unvisited.contains(&node.id) {
            let words = "Nobody came past it in the last 90 days; is it still needed, and can it be found?".to_owned();
            found.add(WarningKind::NeverVisited, id, words, Vec::new);
        }
        for key in missing_trees(document, node, evidence) {
            let words = format!("It links to the tree “{}”, which is not there or is archived.", brief(&key));
            found.add(WarningKind::MissingTree, id, words, Vec::new);
        }
        match evidence.reports.get(&node.id) {
            None | Some(0) => {}
            Some(1) => found.add(WarningKind::OpenReports, id, "A technician reported a problem with it.".to_owned(), Vec::new),
            Some(count) => {
                found.add(WarningKind::OpenReports, id, format!("Technicians reported {count} problems with it."), Vec::new);
            }
        }
    }
}

/// Keys of trees to which the instructions of a step link and on which no walk can be started, each once.
fn missing_trees(document: &TreeDocument, node: &DocumentNode, evidence: &Evidence) -> BTreeSet<String> {
    // Most instructions link to no tree, and need not be read.
    let Some(trees) = evidence.trees.as_ref().filter(|_| node.body.contains("/trees/")) else { return BTreeSet::new() };
    let blocks = parse(&node.body);
    let keys = links(&blocks).into_iter().filter_map(key_of_page);
    keys.filter(|key| *key != document.key && !trees.contains(*key)).map(str::to_owned).collect()
}

fn outcomes(node: &DocumentNode) -> Vec<Fix> {
    let suggest = |outcome: Outcome| {
        let edit = Edit::Outcome { node: node.id.clone(), outcome: Some(outcome) };
        Fix::new(format!("Suggest “{}”", outcome.as_str()), vec![edit])
    };
    Outcome::OF_A_WALK.into_iter().map(suggest).collect()
}
