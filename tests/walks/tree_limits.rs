//! The limits of a tree: what is exactly as long or as many as allowed fits, one more does not.

use resolutionflow::tree::{
    Command, DocumentNode, FORMAT, MAX_BYTES, MAX_NODES, NodeId, NodeKind, NotADocument, Shell, Tree, TreeDocument, check,
};

use crate::trees::{node_id, option};

/// A question, an action and an end, around which everything can grow.
fn small() -> TreeDocument {
    let command = Command { label: "Ping".into(), shell: Shell::Powershell, text: "Test-Connection".into(), places: String::new() };
    let node = |position, title: &str, kind| DocumentNode { id: node_id(position), kind, title: title.into(), body: String::new() };
    TreeDocument {
        format: FORMAT.into(),
        key: "printer-offline".into(),
        name: "Printer offline".into(),
        category: "Printing".into(),
        tags: vec!["printer".into()],
        description: String::new(),
        root: node_id(0),
        nodes: vec![
            node(0, "Is it on?", NodeKind::Decision { options: vec![option(0, node_id(1)), option(1, node_id(2))] }),
            node(1, "Ping it", NodeKind::Action { commands: vec![command], next_node_id: node_id(0) }),
            node(2, "It prints", NodeKind::Solution { suggested_outcome: None }),
        ],
    }
}

/// A chain of actions with an end.
pub(crate) fn chain(length: usize) -> TreeDocument {
    let node = |position| {
        let kind = if position + 1 == length {
            NodeKind::Solution { suggested_outcome: None }
        } else {
            NodeKind::Action { commands: Vec::new(), next_node_id: node_id(position + 1) }
        };
        DocumentNode { id: node_id(position), kind, title: format!("Step {position}"), body: String::new() }
    };
    TreeDocument { nodes: (0..length).map(node).collect(), ..small() }
}

fn change_id(document: &mut TreeDocument, id: &str) {
    document.nodes[2].id = NodeId(id.into());
    if let NodeKind::Decision { options } = &mut document.nodes[0].kind {
        options[1].next_node_id = NodeId(id.into());
    }
}

fn change_option(document: &mut TreeDocument, change: impl FnOnce(&mut resolutionflow::tree::TreeOption)) {
    if let NodeKind::Decision { options } = &mut document.nodes[0].kind {
        change(&mut options[0]);
    }
}

fn change_command(document: &mut TreeDocument, change: impl FnOnce(&mut Command)) {
    if let NodeKind::Action { commands, .. } = &mut document.nodes[1].kind {
        change(&mut commands[0]);
    }
}

/// Puts a text somewhere into a document.
type Put = fn(&mut TreeDocument, &str);

/// Every text of a document, its limit, and the position of the node that a problem names.
const TEXTS: [(&str, usize, Option<usize>, Put); 11] = [
    ("name", 200, None, |document, text| document.name = text.into()),
    ("category", 120, None, |document, text| document.category = text.into()),
    ("tag", 120, None, |document, text| document.tags.push(text.into())),
    ("description", 20_000, None, |document, text| document.description = text.into()),
    ("title", 200, Some(1), |document, text| document.nodes[1].title = text.into()),
    ("body", 20_000, Some(1), |document, text| document.nodes[1].body = text.into()),
    ("node id", 120, Some(2), change_id),
    ("option id", 120, Some(0), |document, text| change_option(document, |option| option.id = text.into())),
    ("option label", 120, Some(0), |document, text| change_option(document, |option| option.label = text.into())),
    ("command label", 120, Some(1), |document, text| change_command(document, |command| command.label = text.into())),
    ("command text", 20_000, Some(1), |document, text| change_command(document, |command| command.text = text.into())),
];

#[test]
fn a_text_of_the_limit_fits_and_one_character_more_is_reported_once() {
    for (what, limit, node, put) in TEXTS {
        let mut document = small();
        put(&mut document, &"ä".repeat(limit));
        assert_eq!(check(&document).first, [], "{what}");
        put(&mut document, &"ä".repeat(limit + 1));
        document.tags.retain(|tag| tag.chars().count() != 120);
        let problems = check(&document).first;
        let named = node.map(|position| document.nodes[position].id.clone());
        assert_eq!(problems.iter().map(|problem| &problem.node).collect::<Vec<_>>(), [&named], "{what}: {problems:?}");
    }
}

#[test]
fn a_key_of_120_characters_fits_and_121_do_not() {
    assert_eq!(check(&TreeDocument { key: "k".repeat(120), ..small() }).first, []);
    assert_eq!(check(&TreeDocument { key: "k".repeat(121), ..small() }).count, 1);
}

#[test]
fn windows_line_ends_and_nul_count_as_they_are_stored() {
    for (what, limit, ..) in TEXTS.iter().filter(|(_, limit, ..)| *limit == 20_000) {
        let (.., put) = TEXTS.iter().find(|text| text.0 == *what).unwrap();
        let mut document = small();
        put(&mut document, &format!("{}x\0", "\r\n".repeat(limit - 1)));
        assert_eq!(check(&document).first, [], "{what}");
    }
}

#[test]
fn lists_have_a_limit_of_a_hundred() {
    for (count, problems) in [(100, 0), (101, 3)] {
        let mut document = small();
        document.tags = vec!["tag".into(); count];
        if let NodeKind::Decision { options } = &mut document.nodes[0].kind {
            options.extend((2..count).map(|at| option(at, node_id(2))));
        }
        if let NodeKind::Action { commands, .. } = &mut document.nodes[1].kind {
            *commands = vec![commands[0].clone(); count];
        }
        assert_eq!(check(&document).count, problems);
    }
}

/// A stack on which anything that recurses along a tree would overflow.
pub(crate) fn on_a_small_stack(work: fn()) {
    std::thread::Builder::new().stack_size(128 * 1024).spawn(work).unwrap().join().unwrap();
}

#[test]
fn a_chain_of_ten_thousand_nodes_is_checked_published_and_read_back_without_recursion() {
    on_a_small_stack(|| {
        let document = chain(MAX_NODES);
        assert_eq!(TreeDocument::from_json(document.to_json().as_bytes()).unwrap(), document);
        let tree = Tree::publish(&document).unwrap();
        let read: Tree = serde_json::from_slice(&serde_json::to_vec(&tree).unwrap()).unwrap();
        assert_eq!(read, tree);
        assert!(tree.node(&node_id(MAX_NODES - 1)).is_some());
    });
}

#[test]
fn one_node_more_than_ten_thousand_is_reported() {
    on_a_small_stack(|| {
        let problems = check(&chain(MAX_NODES + 1)).first;
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("10001 nodes"));
    });
}

#[test]
fn a_tree_that_would_not_fit_into_a_file_is_reported_and_a_larger_file_is_not_read() {
    let mut document = chain(250);
    for node in &mut document.nodes {
        node.body = "x".repeat(17_000);
    }
    assert!(document.to_json().len() > MAX_BYTES);
    let problems = check(&document).first;
    assert_eq!((problems.len(), &problems[0].node), (1, &None));
    let bytes = document.to_json().into_bytes();
    assert_eq!(TreeDocument::from_json(&bytes), Err(NotADocument::TooLarge(bytes.len())));
    document.nodes.iter_mut().for_each(|node| node.body.truncate(16_000));
    assert_eq!(check(&document).first, []);
    assert!(TreeDocument::from_json(document.to_json().as_bytes()).is_ok());
}
