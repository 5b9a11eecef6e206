//! A holder has one running session, whatever happens at once.

use std::sync::Arc;

use ::app::backend::Backend;
use ::app::error::AppError;
use resolutionflow::session::{Action, Facts};
use tokio::task::JoinSet;

use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, command, id};

async fn running(app: &TestApp) -> i64 {
    app.count("sessions where open_visit_id is not null").await
}

#[tokio::test]
async fn starting_and_resuming_park_what_the_holder_was_at() {
    let app = TestApp::start().await;
    let first = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(45);
    let second = Walker::start(first.backend.clone(), "printer").await;
    let parked = first.session().await;
    assert_eq!((parked.open_visit(), parked.last_exit(), parked.revision), (None, app.now(), 1));
    app.wait(15);
    first.does(Action::Resume).await;
    assert_eq!(second.session().await.open_visit(), None);
    assert_eq!(running(&app).await, 1);
    let viewer = app.sign_in(TESS).await.viewer().await.unwrap();
    assert_eq!(viewer.running.unwrap().id, first.id);
}

#[tokio::test]
async fn a_parked_session_keeps_its_client_and_what_was_typed() {
    let app = TestApp::start().await;
    let first = Walker::start_for(app.sign_in(TESS).await, "vpn", crate::fixtures::facts("1", "Fjord")).await;
    let visit = first.session().await.open_visit().unwrap().id;
    let notes = resolutionflow::text::Note::parse("half a sent").unwrap();
    first.does(Action::Note { visit_id: visit, notes: notes.clone(), reason: None }).await;
    Walker::start(first.backend.clone(), "printer").await;
    let parked = first.session().await;
    assert_eq!((parked.facts.client.as_str(), &parked.records[0].notes), ("Fjord", &notes));
}

#[tokio::test]
async fn many_starts_at_once_leave_one_running_and_the_others_parked() {
    let app = TestApp::start().await;
    let mut starts = JoinSet::new();
    for _ in 0..12 {
        let tess = app.sign_in(TESS).await;
        starts.spawn(async move { tess.start(id(), "vpn", Facts::default(), None).await });
    }
    assert!(starts.join_all().await.iter().all(Result::is_ok));
    assert_eq!((running(&app).await, app.count("sessions").await), (1, 12));
}

#[tokio::test]
async fn resuming_two_sessions_at_once_neither_deadlocks_nor_leaves_both_running() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let first = Walker::start(tess.clone(), "vpn").await;
    let second = Walker::start(tess.clone(), "printer").await;
    second.does(Action::PARK).await;
    for _ in 0..10 {
        let mut resumes = JoinSet::new();
        for walker in [&first, &second, &second, &first, &first, &second, &first, &second] {
            let (backend, id): (Arc<dyn Backend>, _) = (app.sign_in(TESS).await, walker.id);
            let resume = command(&walker.session().await, Action::Resume);
            resumes.spawn(async move { backend.command(id, resume).await });
        }
        for answer in resumes.join_all().await {
            assert!(matches!(answer, Ok(()) | Err(AppError::Stale | AppError::Refused(_))), "{answer:?}");
        }
        assert_eq!(running(&app).await, 1);
    }
}

#[tokio::test]
async fn the_schema_itself_refuses_a_second_running_session() {
    let app = TestApp::start().await;
    let first = Walker::start(app.sign_in(TESS).await, "vpn").await;
    first.does(choose("yes")).await;
    let copy = sqlx::query(
        "insert into sessions
         select account_id, gen_random_uuid(), tree_id, version_number, holder_id, client_id, ticket, follows_session_id, revision,
             started_at, last_activity_at, decisions, open_visit_id, open_node_id, open_entered_at, open_notes, outcome,
             outcome_notes, next_steps, completed_at, closed_at, closed_by, total_seconds, parked_seconds, active_seconds,
             step_count, search, scratchpad, command_values, open_detour, open_idle_seconds, parked_reason, for_someone_else
         from sessions",
    );
    let error = copy.execute(&app.superuser).await.unwrap_err();
    assert_eq!(error.as_database_error().unwrap().constraint(), Some("sessions_one_running_a_holder"));
}
