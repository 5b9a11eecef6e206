//! Walks replayed: on the tree that they went through they go the same; on another they say what is in their way.

use std::collections::HashMap;

use proptest::prelude::*;
use resolutionflow::decision::{DecisionRecord, LeftBy};
use resolutionflow::tree::{
    DocumentNode, Edit, Effect, Met, NodeId, NodeKind, Obstacle, Replay, Tree, TreeDocument, TreeOption, apply, apply_all,
};

use super::{made, picks};
use crate::cases;
use crate::walk::{started, uuid, walks};

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn on_an_unchanged_tree_every_walk_goes_the_same(walk in walks()) {
        let preview = Tree::preview(&walk.document);
        prop_assert_eq!(&preview, &walk.tree);
        for session in walk.states() {
            prop_assert_eq!(preview.replay(&session.records, &HashMap::new()), Replay::Same);
        }
    }

    #[test]
    fn on_a_tree_with_other_ids_alone_every_walk_goes_the_same(walk in walks()) {
        let (mut document, mut names) = (walk.document.clone(), HashMap::new());
        for (number, node) in walk.document.nodes.iter().enumerate() {
            let to = NodeId(format!("renamed {number}"));
            apply(&mut document, &Edit::Rename { node: node.id.clone(), to: to.clone() }).unwrap();
            names.insert(node.id.clone(), to);
        }
        prop_assert_eq!(Tree::preview(&document).replay(&walk.end().records, &names), Replay::Same);
    }

    #[test]
    fn on_any_draft_a_walk_has_an_answer(walk in walks(), picks in picks(1..10)) {
        let mut document = walk.document.clone();
        made(&mut document, &picks);
        Tree::preview(&document).replay(&walk.end().records, &HashMap::new());
    }
}

/// `ask` –yes→ `do` → `end`, `ask` –no→ `end`.
pub(super) fn document() -> TreeDocument {
    let node = |id: &str, title: &str, kind| DocumentNode { id: id.into(), kind, title: title.into(), body: String::new() };
    let option = |id: &str, label: &str, to: &str| TreeOption { id: id.into(), label: label.into(), next_node_id: to.into() };
    let options = vec![option("yes", "Yes", "do"), option("no", "No", "end")];
    TreeDocument {
        root: "ask".into(),
        nodes: vec![
            node("ask", "Is it on?", NodeKind::Decision { options }),
            node("do", "Ping it", NodeKind::Action { commands: Vec::new(), next_node_id: "end".into() }),
            node("end", "It works", NodeKind::Solution { suggested_outcome: None }),
        ],
        ..crate::tree_limits::chain(3)
    }
}

/// Records of the walk that says yes, pings and ends; `answered` that it is.
fn records() -> Vec<DecisionRecord> {
    use resolutionflow::session::{Action, Command};
    let tree = Tree::publish(&document()).unwrap();
    let mut session = started(&tree);
    let complete =
        Action::Complete { outcome: resolutionflow::outcome::Outcome::Resolved, notes: Default::default(), next_steps: Default::default() };
    let actions = [Action::Choose { option_id: "yes".into() }, Action::Continue, complete];
    for (number, action) in actions.into_iter().enumerate() {
        let id = resolutionflow::id::CommandId(uuid(number + 1));
        let command = Command { id, base_revision: session.revision, at: None, draft: None, action };
        session = session.after(&tree, &command, &crate::moves::person(0), session.last_activity_at.plus(9)).unwrap();
    }
    assert_eq!(
        session.records.iter().map(|record| record.left_by).collect::<Vec<_>>(),
        [LeftBy::Answered, LeftBy::Continued, LeftBy::Completed]
    );
    session.records
}

fn replayed(edits: &[Edit]) -> Replay {
    let mut document = document();
    apply_all(&mut document, edits).unwrap();
    Tree::preview(&document).replay(&records(), &HashMap::new())
}

fn stuck(edits: &[Edit]) -> String {
    match replayed(edits) {
        Replay::Stuck(obstacle) => obstacle.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn changed_words_and_new_steps_are_met() {
    assert_eq!(replayed(&[]), Replay::Same);
    assert_eq!(replayed(&[Edit::Name("Another".into())]), Replay::Same);
    let title = Edit::Title { node: "do".into(), title: "Ping twice".into() };
    assert_eq!(replayed(&[title]), Replay::Changed(vec![Met::Title { node: "do".into(), before: "Ping it".into() }]));
    let label = Edit::Label { node: "ask".into(), option: "yes".into(), label: "It is".into() };
    assert_eq!(replayed(&[label]), Replay::Changed(vec![Met::Answer { node: "ask".into(), before: "Yes".into() }]));
    let between = DocumentNode {
        id: "wait".into(),
        kind: NodeKind::Action { commands: Vec::new(), next_node_id: "do".into() },
        title: "Wait".into(),
        body: String::new(),
    };
    let target = Edit::Target { node: "ask".into(), option: "yes".into(), target: "wait".into() };
    assert_eq!(replayed(&[Edit::Add { after: None, nodes: vec![between] }, target]), Replay::Changed(vec![Met::New("wait".into())]));
}

#[test]
fn what_is_in_the_way_is_told() {
    let gone = Edit::RemoveOption { node: "ask".into(), option: "yes".into() };
    assert_eq!(stuck(&[gone]), "the answer “Yes” is gone");
    assert_eq!(stuck(&[Edit::Remove { nodes: vec!["do".into()], heal: true }]), "the step “Ping it” is gone");
    let target = |to: &str| Edit::Target { node: "ask".into(), option: "yes".into(), target: to.into() };
    assert_eq!(stuck(&[target("end")]), "the answer “Yes” leads to “It works” now");
    assert_eq!(stuck(&[target("")]), "the answer “Yes” leads nowhere");
    assert_eq!(stuck(&[Edit::Root("do".into()), Edit::Next { node: "do".into(), target: "do".into() }]), "walks begin at “Ping it” now");
    let solution = Edit::Kind { node: "do".into(), kind: NodeKind::Solution { suggested_outcome: None } };
    assert_eq!(stuck(&[solution]), "the step “Ping it” is of another type");
}

#[test]
fn the_effect_on_many_walks_is_one_sentence() {
    let answer = || Obstacle::AnswerGone { step: "Which?".into(), answer: "Printer offline".into() };
    let replays = |stuck| {
        let same = std::iter::repeat_n(Replay::Same, 462).chain(std::iter::repeat_n(Replay::Changed(Vec::new()), 31));
        same.chain(std::iter::repeat_n(Replay::Stuck(answer()), stuck))
    };
    assert_eq!(
        Effect::of(replays(7)).unwrap().to_string(),
        "462 walk the same, 31 meet changed words or new steps, 7 cannot: the answer “Printer offline” is gone (7 of 500)."
    );
    assert_eq!(Effect::of(std::iter::repeat_n(Replay::Same, 9)), None);
    assert_eq!(Effect::of(std::iter::repeat_n(Replay::Same, 10)).unwrap().to_string(), "10 walk the same.");
}
