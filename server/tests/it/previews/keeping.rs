//! How long previews stay, and who may have one.

use ::app::backend::Backend;
use ::app::error::AppError;
use resolutionflow::id::{CommandId, DraftId, WalkTestId};
use resolutionflow::session::{Action, Command};
use resolutionflow::text::Name;

use crate::app::TestApp;
use crate::drafts::{Author, blank};
use crate::fixtures::{ADA, BEN, MARA, TESS, id};

#[tokio::test]
async fn previews_go_a_day_after_their_last_step_and_with_their_draft() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let other = Author::of_tree(&app, ADA, "printer").await;
    mara.begins_preview(None).await;
    app.wait(24 * 3600 - 1);
    mara.takes(&["yes"]).await;
    app.wait(24 * 3600 - 1);
    other.begins_preview(None).await;
    assert_eq!(app.count("preview_walks").await, 2);
    app.wait(1);
    let other = Author { backend: app.sign_in(ADA).await, ..other };
    other.begins_preview(None).await;
    assert_eq!((app.count("preview_walks").await, mara.backend.draft_preview(mara.id).await.unwrap().walk), (1, None));
    other.backend.discard_draft(other.id, true).await.unwrap();
    assert_eq!(other.backend.draft_preview(other.id).await.err(), Some(AppError::DraftEnded(None)));
    assert_eq!(other.backend.begin_preview(other.id, id(), None).await.err(), Some(AppError::DraftEnded(None)));
}

#[tokio::test]
async fn a_user_has_five_previews_at_most() {
    let app = TestApp::start().await;
    let mut authors = Vec::new();
    for number in 0..7 {
        let mara = Author::begins(&app, MARA, blank(&format!("Draft {number}"))).await;
        app.wait(1);
        mara.begins_preview(None).await;
        authors.push(mara);
    }
    assert_eq!(app.count("preview_walks").await, 5);
    assert_eq!((authors[1].preview().await.walk, authors[2].preview().await.walk.is_some()), (None, true));
}

/// The answers of every use case on previews and tests.
async fn answers(backend: &dyn Backend, draft: DraftId, test: WalkTestId) -> Vec<Option<AppError>> {
    let name = || Name::parse("Theirs").unwrap();
    let step = Command { id: id(), base_revision: 0, at: None, draft: None, action: Action::Continue };
    vec![
        backend.draft_preview(draft).await.err(),
        backend.begin_preview(draft, id(), None).await.err(),
        backend.step_preview(draft, step).await.err(),
        backend.keep_test(draft, id(), 0, name()).await.err(),
        backend.walk_tests(draft).await.err(),
        backend.rename_test(draft, test, name()).await.err(),
        backend.delete_test(draft, test).await.err(),
    ]
}

#[tokio::test]
async fn managers_and_admins_walk_drafts_and_nobody_else_does() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    mara.begins_preview(None).await;
    mara.takes(&["no"]).await;
    let test = id();
    mara.keeps(test, "No").await.unwrap();
    let test = WalkTestId(test.0);
    assert_eq!(answers(&*app.sign_in(TESS).await, mara.id, test).await, vec![Some(AppError::Forbidden); 7]);
    assert_eq!(answers(&*app.nobody(), mara.id, test).await, vec![Some(AppError::NotSignedIn); 7]);
    let ben = app.sign_in(BEN).await;
    assert_eq!(answers(&*ben, mara.id, test).await, vec![Some(AppError::NotFound); 7]);
    // Another account's test on one's own draft.
    let own = Author::begins(&app, BEN, blank("Own")).await;
    assert_eq!(own.backend.delete_test(own.id, test).await, Err(AppError::NotFound));
    assert_eq!((mara.tests().await.len(), mara.walk().await.session.records.len()), (1, 1));
    let ada = Author { backend: app.sign_in(ADA).await, ..mara.clone() };
    ada.backend.rename_test(ada.id, test, Name::parse("Unplugged").unwrap()).await.unwrap();
    assert_eq!(mara.tests().await[0].kept.name, "Unplugged");
    assert_eq!(ada.backend.keep_test(ada.id, CommandId(test.0), 1, Name::parse("No").unwrap()).await, Err(AppError::DifferentContent));
}
