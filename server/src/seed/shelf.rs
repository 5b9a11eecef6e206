//! Trees to walk: long enough for fifteen steps, with an end at every second one from the sixth on.

use resolutionflow::outcome::Outcome;
use resolutionflow::tree::{Command, DocumentNode, FORMAT, NodeId, NodeKind, Shell, TreeDocument, TreeOption};

/// Number of different trees that [`document`] can make.
pub(super) const TREES: usize = THINGS.len() * TROUBLES.len();
/// Questions and instructions of a tree from its root to its farthest end.
const LEVELS: usize = 18;
/// Level from which on a question has an answer that ends the walk.
const FIRST_END: usize = 6;

const THINGS: [&str; 10] =
    ["Printer", "Mailbox", "VPN", "Laptop", "File share", "Access point", "Backup", "Phone", "Remote desktop", "Line of business app"];
const TROUBLES: [&str; 4] = ["does not answer", "is slow", "asks for a password", "stops every few minutes"];
const CATEGORIES: [&str; 8] = ["Network", "Printing", "E-mail", "Accounts", "Devices", "Backup", "Telephony", "Applications"];
const QUESTIONS: [&str; 6] = [
    "Is the cable in place?",
    "Does the other side answer?",
    "Is it the same for another user?",
    "Was anything changed since yesterday?",
    "Is the service running?",
    "Does the log say why?",
];
const TASKS: [&str; 5] =
    ["Restart the service", "Clear the queue", "Update the driver", "Sign out and in again", "Compare the settings with a colleague's"];

/// Document of a made-up tree. `number` counts trees from 0; the labels of versions from 2 on differ from those of the first.
pub(super) fn document(number: usize, version: u32) -> TreeDocument {
    let name = [THINGS[number % THINGS.len()], TROUBLES[number / THINGS.len() % TROUBLES.len()]].join(" ");
    let nodes = (0..LEVELS).flat_map(|level| nodes(number, version, level));
    let last = DocumentNode {
        id: NodeId(LEVELS.to_string()),
        kind: NodeKind::Solution { suggested_outcome: Some(Outcome::Escalated) },
        title: "Hand over to the second level".to_owned(),
        body: String::new(),
    };
    TreeDocument {
        format: FORMAT.to_owned(),
        key: name.to_lowercase().replace(' ', "-"),
        name,
        category: CATEGORIES[number % CATEGORIES.len()].to_owned(),
        tags: vec![THINGS[number % THINGS.len()].to_lowercase()],
        description: String::new(),
        root: NodeId("0".to_owned()),
        nodes: nodes.chain([last]).collect(),
    }
}

/// A question, the instruction that one of its answers leads to, and where it has one the end; or an instruction.
fn nodes(number: usize, version: u32, level: usize) -> Vec<DocumentNode> {
    let next = NodeId((level + 1).to_string());
    let node = |id: String, kind, title: &str| DocumentNode { id: NodeId(id), kind, title: title.to_owned(), body: String::new() };
    let task = |id: String, place: usize| {
        let command = Command {
            label: "Look".to_owned(),
            shell: Shell::Powershell,
            text: "Get-Service | Sort-Object Status".to_owned(),
            places: String::new(),
        };
        let commands = if place.is_multiple_of(2) { vec![command] } else { Vec::new() };
        node(id, NodeKind::Action { commands, next_node_id: next.clone() }, TASKS[place % TASKS.len()])
    };
    if !level.is_multiple_of(2) {
        return vec![task(level.to_string(), number + level)];
    }
    let option = |id: &str, label: &str, to: NodeId| TreeOption { id: id.to_owned(), label: label.to_owned(), next_node_id: to };
    // The label differs in the second version.
    let no = if version > 1 { "No, not at all" } else { "No" };
    let (aside, end) = (["task", &level.to_string()].join("-"), ["end", &level.to_string()].join("-"));
    let mut options = vec![option("yes", "Yes", next.clone()), option("no", no, NodeId(aside.clone()))];
    let mut nodes = vec![task(aside, number + level + 1)];
    if level >= FIRST_END {
        options.push(option("fixed", "It works again", NodeId(end.clone())));
        let suggested_outcome = Some(if level.is_multiple_of(3) { Outcome::Workaround } else { Outcome::Resolved });
        nodes.push(node(end, NodeKind::Solution { suggested_outcome }, "The client confirmed it"));
    }
    nodes.push(node(level.to_string(), NodeKind::Decision { options }, QUESTIONS[(number + level / 2) % QUESTIONS.len()]));
    nodes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use resolutionflow::tree::Tree;

    use super::*;

    #[test]
    fn every_tree_can_be_published_under_a_key_of_its_own() {
        let keys: HashSet<_> = (0..TREES).map(|number| document(number, 1).key).collect();
        assert_eq!(keys.len(), TREES);
        for (number, version) in (0..TREES).flat_map(|number| [(number, 1), (number, 2)]) {
            assert_eq!(Tree::publish(&document(number, version)).err(), None, "{number}");
        }
        assert_ne!(document(0, 1), document(0, 2));
    }
}
