//! Doing one thing with many sessions: each by itself, none in the way of the others.

use ::app::backend::history::{BulkResult, MAX_SELECTED, Selected};
use ::app::error::{AppError, Fault};
use resolutionflow::account::{Reading, Settings};
use resolutionflow::id::SessionId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Refusal};
use resolutionflow::text::Reason;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{ADA, BEN, MARA, OMAR, TESS, Walker, complete, facts, id};

fn close(reason: &str) -> Action {
    Action::Close { outcome: Outcome::Cancelled, reason: Some(Reason::parse(reason).unwrap()) }
}

/// As a list shows it now.
async fn selected(walker: &Walker) -> Selected {
    Selected { id: walker.id, revision: walker.session().await.revision }
}

fn result(each: &[BulkResult], of: &Walker) -> Result<u32, AppError> {
    each.iter().find(|one| one.id == of.id).unwrap().result.clone()
}

/// A session's entries in the audit trail, newest last: action and state afterwards.
async fn trail(app: &TestApp, session: SessionId) -> Vec<(String, Option<serde_json::Value>)> {
    sqlx::query_as("select action, after from audit where subject_id = $1 and action in ('close', 'undo_close', 'reassign') order by id")
        .bind(session.0)
        .fetch_all(&app.superuser)
        .await
        .unwrap()
}

/// Parked, running, moved on since it was seen, and completed: Tess's. One of another account.
struct Desk {
    app: TestApp,
    parked: Walker,
    running: Walker,
    moved: Walker,
    completed: Walker,
    foreign: Walker,
    selected: Vec<Selected>,
}

async fn desk() -> Desk {
    let app = TestApp::start().await;
    let (tess, ben) = (app.sign_in(TESS).await, app.sign_in(BEN).await);
    let start = async |ticket| Walker::start_for(tess.clone(), "vpn", facts(ticket, "")).await;
    let completed = start("completed").await;
    completed.finishes(Outcome::Resolved).await;
    let (parked, moved, running) = (start("parked").await, start("moved").await, start("running").await);
    let foreign = Walker::start(ben, "vpn").await;
    let mut all = Vec::new();
    for walker in [&running, &parked, &moved, &completed, &foreign] {
        all.push(selected(walker).await);
    }
    moved.does(Action::Resume).await;
    moved.does(Action::PARK).await;
    running.does(Action::Resume).await;
    all[0] = selected(&running).await;
    Desk { app, parked, running, moved, completed, foreign, selected: all }
}

#[tokio::test]
async fn what_cannot_be_closed_stops_nothing_else_and_is_named() {
    let Desk { app, parked, running, moved, completed, foreign, selected } = desk().await;
    let theirs = foreign.session().await;
    app.wait(3_600);
    let each = app.sign_in(MARA).await.change_selected(id(), selected.clone(), close("The office moved.")).await.unwrap();
    assert_eq!(each.len(), 5);
    for (walker, before) in [(&running, selected[0]), (&parked, selected[1])] {
        assert_eq!(result(&each, walker), Ok(before.revision + 1));
        let session = walker.session().await;
        assert_eq!(session.completion().unwrap().outcome, Outcome::Cancelled);
        assert!(session.completion().unwrap().completed_at <= app.now().plus(-3_600), "as of its last activity");
        assert_eq!(session.facts.outcome_notes.as_str(), "The office moved.");
        let kept = serde_json::json!({"outcome": "cancelled", "reason": "The office moved."});
        assert_eq!(trail(&app, walker.id).await, [("close".to_owned(), Some(kept))]);
    }
    assert_eq!(result(&each, &moved), Err(AppError::Stale));
    assert_eq!(result(&each, &completed), Err(AppError::Refused(Refusal::Completed)));
    assert_eq!(result(&each, &foreign), Err(AppError::NotFound));
    assert!(moved.session().await.completion().is_none());
    assert_eq!(completed.session().await.completion().unwrap().outcome, Outcome::Resolved);
    assert_eq!(foreign.session().await, theirs);
}

#[tokio::test]
async fn the_same_form_again_closes_each_once() {
    let Desk { app, parked, running, selected, .. } = desk().await;
    let (tess, command) = (app.sign_in(TESS).await, id());
    let first = tess.change_selected(command, selected.clone(), close("x")).await.unwrap();
    let (one, other) = (parked.session().await, running.session().await);
    app.wait(60);
    let twice: Vec<Selected> = selected.iter().chain(&selected).copied().collect();
    assert_eq!(tess.change_selected(command, twice, close("x")).await.unwrap(), first);
    assert_eq!((parked.session().await, running.session().await), (one, other));
    assert_eq!(trail(&app, parked.id).await.len(), 1);
}

#[tokio::test]
async fn closes_are_taken_back_together_for_ten_minutes() {
    let Desk { app, parked, running, selected, .. } = desk().await;
    let tess = app.sign_in(TESS).await;
    let close_both = async |selected: Vec<Selected>| -> Vec<Selected> {
        let each = tess.change_selected(id(), selected, close("x")).await.unwrap();
        each.into_iter().filter_map(|one| Some(Selected { id: one.id, revision: one.result.ok()? })).collect()
    };
    let closed = close_both(selected).await;
    assert_eq!(closed.len(), 2);
    let last = running.session().await.records.last().unwrap().exited_at;
    app.wait(600);
    let each = tess.change_selected(id(), closed, Action::UndoClose).await.unwrap();
    assert!(each.iter().all(|one| one.result.is_ok()));
    for walker in [&parked, &running] {
        let session = walker.session().await;
        assert!(session.completion().is_none() && session.open_visit().is_none(), "parked");
        assert_eq!(trail(&app, walker.id).await.last().unwrap().0, "undo_close");
    }
    assert_eq!(running.session().await.last_exit(), last, "since its last exit");

    let again = vec![self::selected(&parked).await, self::selected(&running).await];
    let closed = close_both(again).await;
    app.wait(601);
    let late = tess.change_selected(id(), closed, Action::UndoClose).await;
    assert_eq!(late, Err(AppError::Refused(Refusal::TooLateToUndo)), "none, and all for the same reason");
}

#[tokio::test]
async fn what_was_written_about_the_outcome_stays_what_it_was() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut said = walker.session().await.facts;
    said.outcome_notes = resolutionflow::text::OutcomeNotes::parse("Ask Jo.").unwrap();
    walker.does(Action::EditFacts { facts: said }).await;
    walker.backend.change_selected(id(), vec![selected(&walker).await], close("Old.")).await.unwrap();
    assert_eq!(walker.session().await.facts.outcome_notes.as_str(), "Ask Jo.");
}

#[tokio::test]
async fn a_technician_closes_their_own_and_no_others() {
    let Desk { app, parked, running, selected, .. } = desk().await;
    let own = Walker::start(app.sign_in(OMAR).await, "vpn").await;
    let all = vec![self::selected(&own).await, selected[0], selected[1]];
    let each = app.sign_in(OMAR).await.change_selected(id(), all, close("x")).await.unwrap();
    assert!(result(&each, &own).is_ok());
    for walker in [&parked, &running] {
        assert_eq!(result(&each, walker), Err(AppError::Refused(Refusal::NotYours)));
        assert!(walker.session().await.completion().is_none());
    }
    let omar = app.user(OMAR).await;
    let given = app.sign_in(OMAR).await.change_selected(id(), vec![selected[1]], Action::Reassign { holder: omar }).await;
    assert_eq!(given, Err(AppError::Forbidden));
}

#[tokio::test]
async fn managers_give_many_away_but_to_nobody_who_left() {
    let Desk { app, parked, running, completed, selected, .. } = desk().await;
    let (mara, omar) = (app.sign_in(MARA).await, app.user(OMAR).await);
    let each =
        mara.change_selected(id(), selected[..2].iter().chain(&selected[3..]).copied().collect(), Action::Reassign { holder: omar }).await;
    let each = each.unwrap();
    for walker in [&parked, &running] {
        assert!(result(&each, walker).is_ok());
        let session = walker.session().await;
        assert_eq!((session.holder, session.open_visit().is_none()), (omar, true));
        assert_eq!(trail(&app, walker.id).await.last().unwrap().0, "reassign");
    }
    assert_eq!(result(&each, &completed), Err(AppError::Refused(Refusal::Completed)));
    app.sign_in(ADA).await.set_active(app.user(TESS).await, false).await.unwrap();
    let to_tess = Action::Reassign { holder: app.user(TESS).await };
    let now = Selected { id: parked.id, revision: mara.session(parked.id).await.unwrap().session.revision };
    assert_eq!(mara.change_selected(id(), vec![now], to_tess).await, Err(AppError::invalid("holder", Fault::Unknown)));
}

#[tokio::test]
async fn whoever_reads_their_own_alone_learns_nothing_of_others() {
    let Desk { app, parked, selected, .. } = desk().await;
    let ada = app.sign_in(ADA).await;
    let settings = ada.settings().await.unwrap();
    ada.save_settings(Settings { reading: Reading::Own, ..settings }).await.unwrap();
    let omar = app.sign_in(OMAR).await;
    let nobodys = Selected { id: SessionId(Uuid::now_v7()), revision: 1 };
    assert_eq!(omar.change_selected(id(), vec![selected[1], nobodys], close("x")).await, Err(AppError::NotFound));
    assert_eq!(omar.selected_rows(vec![parked.id]).await.unwrap(), []);
    let rows = app.sign_in(TESS).await.selected_rows(selected.iter().map(|one| one.id).collect()).await.unwrap();
    let tickets: Vec<_> = rows.iter().map(|row| row.ticket.as_str()).collect();
    assert_eq!(tickets, ["running", "parked", "moved", "completed"], "as named, without the other account's");
}

#[tokio::test]
async fn something_must_be_selected_and_not_too_much() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(complete(Outcome::Resolved)).await;
    let tess = &walker.backend;
    assert_eq!(tess.change_selected(id(), Vec::new(), close("x")).await, Err(AppError::invalid("sessions", Fault::NotChosen)));
    let many = vec![selected(&walker).await; MAX_SELECTED + 1];
    assert_eq!(tess.change_selected(id(), many.clone(), close("x")).await, Err(AppError::Malformed));
    let ids = many.iter().map(|one| one.id).collect();
    assert_eq!(tess.selected_rows(ids).await.err(), Some(AppError::Malformed));
    assert_eq!(tess.change_selected(id(), many[1..].to_vec(), close("x")).await, Err(AppError::Refused(Refusal::Completed)));
}
