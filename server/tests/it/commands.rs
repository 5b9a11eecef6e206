//! Sending commands: once, twice, at once, too late.

use ::app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Refusal};
use resolutionflow::text::Note;
use tokio::task::JoinSet;

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, command, complete, draft};

#[tokio::test]
async fn a_command_sent_twice_is_carried_out_once() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let sent = Command { draft: Some(draft(&walker.session().await, "a\n\nb", "x")), ..command(&walker.session().await, choose("yes")) };
    walker.backend.command(walker.id, sent.clone()).await.unwrap();
    let after = walker.session().await;
    app.wait(60);
    walker.backend.command(walker.id, sent).await.unwrap();
    assert_eq!(walker.session().await, after);
    assert_eq!(app.count("commands").await, 2, "the start and the answer");
}

#[tokio::test]
async fn a_retry_is_answered_although_the_session_has_moved_on() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let sent = command(&walker.session().await, choose("yes"));
    walker.backend.command(walker.id, sent.clone()).await.unwrap();
    let moved_on = walker.does(Action::Continue).await;
    assert_eq!(walker.backend.command(walker.id, sent).await, Ok(()));
    assert_eq!(walker.session().await, moved_on);
}

#[tokio::test]
async fn the_same_id_with_other_content_or_of_somebody_else_is_refused() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let sent = command(&walker.session().await, choose("yes"));
    walker.backend.command(walker.id, sent.clone()).await.unwrap();
    let after = walker.session().await;
    let other = Command { action: choose("no"), ..sent.clone() };
    assert_eq!(walker.backend.command(walker.id, other).await, Err(AppError::DifferentContent));
    assert_eq!(app.sign_in(OMAR).await.command(walker.id, sent).await, Err(AppError::DifferentContent));
    assert_eq!(walker.session().await, after);
}

#[tokio::test]
async fn a_command_under_the_id_of_the_start_is_refused() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let sent = Command { id: resolutionflow::id::CommandId(walker.id.0), ..command(&walker.session().await, choose("yes")) };
    assert_eq!(walker.backend.command(walker.id, sent).await, Err(AppError::DifferentContent));
}

#[tokio::test]
async fn a_stale_page_is_told_so_and_changes_nothing() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let stale = command(&walker.session().await, choose("no"));
    let after = walker.does(choose("yes")).await;
    assert_eq!(walker.backend.command(walker.id, stale).await, Err(AppError::Stale));
    assert_eq!(walker.session().await, after);
}

#[tokio::test]
async fn of_two_tabs_that_answer_at_once_one_is_carried_out() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    for _ in 0..8 {
        let before = walker.session().await;
        let (other_login, visit) = (app.sign_in(TESS).await, before.open_visit().unwrap().id);
        let note = |text| command(&before, Action::Note { visit_id: visit, notes: Note::parse(text).unwrap(), reason: None });
        let (one, two) = tokio::join!(walker.backend.command(walker.id, note("one")), other_login.command(walker.id, note("two")));
        let after = walker.session().await;
        assert_eq!(after.revision, before.revision + 1);
        let notes = after.open_visit().unwrap().notes.as_str().to_owned();
        assert!(matches!((one, two, notes.as_str()), (Ok(()), Err(AppError::Stale), "one") | (Err(AppError::Stale), Ok(()), "two")));
    }
}

#[tokio::test]
async fn a_double_click_is_answered_twice_and_carried_out_once() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let sent = command(&walker.session().await, choose("yes"));
    let mut clicks = JoinSet::new();
    for _ in 0..6 {
        let (backend, id, sent) = (app.sign_in(TESS).await, walker.id, sent.clone());
        clicks.spawn(async move { backend.command(id, sent).await });
    }
    assert!(clicks.join_all().await.iter().all(Result::is_ok));
    assert_eq!(walker.session().await.records.len(), 1);
}

#[tokio::test]
async fn completing_twice_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let open = walker.session().await;
    let completed = walker.does(complete(Outcome::Resolved)).await;
    app.wait(30);
    assert_eq!(walker.try_to(complete(Outcome::Escalated)).await, Err(AppError::Refused(Refusal::Completed)));
    assert_eq!(walker.backend.command(walker.id, command(&open, complete(Outcome::Escalated))).await, Err(AppError::Stale));
    assert_eq!(walker.session().await, completed);
}

#[tokio::test]
async fn a_walk_ends_with_one_of_four_outcomes() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let open = walker.session().await;
    for outcome in [Outcome::Cancelled, Outcome::ResolvedExternally] {
        assert_eq!(walker.try_to(complete(outcome)).await, Err(AppError::Refused(Refusal::NotAnEnd)));
    }
    assert_eq!(walker.session().await, open);
    for outcome in Outcome::OF_A_WALK {
        let ended = Walker::start(walker.backend.clone(), "vpn").await.finishes(outcome).await;
        assert_eq!(ended.completion().unwrap().outcome, outcome);
    }
}

#[tokio::test]
async fn a_close_from_the_list_ends_at_the_last_activity_and_can_be_undone_for_ten_minutes() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(90);
    let worked = walker.does(choose("yes")).await;
    app.wait(3_600);
    let mara = Walker { backend: app.sign_in(MARA).await, id: walker.id };
    let closed = mara.does(Action::close_as(Outcome::ResolvedExternally)).await;
    let completion = closed.completion().unwrap();
    assert_eq!((completion.completed_at, completion.closed.as_ref().unwrap().at), (worked.last_activity_at, app.now()));
    app.wait(600);
    let reopened = walker.does(Action::UndoClose).await;
    assert_eq!((reopened.completion(), reopened.open_visit()), (None, None), "parked");
    assert_eq!(walker.does(Action::Resume).await.open_visit().unwrap().node_id.0, "a1");

    walker.does(Action::close_as(Outcome::Cancelled)).await;
    app.wait(601);
    assert_eq!(walker.try_to(Action::UndoClose).await, Err(AppError::Refused(Refusal::TooLateToUndo)));
}

#[tokio::test]
async fn a_reassigned_session_is_parked_and_its_new_holders() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let (mara, omar) = (app.sign_in(MARA).await, app.sign_in(OMAR).await);
    let to = app.user(OMAR).await;
    let mara = Walker { backend: mara, id: tess.id };
    assert_eq!(mara.does(Action::Reassign { holder: to }).await.holder, to);
    assert_eq!(tess.try_to(Action::Resume).await, Err(AppError::Refused(Refusal::NotYours)));
    let omar = Walker { backend: omar, id: tess.id };
    assert!(omar.does(Action::Resume).await.open_visit().is_some());
}

#[tokio::test]
async fn nobody_of_another_account_can_be_given_a_session() {
    let app = TestApp::start().await;
    let tess = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mara = Walker { backend: app.sign_in(MARA).await, id: tess.id };
    let before = tess.session().await;
    for holder in [app.user(crate::fixtures::BEN).await, resolutionflow::id::UserId(uuid::Uuid::now_v7())] {
        let refused = mara.try_to(Action::Reassign { holder }).await;
        assert_eq!(refused, Err(AppError::invalid("holder", ::app::error::Fault::Unknown)));
    }
    assert_eq!(tess.session().await, before);
}
