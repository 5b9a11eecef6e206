//! Walks are written where sessions are, by whatever command.

use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Facts};
use resolutionflow::text::{Reason, Ticket};

use super::{assert_exact, walks};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose, command, complete, facts, id};

fn correct(outcome: Outcome) -> Action {
    Action::CorrectOutcome { outcome, reason: Reason::parse("It came back.").unwrap() }
}

#[tokio::test]
async fn a_session_has_a_walk_from_its_end_on_and_not_before() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    for action in [choose("yes"), Action::Continue, choose("again"), Action::PARK, Action::Resume] {
        app.wait(30);
        walker.does(action).await;
        assert_eq!(walks(&app).await, 0);
    }
    walker.does(complete(Outcome::Escalated)).await;
    assert_eq!(walks(&app).await, 1);
    assert_exact(&app).await;
    let other = Walker::start(app.sign_in(TESS).await, "vpn").await;
    other.does(Action::Abandon).await;
    assert_eq!(walks(&app).await, 1, "a cancelled session counts nowhere");
    assert_exact(&app).await;
}

#[tokio::test]
async fn what_changes_after_the_end_changes_the_figures_folded_or_not() {
    let app = TestApp::start().await;
    let (tess, mara) = (app.sign_in(TESS).await, app.sign_in(MARA).await);
    for folds in [false, true] {
        let walker = Walker::start_for(tess.clone(), "vpn", facts("48213", "Fjord")).await;
        let by_mara = Walker { backend: mara.clone(), id: walker.id };
        app.wait(60);
        walker.does(choose("yes")).await;
        app.wait(200);
        walker.does(Action::Continue).await;
        app.wait(10);
        let fold = async || {
            if folds {
                assert!(app.service.fold(app.north).await.unwrap() > 0);
            }
            assert_exact(&app).await;
        };
        walker.does(Action::close_as(Outcome::Resolved)).await;
        fold().await;
        walker.does(Action::UndoClose).await;
        fold().await;
        walker.does(Action::Resume).await;
        app.wait(5);
        walker.does(complete(Outcome::Resolved)).await;
        fold().await;
        walker.does(correct(Outcome::Unresolved)).await;
        fold().await;
        let without_ticket = Facts { ticket: Ticket::default(), ..walker.session().await.facts };
        walker.does(Action::EditFacts { facts: without_ticket }).await;
        fold().await;
        by_mara.does(correct(Outcome::Workaround)).await;
        assert_exact(&app).await;
    }
}

#[tokio::test]
async fn sessions_that_are_closed_at_once_each_have_their_walk() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let mut selected = Vec::new();
    for _ in 0..5 {
        let walker = Walker::start(tess.clone(), "printer").await;
        app.wait(40);
        let revision = walker.does(choose("yes")).await.revision;
        selected.push(::app::backend::history::Selected { id: walker.id, revision });
    }
    // The last one is still running; each start parked the one before.
    for one in &mut selected {
        one.revision = tess.walk(one.id).await.unwrap().session.revision;
    }
    let results = app.sign_in(MARA).await.change_selected(id(), selected, Action::close_as(Outcome::ResolvedExternally)).await.unwrap();
    assert!(results.iter().all(|one| one.result.is_ok()));
    assert_eq!(walks(&app).await, 5);
    app.service.fold(app.north).await.unwrap();
    assert_exact(&app).await;
}

#[tokio::test]
async fn a_batch_of_an_offline_walk_that_ends_is_counted_by_its_own_times() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let walker = Walker::start(tess.clone(), "vpn").await;
    let session = walker.session().await;
    app.wait(7_200);
    let at = |seconds| Some(session.started_at.plus(seconds).into());
    let mut commands = Vec::new();
    for (number, (seconds, action)) in [(60, choose("no")), (90, complete(Outcome::Resolved))].into_iter().enumerate() {
        let mut sent = command(&session, action);
        sent.base_revision += number as u32;
        sent.at = at(seconds);
        commands.push(sent);
    }
    let batch = resolutionflow::sync::Batch { known_revision: session.revision, commands, active_at: None, by: None };
    assert!(tess.send(walker.id, batch).await.unwrap().refused.is_none());
    assert_eq!(walks(&app).await, 1);
    assert_exact(&app).await;
}
