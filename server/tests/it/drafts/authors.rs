//! Technicians whom an admin lets write trees.

use ::app::error::AppError;

use super::{Author, blank, ends, recorded};
use crate::app::TestApp;
use crate::fixtures::{ADA, MARA, OMAR, SVEN, TESS, id, tree};

#[tokio::test]
async fn an_admin_lets_a_technician_write_and_publish_and_nothing_else_until_it_is_taken_away() {
    let app = TestApp::start().await;
    let (ada, tess) = (app.sign_in(ADA).await, app.user(TESS).await);
    assert_eq!(app.sign_in(TESS).await.begin_draft(id(), blank("Mailbox")).await, Err(AppError::Forbidden));
    for other in [TESS, MARA, SVEN] {
        let error = if other == SVEN { AppError::NotFound } else { AppError::Forbidden };
        assert_eq!(app.sign_in(other).await.let_author(tess, true).await, Err(error), "{other}");
    }
    ada.let_author(tess, true).await.unwrap();
    ada.let_author(tess, true).await.unwrap();
    assert_eq!(app.count("audit where action = 'change_user'").await, 1);
    let writer = Author::begins(&app, TESS, blank("Mailbox")).await;
    assert!(writer.backend.viewer().await.unwrap().may_author);
    writer.edits(ends(&writer.document().await)).await;
    assert_eq!(writer.publishes().await.unwrap().version, 1);
    assert_eq!(recorded(&app).await, ["begin_draft", "publish_draft"]);
    // It is no manager's role.
    assert_eq!(writer.backend.import_tree(tree("vpn").to_string().as_bytes()).await, Err(AppError::Forbidden));
    assert_eq!(writer.backend.archive_tree("mailbox", true).await, Err(AppError::Forbidden));
    assert!(!app.sign_in(OMAR).await.viewer().await.unwrap().may_author);
    let next = Author::of_tree(&app, TESS, "mailbox").await;
    ada.let_author(tess, false).await.unwrap();
    let next = Author { backend: app.sign_in(TESS).await, ..next };
    assert_eq!(next.backend.draft(next.id).await.err(), Some(AppError::Forbidden));
    assert_eq!(next.backend.publish_draft(next.id, id(), 0).await, Err(AppError::Forbidden));
    // Managers may without being let.
    assert!(app.sign_in(MARA).await.viewer().await.unwrap().may_author);
}
