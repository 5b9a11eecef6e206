//! Authority over sessions and trees, by role and holder.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::backend::history::{HistoryQuery, SessionFilter};
use ::app::backend::views::TreeQuery;
use ::app::error::AppError;
use export::Format;
use resolutionflow::id::{SessionId, UserId};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Deeds, Facts, Refusal, Session};
use resolutionflow::text::Reason;
use uuid::Uuid;

use crate::actions::every_action;
use crate::app::TestApp;
use crate::fixtures::{BEN, MARA, OMAR, TESS, Walker, blank, choose, command, complete, export, facts, id, tree};

fn reason() -> Reason {
    Reason::parse("Looked again.").unwrap()
}

/// Every action there is, about the session's latest visit.
fn actions_on(session: &Session, holder: UserId) -> Vec<Action> {
    let visit = session.open_visit().map(|visit| visit.id).or(session.records.last().map(|record| record.id));
    every_action(visit.unwrap(), holder)
}

#[tokio::test]
async fn another_technician_reads_a_session_and_changes_nothing_about_it() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let before = tess.session().await;
    let (omar, holder) = (app.sign_in(OMAR).await, app.user(OMAR).await);
    for action in actions_on(&before, holder) {
        let refused = omar.command(tess.id, command(&before, action.clone())).await;
        assert_eq!(refused, Err(AppError::Refused(Refusal::NotYours)), "{action:?}");
    }
    assert_eq!(tess.session().await, before);
    assert!(!omar.walk(tess.id).await.unwrap().is_mine);
    assert_eq!(omar.session(tess.id).await.unwrap().may, Deeds::NONE);
    assert!(export(&*omar, tess.id, Format::Text).await.is_ok());
}

#[tokio::test]
async fn another_accounts_session_is_not_there_for_any_method() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let before = tess.session().await;
    let (ben, holder) = (app.sign_in(BEN).await, app.user(BEN).await);
    let nowhere = SessionId(Uuid::now_v7());
    for session in [tess.id, nowhere] {
        assert_eq!(ben.walk(session).await.err(), Some(AppError::NotFound));
        assert_eq!(ben.session(session).await.err(), Some(AppError::NotFound));
        for format in Format::ALL {
            assert_eq!(export(&*ben, session, format).await.err(), Some(AppError::NotFound));
        }
        for action in actions_on(&before, holder) {
            assert_eq!(ben.command(session, command(&before, action)).await, Err(AppError::NotFound));
        }
        assert_eq!(ben.switch_tree(session, command(&before, Action::Abandon), "vpn").await, Err(AppError::NotFound));
        assert_eq!(ben.start(id(), "vpn", Facts::default(), Some(session)).await, Err(AppError::NotFound));
    }
    let all = HistoryQuery::from(SessionFilter::of_anyone());
    assert_eq!(ben.history(all).await.unwrap().rows, []);
    assert_eq!(tess.session().await, before);
}

#[tokio::test]
async fn another_accounts_trees_are_not_there_for_any_method() {
    let app = TestApp::start().await;
    app.sign_in(MARA).await.import_tree(tree("secret").to_string().as_bytes()).await.unwrap();
    let ben = app.sign_in(BEN).await;
    assert_eq!(ben.tree("secret").await.err(), Some(AppError::NotFound));
    assert_eq!(ben.tree_document("secret").await.err(), Some(AppError::NotFound));
    assert_eq!(ben.archive_tree("secret", true).await.err(), Some(AppError::NotFound));
    assert_eq!(ben.start_page(blank("secret")).await.err(), Some(AppError::NotFound));
    assert_eq!(ben.start(id(), "secret", Facts::default(), None).await.err(), Some(AppError::NotFound));
    assert_eq!(ben.trees(TreeQuery::default()).await.unwrap().trees.len(), 2);
    let own = ben.import_tree(tree("secret").to_string().as_bytes()).await.unwrap();
    assert_eq!((own.version, own.unchanged), (1, false), "a key is unique in its account");
}

#[tokio::test]
async fn nobody_gets_anything_without_signing_in() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let nobody = app.nobody();
    let refused = Some(AppError::NotSignedIn);
    assert_eq!(nobody.viewer().await.err(), refused);
    assert_eq!(nobody.trees(TreeQuery::default()).await.err(), refused);
    assert_eq!(nobody.tree("vpn").await.err(), refused);
    assert_eq!(nobody.tree_document("vpn").await.err(), refused);
    assert_eq!(nobody.archive_tree("vpn", true).await.err(), refused);
    assert_eq!(nobody.import_tree(b"{}").await.err(), refused);
    assert_eq!(nobody.start_page(blank("vpn")).await.err(), refused);
    assert_eq!(nobody.start(id(), "vpn", Facts::default(), None).await.err(), refused);
    assert_eq!(nobody.walk(tess.id).await.err(), refused);
    assert_eq!(nobody.session(tess.id).await.err(), refused);
    assert_eq!(export(&*nobody, tess.id, Format::Json).await.err(), refused);
    assert_eq!(nobody.history(HistoryQuery::default()).await.err(), refused);
    let command = command(&tess.session().await, choose("yes"));
    assert_eq!(nobody.command(tess.id, command.clone()).await.err(), refused);
    assert_eq!(nobody.switch_tree(tess.id, command, "vpn").await.err(), refused);
    assert!(nobody.sign_out().await.is_ok());
}

#[tokio::test]
async fn trees_are_kept_by_managers() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    assert_eq!(tess.import_tree(tree("new").to_string().as_bytes()).await.err(), Some(AppError::Forbidden));
    assert_eq!(tess.archive_tree("vpn", true).await.err(), Some(AppError::Forbidden));
    let mara = app.sign_in(MARA).await;
    mara.archive_tree("vpn", true).await.unwrap();
    assert!(mara.tree("vpn").await.unwrap().card.archived);
    mara.archive_tree("vpn", false).await.unwrap();
    assert!(!mara.tree("vpn").await.unwrap().card.archived);
}

/// A session of Tess's that runs, is parked, was completed, or was closed from a list.
async fn in_state(app: &TestApp, state: &str) -> Walker {
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    match state {
        "parked" => walker.does(Action::PARK).await,
        "completed" => walker.does(complete(Outcome::Resolved)).await,
        "closed" => walker.does(Action::close_as(Outcome::Cancelled)).await,
        _ => walker.session().await,
    };
    walker
}

#[tokio::test]
async fn what_the_page_offers_is_exactly_what_is_not_refused() {
    let app = TestApp::start().await;
    let omar = app.user(OMAR).await;
    for state in ["running", "parked", "completed", "closed"] {
        for viewer in [TESS, OMAR, MARA] {
            for deed in ["walk", "edit", "close", "undo", "correct", "reassign"] {
                let walker = in_state(&app, state).await;
                let backend: Arc<dyn Backend> = app.sign_in(viewer).await;
                let page = backend.session(walker.id).await.unwrap();
                let (offered, action) = match deed {
                    "walk" if state == "parked" => (page.may.walk.is_ok(), Action::Resume),
                    "walk" => (page.may.walk.is_ok(), Action::PARK),
                    "edit" => (page.may.edit.is_ok(), Action::EditFacts { facts: facts("1", "") }),
                    "close" => (page.may.close.is_ok(), Action::close_as(Outcome::Resolved)),
                    "undo" => (page.may.undo_close.is_ok(), Action::UndoClose),
                    "correct" => (page.may.correct.is_ok(), Action::CorrectOutcome { outcome: Outcome::Escalated, reason: reason() }),
                    _ => (page.may.reassign.is_ok(), Action::Reassign { holder: omar }),
                };
                let done = backend.command(walker.id, command(&page.session, action)).await;
                assert_eq!(offered, done.is_ok(), "{viewer} and {deed} of a {state} session: {done:?}");
                assert_eq!(page.may.reassign.is_ok(), page.colleagues.iter().any(|person| person.id == omar));
            }
        }
    }
}
