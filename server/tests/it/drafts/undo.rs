//! Undo and redo, per author, on the server.

use ::app::error::AppError;
use resolutionflow::tree::Edit;

use super::{Author, body, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA};

#[tokio::test]
async fn an_author_undoes_and_does_again_step_by_step_over_a_reload() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let first = mara.document().await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.edits(vec![Edit::Remove { nodes: vec!["a1".into()], heal: true }]).await;
    mara.edits(vec![Edit::Rename { node: "s1".into(), to: "works".into() }]).await;
    let last = mara.document().await;
    assert_eq!(mara.page().await.undo.as_deref(), Some("Step “It works”: id s1 → works."));
    assert_eq!(mara.page().await.redo, None);
    // Another login, as after a reload.
    let mara = Author { backend: app.sign_in(MARA).await, ..mara };
    for _ in 0..3 {
        mara.undoes(false).await.unwrap();
    }
    let page = mara.page().await;
    assert_eq!((&*page.document, page.undo, page.revision), (&first, None, 6));
    assert!(matches!(mara.undoes(false).await, Err(AppError::BadEdit(_))));
    for _ in 0..3 {
        mara.undoes(true).await.unwrap();
    }
    let page = mara.page().await;
    assert_eq!((&*page.document, page.redo), (&last, None));
    assert!(matches!(mara.undoes(true).await, Err(AppError::BadEdit(_))));
    // What was done again is undone again; something new leaves nothing to do again.
    mara.undoes(false).await.unwrap();
    mara.undoes(false).await.unwrap();
    assert_eq!(mara.document().await.nodes.len(), 5);
    assert!(mara.page().await.redo.is_some());
    mara.edits(vec![Edit::Name("VPN".into())]).await;
    assert_eq!(mara.page().await.redo, None);
    mara.undoes(false).await.unwrap();
    mara.undoes(true).await.unwrap();
    assert!(matches!(mara.undoes(true).await, Err(AppError::BadEdit(_))));
    assert_eq!(mara.document().await.name, "VPN");
}

#[tokio::test]
async fn undo_takes_back_what_one_wrote_and_nothing_of_others() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    mara.edits(vec![title("q1", "Is it on?")]).await;
    ada.edits(vec![title("q2", "Is there an answer?")]).await;
    ada.edits(vec![body("q1", "Below the desk.")]).await;
    assert!(ada.page().await.undo.is_some());
    mara.undoes(false).await.unwrap();
    let node = mara.node("q1").await;
    assert_eq!((node.title.as_str(), node.body.as_str()), ("Is it plugged in?", "Below the desk."));
    assert_eq!(mara.node("q2").await.title, "Is there an answer?");
    mara.undoes(true).await.unwrap();
    ada.edits(vec![title("q1", "Is there light?")]).await;
    let refused = AppError::BadEdit("The title of step “q1” was changed by somebody else since.".into());
    assert_eq!(mara.undoes(false).await, Err(refused));
    assert_eq!(mara.node("q1").await.title, "Is there light?");
    // Two of Ada's are still hers to undo.
    ada.undoes(false).await.unwrap();
    ada.undoes(false).await.unwrap();
    let node = mara.node("q1").await;
    assert_eq!((node.title.as_str(), node.body.as_str()), ("Is it on?", "Look **behind** the desk."));
}

#[tokio::test]
async fn a_removed_step_comes_back_where_it_stood_although_its_neighbour_is_gone() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    mara.edits(vec![Edit::Remove { nodes: vec!["q2".into()], heal: false }]).await;
    ada.edits(vec![Edit::Remove { nodes: vec!["a1".into()], heal: false }]).await;
    mara.undoes(false).await.unwrap();
    let ids: Vec<String> = mara.document().await.nodes.into_iter().map(|node| node.id.0).collect();
    assert_eq!(ids, ["q1", "q2", "s1", "s2"]);
}

#[tokio::test]
async fn what_is_typed_into_one_field_within_half_a_minute_is_undone_at_once() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author::of_tree(&app, ADA, "vpn").await;
    for typed in ["I", "Is", "Is it on"] {
        mara.edits(vec![title("q1", typed)]).await;
        app.wait(10);
    }
    assert_eq!(mara.page().await.undo.as_deref(), Some("Step “Is it plugged in?” is called “Is it on” now."));
    app.wait(1);
    mara.edits(vec![title("q1", "Is it on?")]).await;
    mara.edits(vec![body("q1", "Look.")]).await;
    mara.edits(vec![title("q1", "Is it on now?")]).await;
    let titles = async || mara.node("q1").await.title;
    let mut undone = Vec::new();
    for _ in 0..4 {
        mara.undoes(false).await.unwrap();
        undone.push(titles().await);
    }
    assert_eq!(undone, ["Is it on?", "Is it on?", "Is it on", "Is it plugged in?"]);
    assert_eq!(mara.page().await.undo, None);
    let history = mara.backend.draft_changes(mara.id).await.unwrap().history;
    assert_eq!(history.len(), 8);
    assert_eq!(history[7].2, "Step “Is it plugged in?” is called “Is it on” now.");
    assert_eq!(history[0].2, "Undone: Step “Is it plugged in?” is called “Is it on” now.");
    // With somebody else in between it is another one.
    mara.edits(vec![title("q1", "A")]).await;
    ada.edits(vec![title("q2", "B")]).await;
    mara.edits(vec![title("q1", "C")]).await;
    mara.undoes(false).await.unwrap();
    assert_eq!(titles().await, "A");
}
