//! Who may write: managers and admins of the account.

use ::app::backend::Backend;
use ::app::backend::drafts::{DraftChange, DraftSource};
use ::app::error::AppError;
use resolutionflow::id::DraftId;
use resolutionflow::text::{Reason, VersionNote};
use resolutionflow::tree::WarningKind;

use super::{Author, blank, title};
use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, TESS, id, tree};

/// The answers of every use case on a draft.
async fn answers(backend: &dyn Backend, draft: DraftId) -> Vec<Option<AppError>> {
    vec![
        backend.draft(draft).await.err(),
        backend.draft_changes(draft).await.err(),
        backend.walked_steps(draft).await.err(),
        backend.change_draft(draft, id(), 0, DraftChange::Edits(vec![title("q1", "Theirs")])).await.err(),
        backend.change_draft(draft, id(), 0, DraftChange::Text("no tree".into())).await.err(),
        backend.change_draft(draft, id(), 0, DraftChange::Text(tree("vpn").to_string())).await.err(),
        backend.undo_draft(draft, id(), false).await.err(),
        backend.undo_draft(draft, id(), true).await.err(),
        backend.discard_draft(draft, true).await.err(),
        backend.discard_draft(draft, false).await.err(),
        backend.publish_draft(draft, id(), 0).await.err(),
        backend.gate(draft).await.err(),
        backend.note_draft(draft, VersionNote::parse("Theirs").unwrap(), VersionNote::default()).await.err(),
        backend.silence_warning(draft, (WarningKind::Loop, None), Reason::parse("Theirs").ok()).await.err(),
        backend.silence_warning(draft, (WarningKind::Loop, None), None).await.err(),
        backend.tick_reports(draft, vec![id()], vec![id()]).await.err(),
        backend.ask_for_approval(draft, true).await.err(),
        backend.approve_draft(draft, 0, true).await.err(),
        backend.approve_draft(draft, 0, false).await.err(),
        backend.take_back(draft, id(), 1).await.err(),
        backend.rebase_draft(draft, id(), 0, 2, Vec::new()).await.err(),
    ]
}

#[tokio::test]
async fn managers_and_admins_write_and_nobody_else_does_or_learns_that_there_is_a_draft() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    let before = mara.page().await;
    let technician = app.sign_in(TESS).await;
    assert!(answers(&*technician, mara.id).await.iter().all(|answer| *answer == Some(AppError::Forbidden)));
    assert_eq!(technician.drafts().await.err(), Some(AppError::Forbidden));
    assert_eq!(app.nobody().drafts().await.err(), Some(AppError::NotSignedIn));
    for source in [
        blank("X"),
        DraftSource::Tree { key: "vpn".into() },
        DraftSource::Version { key: "vpn".into(), number: 1 },
        DraftSource::Duplicate { draft: mara.id, name: "Mine".into() },
        DraftSource::File(tree("vpn").to_string().into_bytes()),
    ] {
        assert_eq!(technician.begin_draft(id(), source.clone()).await, Err(AppError::Forbidden));
        assert_eq!(app.nobody().begin_draft(id(), source).await, Err(AppError::NotSignedIn));
    }
    let other = app.sign_in(BEN).await;
    assert_eq!(answers(&*other, mara.id).await, vec![Some(AppError::NotFound); 21]);
    assert_eq!(answers(&*app.nobody(), mara.id).await, vec![Some(AppError::NotSignedIn); 21]);
    let theirs = DraftSource::Duplicate { draft: mara.id, name: "Mine".into() };
    assert_eq!(other.begin_draft(id(), theirs).await, Err(AppError::NotFound));
    assert_eq!(other.drafts().await.unwrap().open, []);
    assert_eq!(mara.page().await, before);
    for table in ["draft_texts", "draft_approvals", "silenced_warnings", "draft_settles"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }

    let ada = Author { backend: app.sign_in(ADA).await, id: mara.id };
    assert_eq!(ada.edits(vec![title("q1", "Is it on?")]).await, 1);
    assert_eq!(mara.page().await.present.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Ada Okafor"]);
    app.wait(61);
    assert_eq!(mara.page().await.present, []);
}

#[tokio::test]
async fn who_lost_the_role_meanwhile_writes_no_more() {
    let app = TestApp::start().await;
    let mara = Author::of_tree(&app, MARA, "vpn").await;
    sqlx::query("update users set role = 'technician' where name = 'Mara Lindqvist'").execute(&app.superuser).await.unwrap();
    let mara = Author { backend: app.sign_in(MARA).await, ..mara };
    assert_eq!(mara.edits_at(0, vec![title("q1", "X")]).await, Err(AppError::Forbidden));
}
