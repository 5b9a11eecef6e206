//! The form of a step with its buttons.

use ::app::backend::drafts::{DraftChange, StepDeed};
use ::app::error::AppError;
use resolutionflow::tree::{NodeKind, StepForm, TreeOption, branch};

use super::Author;
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA};

/// The form of a step as it is filled with what is there.
async fn form(author: &Author, node: &str) -> StepForm {
    let node = author.node(node).await;
    StepForm { title: node.title, body: node.body, kind: node.kind }
}

/// Presses a button of a step's form as it was changed; the revision afterwards.
async fn press(author: &Author, node: &str, deed: StepDeed, change: impl FnOnce(&mut StepForm)) -> Result<u32, AppError> {
    let mut form = form(author, node).await;
    change(&mut form);
    let revision = author.page().await.revision;
    author.changes_at(revision, DraftChange::Step { node: node.into(), form, deed: Some(deed) }).await
}

fn options(kind: &mut NodeKind) -> &mut Vec<TreeOption> {
    let NodeKind::Decision { options } = kind else { panic!("a decision") };
    options
}

fn row(label: &str, target: &str) -> TreeOption {
    TreeOption { id: String::new(), label: label.into(), next_node_id: target.into() }
}

async fn labels(author: &Author, node: &str) -> Vec<String> {
    let mut node = author.node(node).await;
    options(&mut node.kind).iter().map(|option| option.label.clone()).collect()
}

async fn ids(author: &Author) -> Vec<String> {
    author.document().await.nodes.into_iter().map(|node| node.id.0).collect()
}

#[tokio::test]
async fn every_button_saves_what_was_typed_and_then_does_its_own() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    press(&mara, "q1", StepDeed::AddRow, |form| form.title = "Is it on?".into()).await.unwrap();
    assert_eq!((mara.node("q1").await.title.as_str(), labels(&mara, "q1").await.len()), ("Is it on?", 3));
    // A row that nobody filled in is none, but counts where rows are numbered.
    press(&mara, "q1", StepDeed::MoveRow(4, 3), |form| {
        options(&mut form.kind)[2].label = "Perhaps".into();
        options(&mut form.kind).extend([row("", ""), row("It blinks", "")]);
    })
    .await
    .unwrap();
    assert_eq!(labels(&mara, "q1").await, ["Yes, it is", "No", "It blinks", "Perhaps"]);
    press(&mara, "q1", StepDeed::MoveRow(0, 9), |_| {}).await.unwrap();
    press(&mara, "q1", StepDeed::MoveRow(0, 2), |_| {}).await.unwrap();
    press(&mara, "q1", StepDeed::MoveRow(2, 0), |_| {}).await.unwrap();
    press(&mara, "q1", StepDeed::RemoveRow(3), |_| {}).await.unwrap();
    press(&mara, "q1", StepDeed::RemoveRow(9), |_| {}).await.unwrap();
    assert_eq!(labels(&mara, "q1").await, ["Yes, it is", "No", "It blinks"]);
    press(&mara, "a1", StepDeed::AddRow, |_| {}).await.unwrap();
    let commands = |kind| if let NodeKind::Action { commands, .. } = kind { commands.len() } else { 0 };
    assert_eq!(commands(mara.node("a1").await.kind), 2);
    press(&mara, "a1", StepDeed::RemoveRow(0), |_| {}).await.unwrap();
    assert_eq!(commands(mara.node("a1").await.kind), 0);
}

#[tokio::test]
async fn a_step_that_an_answer_names_is_created_with_the_words_that_were_typed() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    press(&mara, "q1", StepDeed::CreateTarget(2), |form| options(&mut form.kind).push(row("It blinks", "Call the ISP!"))).await.unwrap();
    let mut asked = mara.node("q1").await;
    assert_eq!(options(&mut asked.kind)[2].next_node_id.0, "call-the-isp");
    assert_eq!(mara.node("call-the-isp").await.title, "Call the ISP!");
    press(&mara, "a1", StepDeed::CreateTarget(0), |form| {
        let NodeKind::Action { next_node_id, .. } = &mut form.kind else { panic!("an action") };
        *next_node_id = "reset-it".into();
    })
    .await
    .unwrap();
    assert_eq!(mara.node("reset-it").await.title, "Reset it");
    assert_eq!(ids(&mara).await, ["q1", "call-the-isp", "a1", "reset-it", "q2", "s1", "s2"]);
    // What is there is not created again.
    let before = mara.page().await.revision;
    assert_eq!(press(&mara, "a1", StepDeed::CreateTarget(0), |_| {}).await, Ok(before));
}

#[tokio::test]
async fn steps_are_added_moved_and_taken_out() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    press(&mara, "s2", StepDeed::AddStep("Then  this".into()), |_| {}).await.unwrap();
    press(&mara, "then-this", moved(true, 1), |_| {}).await.unwrap();
    assert_eq!(ids(&mara).await, ["q1", "a1", "q2", "s1", "then-this", "s2"]);
    press(&mara, "q1", moved(false, 1), |_| {}).await.unwrap();
    for (node, up, past) in [("a1", true, 1), ("s2", false, 1), ("q1", true, 9), ("q1", false, usize::MAX)] {
        press(&mara, node, moved(up, past), |_| {}).await.unwrap();
    }
    assert_eq!(ids(&mara).await, ["a1", "q1", "q2", "s1", "then-this", "s2"]);
    press(&mara, "a1", StepDeed::Remove, |form| form.title = "Typed before".into()).await.unwrap();
    let mut asked = mara.node("q1").await;
    assert_eq!(options(&mut asked.kind)[0].next_node_id.0, "q2");
    mara.undoes(false).await.unwrap();
    assert_eq!(mara.node("a1").await.title, "Ping the gateway");
    press(&mara, "q2", StepDeed::MakeRoot, |_| {}).await.unwrap();
    assert_eq!(mara.document().await.root.0, "q2");
    let gone = press(&mara, "s1", StepDeed::Remove, |_| {}).await;
    assert!(gone.is_ok());
    let form = StepForm { title: "X".into(), body: String::new(), kind: NodeKind::Solution { suggested_outcome: None } };
    let revision = mara.page().await.revision;
    let refused = mara.changes_at(revision, DraftChange::Step { node: "s1".into(), form, deed: None }).await;
    assert_eq!(refused, Err(AppError::BadEdit("There is no step “s1”.".into())));
}

fn moved(up: bool, past: usize) -> StepDeed {
    StepDeed::Move { up, past }
}

#[tokio::test]
async fn a_step_is_moved_as_the_outline_shows_its_neighbours() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let before = ids(&mara).await;
    // Below a decision that is the order of its answers.
    press(&mara, "s2", moved(true, 1), |form| form.title = "Plug it in now".into()).await.unwrap();
    assert_eq!((labels(&mara, "q1").await, ids(&mara).await), (vec!["No".to_owned(), "Yes, it is".to_owned()], before));
    assert_eq!(mara.node("s2").await.title, "Plug it in now");
    mara.undoes(false).await.unwrap();
    assert_eq!((labels(&mara, "q1").await[0].as_str(), mara.node("s2").await.title.as_str()), ("Yes, it is", "Plug it in"));
    // What nothing leads to has the author's, past steps in between.
    for (behind, title) in [("q1", "One"), ("s1", "Two"), ("s2", "Three")] {
        press(&mara, behind, StepDeed::AddStep(title.into()), |_| {}).await.unwrap();
    }
    press(&mara, "three", moved(true, 2), |_| {}).await.unwrap();
    assert_eq!(ids(&mara).await, ["q1", "three", "one", "a1", "q2", "s1", "two", "s2"]);
    press(&mara, "three", moved(false, 2), |_| {}).await.unwrap();
    assert_eq!(ids(&mara).await, ["q1", "one", "a1", "q2", "s1", "two", "three", "s2"]);
}

#[tokio::test]
async fn forms_of_two_people_merge_field_by_field() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    let (mut one, mut other) = (form(&mara, "q1").await, form(&mara, "q1").await);
    one.title = "Is it on?".into();
    one.body = "First.\r\nSecond.\0".into();
    options(&mut other.kind)[1].label = "Not at all".into();
    let step = |form| DraftChange::Step { node: "q1".into(), form, deed: None };
    assert_eq!(mara.changes_at(0, step(one)).await, Ok(1));
    assert_eq!(ada.changes_at(0, step(other)).await, Ok(2));
    let node = mara.node("q1").await;
    assert_eq!((node.title.as_str(), node.body.as_str()), ("Is it on?", "First.\nSecond."));
    assert_eq!(labels(&mara, "q1").await, ["Yes, it is", "Not at all"]);
}

#[tokio::test]
async fn a_branch_is_taken_out_whole_and_pasted_into_another_tree() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let copied = branch(&mara.document().await, &"q2".into());
    press(&mara, "q2", StepDeed::RemoveBranch, |form| form.title = "Typed before".into()).await.unwrap();
    let left = ids(&mara).await;
    assert!(copied.iter().all(|node| !left.contains(&node.id.0)) && left.contains(&"q1".to_owned()), "{left:?}");
    mara.undoes(false).await.unwrap();

    let other = Author::begins(&app, MARA, super::blank("Another")).await;
    let first = other.document().await.root.0;
    // An action that leads nowhere leads to what is pasted below it; ids that are taken become new ones.
    press(&other, &first, StepDeed::Paste(copied.clone()), |form| {
        form.kind = NodeKind::Action { commands: vec![], next_node_id: "".into() };
    })
    .await
    .unwrap();
    press(&other, &first, StepDeed::Paste(copied.clone()), |_| {}).await.unwrap();
    let there = ids(&other).await;
    assert_eq!(there.len(), 1 + 2 * copied.len(), "{there:?}");
    assert_eq!(other.node(&first).await.kind.targets().collect::<Vec<_>>(), [&copied[0].id]);
    let nodes = other.document().await.nodes;
    assert!(nodes[1].id != copied[0].id && nodes[1].kind.targets().any(|to| *to == nodes[2].id), "its links go along: {there:?}");
}
