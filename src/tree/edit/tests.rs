use serde_json::json;

use super::*;
use crate::tree::{FORMAT, check};

/// `ask` –yes→ `do` → `end`, `ask` –no→ `end`; `do` has two commands.
pub(in crate::tree) fn draft() -> TreeDocument {
    let document = json!({
        "format": FORMAT, "key": "k", "name": "N", "category": "C", "root": "ask",
        "nodes": [
            {"id": "ask", "type": "decision", "title": "Is it on?", "body": "Look.", "options": [
                {"id": "yes", "label": "Yes", "next_node_id": "do"}, {"id": "no", "label": "No", "next_node_id": "end"}]},
            {"id": "do", "type": "action", "title": "Ping it", "next_node_id": "end", "commands": [
                {"label": "Ping", "shell": "cmd", "text": "ping a"}, {"label": "Trace", "shell": "cmd", "text": "tracert a"}]},
            {"id": "end", "type": "solution", "title": "It works", "suggested_outcome": "resolved"},
        ],
    });
    let document = TreeDocument::from_json(document.to_string().as_bytes()).unwrap();
    assert_eq!(check(&document).first, []);
    document
}

/// The document after an edit, which undone is the one before.
#[track_caller]
fn done(edit: Edit) -> TreeDocument {
    let (before, mut document) = (draft(), draft());
    let json = serde_json::to_string(&edit).unwrap();
    assert_eq!(serde_json::from_str::<Edit>(&json).unwrap(), edit, "{json}");
    let undo = apply(&mut document, &edit).unwrap();
    assert_ne!(document, before);
    let mut undone = document.clone();
    apply_all(&mut undone, &undo).unwrap();
    assert_eq!(undone, before, "{undo:?}");
    document
}

#[track_caller]
fn refused(edit: Edit, words: &str) {
    let mut document = draft();
    assert_eq!(apply(&mut document, &edit).unwrap_err().to_string(), words);
    assert_eq!(document, draft());
}

fn ids(document: &TreeDocument) -> Vec<&str> {
    document.nodes.iter().map(|node| node.id.0.as_str()).collect()
}

fn targets(document: &TreeDocument) -> Vec<&str> {
    document.nodes.iter().flat_map(|node| node.kind.targets()).map(|id| id.0.as_str()).collect()
}

fn step(id: &str) -> DocumentNode {
    DocumentNode { id: id.into(), kind: NodeKind::Solution { suggested_outcome: None }, title: id.to_uppercase(), body: String::new() }
}

#[test]
fn the_head_is_changed_field_by_field() {
    assert_eq!(done(Edit::Name("VPN".into())).name, "VPN");
    assert_eq!(done(Edit::Key("vpn".into())).key, "vpn");
    assert_eq!(done(Edit::Tags(vec!["a".into()])).tags, ["a"]);
    assert_eq!(done(Edit::Description("When.".into())).description, "When.");
    assert_eq!(done(Edit::Root("later".into())).root.0, "later");
}

#[test]
fn steps_are_added_moved_and_removed() {
    assert_eq!(ids(&done(Edit::Add { after: Some("ask".into()), nodes: vec![step("a"), step("b")] })), ["ask", "a", "b", "do", "end"]);
    assert_eq!(ids(&done(Edit::Add { after: None, nodes: vec![step("a")] })), ["a", "ask", "do", "end"]);
    assert_eq!(ids(&done(Edit::Move { node: "end".into(), after: None })), ["end", "ask", "do"]);
    assert_eq!(ids(&done(Edit::Move { node: "ask".into(), after: Some("end".into()) })), ["do", "end", "ask"]);
    assert_eq!(ids(&done(Edit::Move { node: "ask".into(), after: Some("do".into()) })), ["do", "ask", "end"]);
    refused(Edit::Add { after: None, nodes: vec![step("do")] }, "The id “do” is taken.");
    refused(Edit::Add { after: None, nodes: vec![step("a"), step("a")] }, "The id “a” is taken.");
    refused(Edit::Add { after: Some("gone".into()), nodes: vec![step("a")] }, "There is no step “gone”.");
    refused(Edit::Move { node: "do".into(), after: Some("do".into()) }, "“do” cannot stand behind itself.");
}

#[test]
fn removed_steps_with_one_exit_are_healed_and_others_leave_problems() {
    let healed = done(Edit::Remove { nodes: vec!["do".into()], heal: true });
    assert_eq!(targets(&healed), ["end", "end"]);
    assert_eq!(check(&healed).first, []);
    assert_eq!(targets(&done(Edit::Remove { nodes: vec!["do".into()], heal: false })), ["do", "end"]);
    // A branch of several has one exit, too; the root follows.
    let both = done(Edit::Remove { nodes: vec!["ask".into(), "do".into()], heal: true });
    assert_eq!((ids(&both), both.root.0.as_str()), (vec!["end"], "end"));
    let lost = done(Edit::Remove { nodes: vec!["end".into()], heal: true });
    assert_eq!(targets(&lost), ["do", "end", "end"]);
    let told = removal(&draft(), &["do".into()]);
    let from = Edit::Target { node: "ask".into(), option: "yes".into(), target: "do".into() };
    assert_eq!(told, Removal { from: vec![from], onward: Some("end".into()) });
    assert_eq!(removal(&draft(), &["ask".into()]).from, [Edit::Root("ask".into())]);
    refused(Edit::Remove { nodes: vec!["do".into(), "gone".into()], heal: true }, "There is no step “gone”.");
}

#[test]
fn a_renamed_step_is_renamed_in_every_link_and_links_that_were_ahead_of_it_stay() {
    let renamed = done(Edit::Rename { node: "end".into(), to: "solved".into() });
    assert_eq!((ids(&renamed), targets(&renamed)), (vec!["ask", "do", "solved"], vec!["do", "solved", "solved"]));
    assert_eq!(done(Edit::Rename { node: "ask".into(), to: "x".into() }).root.0, "x");
    let mut document = draft();
    apply(&mut document, &Edit::Next { node: "do".into(), target: "solved".into() }).unwrap();
    let before = document.clone();
    let undo = apply(&mut document, &Edit::Rename { node: "do".into(), to: "solved".into() }).unwrap();
    assert_eq!(targets(&document), ["solved", "end", "solved"]);
    apply_all(&mut document, &undo).unwrap();
    assert_eq!(document, before);
    refused(Edit::Rename { node: "do".into(), to: "end".into() }, "The id “end” is taken.");
    refused(Edit::Rename { node: "do".into(), to: "".into() }, "An id must not be empty.");
}

#[test]
fn a_step_is_changed_part_by_part() {
    let (ask, act, end) = (|| NodeId::from("ask"), || NodeId::from("do"), || NodeId::from("end"));
    assert_eq!(done(Edit::Title { node: ask(), title: "On?".into() }).nodes[0].title, "On?");
    assert_eq!(done(Edit::Body { node: ask(), body: "Lamp.".into() }).nodes[0].body, "Lamp.");
    done(Edit::Kind { node: ask(), kind: NodeKind::Solution { suggested_outcome: None } });
    done(Edit::Next { node: act(), target: ask() });
    done(Edit::Outcome { node: end(), outcome: None });
    let option = |id: &str| TreeOption { id: id.into(), label: id.into(), next_node_id: end() };
    let options = |edit| match done(edit).nodes.remove(0).kind {
        NodeKind::Decision { options } => options.into_iter().map(|option| option.id).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(options(Edit::AddOption { node: ask(), after: Some("yes".into()), option: option("maybe") }), ["yes", "maybe", "no"]);
    assert_eq!(options(Edit::RemoveOption { node: ask(), option: "yes".into() }), ["no"]);
    assert_eq!(options(Edit::MoveOption { node: ask(), option: "yes".into(), after: Some("no".into()) }), ["no", "yes"]);
    assert_eq!(options(Edit::MoveOption { node: ask(), option: "no".into(), after: None }), ["no", "yes"]);
    done(Edit::Label { node: ask(), option: "no".into(), label: "Not at all".into() });
    done(Edit::Target { node: ask(), option: "no".into(), target: NodeId::default() });
    let command = || Command { label: "L".into(), shell: crate::tree::Shell::Bash, text: "ls".into(), places: String::new() };
    done(Edit::AddCommand { node: act(), at: 2, command: command() });
    done(Edit::RemoveCommand { node: act(), at: 0 });
    done(Edit::Command { node: act(), at: 1, command: command() });
    done(Edit::MoveCommand { node: act(), at: 0, to: 1 });
    refused(Edit::AddOption { node: ask(), after: None, option: option("yes") }, "The id “yes” is taken.");
    refused(
        Edit::AddOption { node: act(), after: None, option: option("x") },
        "Step “do” is of another type: only a decision has answers.",
    );
    refused(Edit::Label { node: ask(), option: "x".into(), label: String::new() }, "Step “ask” has no answer “x”.");
    refused(Edit::MoveOption { node: ask(), option: "yes".into(), after: Some("x".into()) }, "Step “ask” has no answer “x”.");
    refused(Edit::RemoveCommand { node: act(), at: 2 }, "Step “do” has no command 3.");
    refused(Edit::AddCommand { node: act(), at: usize::MAX, command: command() }, &format!("Step “do” has no command {}.", usize::MAX));
    refused(Edit::Next { node: ask(), target: end() }, "Step “ask” is of another type: only an action has commands and one next step.");
}

#[test]
fn a_batch_is_made_as_a_whole_or_not_at_all() {
    let mut document = draft();
    let good = Edit::Remove { nodes: vec!["do".into()], heal: true };
    let undo = apply_all(&mut document, &[Edit::Name("X".into()), good.clone()]).unwrap();
    assert_eq!(document.name, "X");
    apply_all(&mut document, &undo).unwrap();
    assert_eq!(document, draft());
    let bad = Edit::Title { node: "do".into(), title: "?".into() };
    assert_eq!(apply_all(&mut document, &[Edit::Name("X".into()), good, bad]), Err(EditError::NoSuchNode("do".into())));
    assert_eq!(document, draft());
    assert_eq!(apply_all(&mut document, &vec![Edit::Name("Y".into()); MAX_EDITS + 1]), Err(EditError::TooManyEdits));
    assert_eq!(document, draft());
    let body = "x".repeat(crate::tree::MAX_BYTES);
    let large = [Edit::Body { node: "do".into(), body: body.clone() }];
    assert_eq!(apply_all(&mut document, &large), Err(EditError::TooLarge));
    assert_eq!(document, draft());
    // What is too large already can be made smaller.
    document.nodes[0].body = body + "more";
    apply_all(&mut document, &[Edit::Title { node: "ask".into(), title: "A?".into() }]).unwrap();
}

#[test]
fn another_document_takes_the_place_of_the_whole_if_its_ids_are_its_own() {
    let mut twice = draft();
    twice.nodes[1].id = "ask".into();
    refused(Edit::Document(Box::new(twice.clone())), "The id “ask” is taken.");
    let (own, new) = twice.into_draft();
    assert_eq!(ids(&own), ["ask", "ask-2", "end"]);
    assert_eq!(new, [NewId { node: "ask-2".into(), option: None, before: "ask".into() }]);
    done(Edit::Document(Box::new(own)));
    let mut unnamed = draft();
    unnamed.nodes[2].id = NodeId::default();
    unnamed.nodes[0].kind = NodeKind::Decision {
        options: ["a", "", "a"].map(|id| TreeOption { id: id.into(), label: "Oh no".into(), next_node_id: NodeId::default() }).to_vec(),
    };
    assert!(!unnamed.is_draft());
    let (own, new) = unnamed.into_draft();
    assert!(own.is_draft());
    assert_eq!((ids(&own)[2], new.len()), ("it-works", 3));
    let NodeKind::Decision { options } = &own.nodes[0].kind else { panic!("a decision") };
    assert_eq!(options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), ["a", "oh-no", "a-2"]);
}

#[test]
fn a_branch_has_what_is_reached_through_it_alone_and_is_pasted_with_ids_of_its_own() {
    let document = draft();
    let of = |id: &str| branch(&document, &id.into()).into_iter().map(|node| node.id.0).collect::<Vec<_>>();
    assert_eq!((of("do"), of("ask"), of("gone")), (vec!["do".to_owned()], vec!["ask".into(), "do".into(), "end".into()], vec![]));
    let paste = pasted(&document, Some(&"end".into()), &branch(&document, &"ask".into()));
    let mut twice = document.clone();
    apply(&mut twice, &paste).unwrap();
    assert_eq!(ids(&twice), ["ask", "do", "end", "ask-2", "do-2", "end-2"]);
    assert_eq!(targets(&twice)[3..], ["do-2", "end-2", "end-2"]);
    // Into another tree it keeps its ids.
    let mut empty = TreeDocument::default();
    apply(&mut empty, &pasted(&TreeDocument::default(), None, &document.nodes)).unwrap();
    assert_eq!(empty.nodes, document.nodes);
}

#[test]
fn an_authors_edits_are_undone_unless_somebody_else_changed_the_same_unit() {
    let mut document = draft();
    let mine = apply(&mut document, &Edit::Title { node: "do".into(), title: "Mine".into() }).unwrap();
    let theirs = [
        Edit::Body { node: "do".into(), body: "Theirs".into() },
        Edit::Label { node: "ask".into(), option: "yes".into(), label: "Theirs".into() },
    ];
    apply_all(&mut document, &theirs).unwrap();
    apply_all(&mut document, &undo(&mine, &theirs).unwrap()).unwrap();
    assert_eq!((document.nodes[1].title.as_str(), document.nodes[1].body.as_str()), ("Ping it", "Theirs"));
    let again = [Edit::Title { node: "do".into(), title: "Theirs".into() }];
    assert_eq!(undo(&mine, &again).unwrap_err().to_string(), "The title of step “do” was changed by somebody else since.");
    for whole in [Edit::Remove { nodes: vec!["do".into()], heal: false }, Edit::Document(Box::new(draft()))] {
        assert!(undo(&mine, [&whole]).is_err(), "{whole:?}");
    }
    // A link that was led on is a unit of its own.
    let healed = apply(&mut draft(), &Edit::Remove { nodes: vec!["do".into()], heal: true }).unwrap();
    let led = Edit::Target { node: "ask".into(), option: "yes".into(), target: "ask".into() };
    assert!(undo(&healed, [&led]).is_err());
}

#[test]
fn new_ids_are_made_of_words_and_are_nobodys() {
    let mut document = draft();
    assert_eq!(new_node_id(&document, "Call the ISP!").0, "call-the-isp");
    assert_eq!(new_node_id(&document, "END").0, "end-2");
    apply(&mut document, &Edit::Next { node: "do".into(), target: "later".into() }).unwrap();
    assert_eq!(new_node_id(&document, "Later").0, "later-2");
    assert_eq!(new_option_id(&document.nodes[0].kind, "Yes"), "yes-2");
    assert_eq!(new_option_id(&document.nodes[1].kind, "…"), "answer");
}
