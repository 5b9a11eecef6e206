//! Two authors in one draft.

use ::app::backend::drafts::DraftChange;
use ::app::error::{AppError, Dispute};
use resolutionflow::tree::Edit;

use super::{Author, body, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA};

#[tokio::test]
async fn what_two_change_in_different_places_is_merged_whenever_it_arrives() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    assert_eq!(mara.edits_at(0, vec![title("q1", "Is it on?")]).await, Ok(1));
    assert_eq!(ada.edits_at(0, vec![body("q1", "Look **behind** the desk.\n\nAnd below.")]).await, Ok(2));
    assert_eq!(ada.edits_at(0, vec![Edit::Remove { nodes: vec!["s2".into()], heal: false }]).await, Ok(3));
    assert_eq!(mara.edits_at(1, vec![Edit::Name("VPN".into())]).await, Ok(4));
    let document = mara.document().await;
    assert_eq!((document.name.as_str(), document.nodes.len()), ("VPN", 4));
    let node = mara.node("q1").await;
    assert_eq!((node.title.as_str(), node.body.as_str()), ("Is it on?", "Look **behind** the desk.\n\nAnd below."));
    // Another server has none of it in memory.
    let ada = ada.elsewhere(&app, ADA).await;
    assert_eq!(ada.edits_at(0, vec![title("s1", "It works again")]).await, Ok(5));
    assert_eq!(*mara.page().await.document, ada.document().await);
}

#[tokio::test]
async fn what_two_change_to_different_texts_is_disputed_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    mara.edits_at(0, vec![title("q1", "Is it on?")]).await.unwrap();
    let before = mara.page().await;
    let edits = vec![Edit::Name("VPN".into()), title("q1", "Is there light?")];
    let dispute =
        Dispute { part: "The title of step “q1”".into(), theirs: Some("Is it on?".into()), mine: Some("Is there light?".into()) };
    assert_eq!(ada.edits_at(0, edits.clone()).await, Err(AppError::Disputed(vec![dispute])));
    let after = mara.page().await;
    assert_eq!((after.revision, after.document), (before.revision, before.document));
    assert_eq!(super::stored(&app, mara.id).await, 1);
    // The same text is no dispute, and whoever has seen theirs may replace it.
    assert_eq!(ada.edits_at(0, vec![title("q1", "Is it on?")]).await, Ok(1));
    assert_eq!(ada.edits_at(1, edits).await, Ok(2));
    assert_eq!(mara.node("q1").await.title, "Is there light?");
}

#[tokio::test]
async fn a_step_that_one_changes_and_another_removes_is_disputed() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    mara.edits_at(0, vec![Edit::Remove { nodes: vec!["a1".into()], heal: true }]).await.unwrap();
    let Err(AppError::Disputed(disputes)) = ada.edits_at(0, vec![title("a1", "Ping it")]).await else { panic!("no dispute") };
    assert_eq!((disputes.len(), disputes[0].theirs.as_ref()), (1, None));
    assert!(disputes[0].mine.as_ref().is_some_and(|mine| mine.contains("Ping it")));
    let gone = "There is no step “a1”.".to_owned();
    assert_eq!(ada.edits_at(1, vec![title("a1", "Ping it")]).await, Err(AppError::BadEdit(gone)));
}

#[tokio::test]
async fn a_form_of_a_revision_that_is_not_there_or_too_long_ago_is_told_so() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    assert!(matches!(mara.edits_at(7, vec![title("q1", "X")]).await, Err(AppError::BadEdit(_))));
    mara.edits_at(0, vec![title("q1", "X")]).await.unwrap();
    sqlx::query("update draft_edits set bytes = 100000000").execute(&app.superuser).await.unwrap();
    let Err(AppError::BadEdit(words)) = mara.edits_at(0, vec![title("q2", "Y")]).await else { panic!("taken") };
    assert!(words.starts_with("Too much has changed"), "{words}");
    assert_eq!(mara.edits_at(1, vec![title("q2", "Y")]).await, Ok(2));
}

#[tokio::test]
async fn text_that_somebody_edited_is_merged_with_what_others_did_meanwhile() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    let text = mara.document().await.to_text().replace("Plug it in", "Plug it in firmly");
    ada.edits_at(0, vec![title("q2", "Is there an answer?")]).await.unwrap();
    assert_eq!(mara.changes_at(0, DraftChange::Text(text)).await, Ok(2));
    assert_eq!((mara.node("s2").await.title, mara.node("q2").await.title), ("Plug it in firmly".into(), "Is there an answer?".into()));
}
