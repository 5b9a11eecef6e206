//! A second person's approval.

use ::app::error::AppError;
use resolutionflow::account::Settings;

use super::{Author, body, recorded, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, tree};

async fn needed(app: &TestApp) {
    let ada = app.sign_in(ADA).await;
    ada.save_settings(Settings { needs_approval: true, ..ada.settings().await.unwrap() }).await.unwrap();
}

#[tokio::test]
async fn a_draft_is_published_only_as_somebody_else_approved_it() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    mara.edits(vec![title("q1", "Is it on?")]).await;
    assert_eq!(mara.gate().await.approval, None, "the account does not need one");
    needed(&app).await;
    let (mara, ada) = (Author { backend: app.sign_in(MARA).await, ..mara }, Author { backend: app.sign_in(ADA).await, ..ada });
    assert_eq!(mara.publishes().await, Err(AppError::Unapproved));
    mara.backend.ask_for_approval(mara.id, true).await.unwrap();
    let seen = ada.gate().await.approval.unwrap();
    assert_eq!(
        (seen.asked.unwrap().1.name.as_str(), seen.authors[0].name.as_str(), seen.is_enough),
        ("Mara Lindqvist", "Mara Lindqvist", false)
    );
    // Nobody approves alone what they wrote.
    mara.backend.approve_draft(mara.id, 1, true).await.unwrap();
    assert_eq!(mara.publishes().await, Err(AppError::Unapproved));
    assert_eq!(ada.backend.approve_draft(ada.id, 0, true).await, Err(AppError::Moved), "it was another one");
    ada.backend.approve_draft(ada.id, 1, true).await.unwrap();
    ada.backend.approve_draft(ada.id, 1, true).await.unwrap();
    assert!(mara.gate().await.approval.unwrap().is_enough);
    // A change makes it void, and going back to what was approved makes it good again.
    mara.edits(vec![title("q1", "Is it lit?")]).await;
    assert!(!mara.gate().await.approval.unwrap().is_enough);
    assert_eq!(mara.publishes().await, Err(AppError::Unapproved));
    mara.edits(vec![title("q1", "Is it on?")]).await;
    assert!(mara.gate().await.approval.unwrap().is_enough);
    ada.backend.approve_draft(ada.id, 3, false).await.unwrap();
    assert_eq!(mara.publishes().await, Err(AppError::Unapproved), "it was taken back");
    ada.backend.approve_draft(ada.id, 3, true).await.unwrap();
    assert_eq!(mara.publishes().await.unwrap().version, 2);
    assert_eq!(recorded(&app).await, ["begin_draft", "approve_draft", "approve_draft", "approve_draft", "publish_draft"]);
}

#[tokio::test]
async fn two_authors_approve_each_other() {
    let app = TestApp::start().await;
    needed(&app).await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    mara.edits(vec![title("q1", "Is it on?")]).await;
    ada.edits(vec![body("q1", "At the wall.")]).await;
    ada.backend.approve_draft(ada.id, 2, true).await.unwrap();
    assert_eq!(mara.publishes().await, Err(AppError::Unapproved));
    mara.backend.approve_draft(mara.id, 2, true).await.unwrap();
    assert_eq!(mara.publishes().await.unwrap().version, 2);
}

#[tokio::test]
async fn a_file_is_no_way_around_an_approval() {
    let app = TestApp::start().await;
    needed(&app).await;
    let mut file = tree("vpn");
    file["name"] = "By file".into();
    let mara = app.sign_in(MARA).await;
    assert_eq!(mara.import_tree(file.to_string().as_bytes()).await, Err(AppError::Unapproved));
    assert!(mara.check_tree(file.to_string().as_bytes()).await.unwrap().is_empty());
    // Whoever runs the server may do anything.
    assert_eq!(app.service.import_tree(app.north, file.to_string().as_bytes()).await.unwrap().version, 2);
}
