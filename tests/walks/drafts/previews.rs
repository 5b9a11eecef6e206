//! Previews: any draft is walked, whatever is wrong with it, and a walk that is kept as a test passes until its tree changes.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use resolutionflow::id::CommandId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Refusal, Session};
use resolutionflow::tree::{DocumentNode, Edit, NodeId, NodeKind, Tree, TreeDocument, TreeOption, WalkTest, apply, apply_all, dead_end};

use super::replays::document;
use super::{drafts, made, picks};
use crate::cases;
use crate::moves::person;
use crate::tree_text::any_documents;
use crate::walk::{started, uuid};

/// Does an action in a preview, `number` of which were done before.
fn does(session: &Session, tree: &Tree, number: usize, action: Action) -> Result<Session, Refusal> {
    let command = Command { id: CommandId(uuid(number + 1)), base_revision: session.revision, at: None, draft: None, action };
    session.after(tree, &command, &person(0), session.last_activity_at.plus(9))
}

/// Walks a tree with the answers that are picked, back now and then, as far as it goes.
fn walked(tree: &Tree, picks: &[(Index, bool)]) -> Session {
    let mut session = started(tree);
    for (number, (pick, back)) in picks.iter().enumerate() {
        let node = tree.node(&session.open_visit().unwrap().node_id).unwrap();
        let action = match &node.kind {
            _ if *back && session.back_target().is_some() => Action::Back,
            NodeKind::Decision { options } if !options.is_empty() => Action::Choose { option_id: pick.get(options).id.clone() },
            NodeKind::Action { .. } => Action::Continue,
            NodeKind::Decision { .. } | NodeKind::Solution { .. } => return session,
        };
        session = does(&session, tree, number, action).unwrap();
    }
    session
}

fn steps() -> impl Strategy<Value = Vec<(Index, bool)>> {
    vec((any::<Index>(), prop::bool::weighted(0.1)), 0..40)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_draft_is_walked_from_any_step_to_an_end_or_where_it_leads_nowhere(
        document in prop_oneof![any_documents(), drafts()], from in any::<Index>(), is_from in any::<bool>(), steps in steps()
    ) {
        let start = (is_from && !document.nodes.is_empty()).then(|| from.get(&document.nodes).id.clone());
        let tree = Tree::to_walk(&document, start.as_ref());
        let session = walked(&tree, &steps);
        let here = session.open_visit().unwrap().node_id.clone();
        match dead_end(&document, &session) {
            Some(dead) => prop_assert_eq!(dead.target, here),
            None => prop_assert!(document.nodes.iter().any(|node| node.id == here)),
        }
        if let Some(test) = WalkTest::of(&session, &tree, start.is_none()) {
            prop_assert_eq!(test.run(&tree), Ok(()));
            let json = serde_json::to_string(&test).unwrap();
            prop_assert_eq!(serde_json::from_str::<WalkTest>(&json).unwrap(), test);
        }
    }

    #[test]
    fn a_test_has_an_answer_on_any_other_draft(document in drafts(), steps in steps(), picks in picks(1..10)) {
        let tree = Tree::to_walk(&document, None);
        let Some(test) = WalkTest::of(&walked(&tree, &steps), &tree, true) else { return Ok(()) };
        let mut other = document;
        made(&mut other, &picks);
        if let Err(stop) = test.run(&Tree::sketch(&other)) {
            prop_assert!(!stop.to_string().is_empty());
        }
    }

    #[test]
    fn a_test_passes_whatever_ids_steps_get_that_keep_their_titles(document in drafts(), steps in steps()) {
        let sketch = Tree::sketch(&document);
        let titles: HashSet<&str> = sketch.nodes().iter().map(|node| node.title.as_str()).collect();
        prop_assume!(titles.len() == document.nodes.len());
        let tree = Tree::to_walk(&document, None);
        let Some(test) = WalkTest::of(&walked(&tree, &steps), &tree, true) else { return Ok(()) };
        prop_assume!(document.nodes.iter().any(|node| node.id == test.end.step.id));
        let mut other = document.clone();
        for (number, node) in document.nodes.iter().enumerate() {
            apply(&mut other, &Edit::Rename { node: node.id.clone(), to: NodeId(format!("renamed {number} of these")) }).unwrap();
        }
        prop_assert_eq!(test.run(&Tree::sketch(&other)), Ok(()));
    }
}

/// The walk that says yes, pings and ends, as a test.
fn kept() -> WalkTest {
    let tree = Tree::to_walk(&document(), None);
    let session = does(&started(&tree), &tree, 0, Action::Choose { option_id: "yes".into() }).unwrap();
    assert_eq!(WalkTest::of(&session, &tree, true), None);
    WalkTest::of(&does(&session, &tree, 1, Action::Continue).unwrap(), &tree, true).unwrap()
}

/// What it says after some edits; empty where it passes.
fn stops(edits: &[Edit]) -> String {
    let mut document = document();
    apply_all(&mut document, edits).unwrap();
    kept().run(&Tree::sketch(&document)).err().map(|stop| stop.to_string()).unwrap_or_default()
}

fn target(option: &str, to: &str) -> Edit {
    Edit::Target { node: "ask".into(), option: option.into(), target: to.into() }
}

fn end(id: &str, title: &str) -> Edit {
    let kind = NodeKind::Solution { suggested_outcome: None };
    Edit::Add { after: None, nodes: vec![DocumentNode { id: id.into(), kind, title: title.into(), body: String::new() }] }
}

#[test]
fn words_and_actions_between_may_change() {
    let title = |node: &str| Edit::Title { node: node.into(), title: "Other words".into() };
    assert_eq!(stops(&[title("ask"), title("do"), title("end")]), "");
    assert_eq!(stops(&[Edit::Remove { nodes: vec!["do".into()], heal: true }]), "");
    assert_eq!(
        stops(&[Edit::Rename { node: "ask".into(), to: "first".into() }, Edit::Rename { node: "end".into(), to: "last".into() }]),
        ""
    );
}

#[test]
fn a_test_says_where_it_stops_and_why() {
    assert_eq!(stops(&[target("yes", "")]), "At “Is it on?” the answer “Yes” leads nowhere.");
    assert_eq!(stops(&[Edit::Next { node: "do".into(), target: "gone".into() }]), "“Ping it” leads nowhere.");
    let gone = Edit::RemoveOption { node: "ask".into(), option: "yes".into() };
    assert_eq!(stops(&[gone]), "At “Is it on?” the answer “Yes” is gone.");
    assert_eq!(stops(&[end("other", "It smokes"), target("yes", "other")]), "It ends at “It smokes”, not at “It works”.");
    let outcome = Edit::Outcome { node: "end".into(), outcome: Some(Outcome::Escalated) };
    assert_eq!(stops(&[outcome]), "The end “It works” suggests escalated, not no outcome.");
    assert_eq!(stops(&[Edit::Next { node: "do".into(), target: "do".into() }]), "It goes on and on at “Ping it”.");
    let back = Edit::Next { node: "do".into(), target: "ask".into() };
    assert_eq!(stops(&[back]), "It comes to “Is it on?”, which it has no answer for, not to the end “It works”.");
    assert_eq!(stops(&[Edit::Root("end".into())]), "It comes to “It works”, not to “Is it on?”.");
    assert_eq!(stops(&[Edit::Root("gone".into())]), "Walks begin at a step that is not there.");
    let test = WalkTest { start: Some(kept().end.step), ..kept() };
    let mut document = document();
    apply(&mut document, &Edit::Remove { nodes: vec!["end".into()], heal: false }).unwrap();
    assert_eq!(test.run(&Tree::sketch(&document)).unwrap_err().to_string(), "It begins at “It works”, which is gone.");
}

#[test]
fn a_preview_leads_back_from_where_nothing_is_and_says_by_which_link_it_came() {
    let mut document = document();
    apply_all(&mut document, &[target("yes", "Call the ISP"), Edit::Next { node: "do".into(), target: NodeId::default() }]).unwrap();
    let tree = Tree::to_walk(&document, None);
    let stuck = does(&started(&tree), &tree, 0, Action::Choose { option_id: "yes".into() }).unwrap();
    let dead = dead_end(&document, &stuck).unwrap();
    assert_eq!((dead.from, dead.option.as_deref(), dead.target), (Some("ask".into()), Some("yes"), "Call the ISP".into()));
    let back = does(&stuck, &tree, 1, Action::Back).unwrap();
    assert_eq!((back.open_visit().unwrap().node_id.clone(), dead_end(&document, &back)), ("ask".into(), None));
    let tree = Tree::to_walk(&document, Some(&"do".into()));
    let stuck = does(&started(&tree), &tree, 0, Action::Continue).unwrap();
    let dead = dead_end(&document, &stuck).unwrap();
    assert_eq!((dead.from, dead.option, dead.target), (Some("do".into()), None, NodeId::default()));
    let nowhere = TreeDocument { root: NodeId::default(), nodes: Vec::new(), ..document };
    assert_eq!(dead_end(&nowhere, &started(&Tree::to_walk(&nowhere, None))).unwrap().from, None);
}

#[test]
fn titles_and_answers_are_cut_that_a_visit_could_not_record() {
    let mut document = document();
    let label = TreeOption { id: "long".into(), label: "ä".repeat(9_000), next_node_id: "end".into() };
    let edits =
        [Edit::Title { node: "ask".into(), title: "ä".repeat(9_000) }, Edit::AddOption { node: "ask".into(), after: None, option: label }];
    apply_all(&mut document, &edits).unwrap();
    let sketch = Tree::sketch(&document);
    let node = &sketch.nodes()[0];
    assert_eq!((node.title.chars().count(), node.option("long").unwrap().label.chars().count()), (200, 200));
}
