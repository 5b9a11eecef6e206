//! Tree text: whatever a document holds, its text reads back equal; whatever a text is, reading it ends well.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::string::string_regex;
use resolutionflow::outcome::Outcome;
use resolutionflow::text::normalise;
use resolutionflow::tree::{Command, DocumentNode, MAX_NODES, NodeId, NodeKind, Shell, TreeDocument, TreeFile, TreeOption, check};

use crate::cases;
use crate::mistakes::{Breaking, MISTAKES};
use crate::tree_limits::chain;
use crate::trees::documents;

/// Pieces that mean something to the parser, or to an editor.
const PIECES: [&str; 44] = [
    "",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\r",
    "\0",
    "\\",
    "\\\\",
    "\"",
    "[",
    "]",
    "[a] ",
    ",",
    ":",
    "->",
    " -> ",
    "→",
    "=>",
    "⇒",
    "?",
    "\n?\n",
    "+",
    "\n+ ",
    "\n-> ",
    "\n=> ",
    "\n## ",
    "#",
    "---",
    "\n---\n",
    "```",
    "\n```cmd x\n",
    "\n````\n",
    "`",
    "key: x",
    "a",
    "Yes",
    "\u{2028}",
    "\u{85}",
    "\u{feff}",
    "\u{a0}",
    "🏳\u{fe0f}\u{200d}🌈",
    "\\ud800",
];

pub(crate) fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => vec(select(PIECES.to_vec()), 0..8).prop_map(|pieces| pieces.concat()),
        1 => string_regex("(?s).{0,12}").unwrap(),
        1 => string_regex("\\PC{1,12}").unwrap(),
    ]
}

pub(crate) fn kind() -> impl Strategy<Value = NodeKind> {
    let answer = (hostile(), hostile(), hostile()).prop_map(|(id, label, target)| TreeOption { id, label, next_node_id: NodeId(target) });
    let shells = select(vec![Shell::Powershell, Shell::Cmd, Shell::Bash]);
    let command = (hostile(), shells, hostile()).prop_map(|(label, shell, text)| Command { label, shell, text, places: String::new() });
    prop_oneof![
        vec(answer, 0..4).prop_map(|options| NodeKind::Decision { options }),
        (vec(command, 0..3), hostile()).prop_map(|(commands, next)| NodeKind::Action { commands, next_node_id: NodeId(next) }),
        option::of(select(Outcome::ALL.to_vec())).prop_map(|suggested_outcome| NodeKind::Solution { suggested_outcome }),
    ]
}

/// Any document that the type can hold, broken in every way.
pub(crate) fn any_documents() -> impl Strategy<Value = TreeDocument> {
    let node =
        (hostile(), kind(), hostile(), hostile()).prop_map(|(id, kind, title, body)| DocumentNode { id: NodeId(id), kind, title, body });
    let head = (hostile(), hostile(), hostile(), hostile(), vec(hostile(), 0..3), hostile(), hostile());
    (head, vec(node, 0..5)).prop_map(|((format, key, name, category, tags, description, root), nodes)| TreeDocument {
        format,
        key,
        name,
        category,
        tags,
        description,
        root: NodeId(root),
        nodes,
    })
}

/// The document with LF for line ends and without NUL, as every document is that was read.
pub(crate) fn normal(document: &TreeDocument) -> TreeDocument {
    fn each(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => *text = normalise(text),
            serde_json::Value::Array(list) => list.iter_mut().for_each(each),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(each),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(document).unwrap();
    each(&mut json);
    serde_json::from_value(json).unwrap()
}

#[track_caller]
fn assert_reads_back(document: &TreeDocument) {
    let text = document.to_text();
    let read = TreeFile::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(read.is_text, "{text}");
    assert_eq!(read.document, normal(document), "{text}");
    assert_eq!(read.document.to_text(), text);
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn any_document_reads_back_equal(document in any_documents()) {
        assert_reads_back(&document);
    }

    #[test]
    fn any_text_is_read_or_refused_and_what_is_read_has_one_form(pieces in vec(select(PIECES.to_vec()), 0..40)) {
        let text = pieces.concat();
        for text in [format!("---\nkey: x\n---\n{text}"), format!("## [a] {text}\n=> resolved\n"), text] {
            if let Ok(read) = TreeFile::read(text.as_bytes()).map(|file| file.document) {
                assert_reads_back(&read);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_publishable_tree_reads_back_equal_and_a_broken_one_too(
        document in documents(), mistakes in subsequence(MISTAKES.to_vec(), 0..6), pick in any::<Index>(),
    ) {
        assert_reads_back(&document);
        let mut breaking = Breaking::of(document);
        for mistake in mistakes {
            breaking.make(mistake, pick);
        }
        assert_reads_back(&breaking.document);
    }
}

#[test]
fn ten_thousand_steps_read_back_equal() {
    assert_reads_back(&chain(MAX_NODES));
}

#[test]
fn the_example_for_authors_is_in_the_one_form_and_can_be_published() {
    let docs = include_str!("../../docs/authoring.md");
    let (_, example) = docs.split_once("````markdown\n").unwrap();
    let (example, _) = example.split_once("````\n").unwrap();
    let document = TreeDocument::read(example.as_bytes()).unwrap();
    assert_eq!(document.to_text(), example);
    assert_eq!(check(&document).first, []);
}

#[test]
fn the_demo_trees_are_in_the_one_form() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/server/demo/trees");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 8);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let document = TreeDocument::read(text.as_bytes()).unwrap();
        assert_eq!(document.to_text(), text, "{}", file.display());
        assert_eq!(check(&document).first, [], "{}", file.display());
    }
}
