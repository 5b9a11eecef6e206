//! Receipts of commands: what is kept of them, for how long, and those of versions before.

use ::app::error::AppError;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command};
use serde_json::json;
use sqlx::types::Json;

use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, command, complete, draft, facts, id};

/// Time for which receipts stay after the end of their session.
const KEPT: i64 = 30 * 24 * 60 * 60;

/// Kinds of the receipts of a session, in the order in which they came.
async fn kinds(app: &TestApp, walker: &Walker) -> Vec<String> {
    sqlx::query_scalar("select kind from commands where session_id = $1 order by revision")
        .bind(walker.id.0)
        .fetch_all(&app.superuser)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_receipt_is_a_kind_and_a_fingerprint_whatever_was_sent() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.writes(&"n".repeat(8_000), &"o".repeat(65_536), choose("yes")).await;
    assert_eq!(kinds(&app, &walker).await, ["start", "choose"]);
    let sizes: Vec<i32> = sqlx::query_scalar("select pg_column_size(commands.*) from commands").fetch_all(&app.superuser).await.unwrap();
    assert!(sizes.iter().all(|size| *size < 200), "{sizes:?}");
}

#[tokio::test]
async fn receipts_of_the_version_before_recognise_what_they_hold() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let start = id();
    let session = tess.start(start, "vpn", facts("1", "Acme"), None).await.unwrap();
    let walker = Walker { backend: tess, id: session };
    let sent = Command { draft: Some(draft(&walker.session().await, "a\n\nb", "x")), ..command(&walker.session().await, choose("yes")) };
    walker.backend.command(session, sent.clone()).await.unwrap();
    // As the version before stored them.
    let started = json!({"start": {"tree": "vpn", "facts": facts("1", "Acme"), "follows": null}});
    for (id, content) in [(start, started), (sent.id, json!({"command": sent}))] {
        sqlx::query("update commands set kind = null, fingerprint = null, content = $2 where id = $1")
            .bind(id.0)
            .bind(Json(content))
            .execute(&app.superuser)
            .await
            .unwrap();
    }
    let after = walker.session().await;
    assert_eq!(walker.backend.command(session, sent.clone()).await, Ok(()));
    assert_eq!(walker.backend.start(start, "vpn", facts("1", "Acme"), None).await, Ok(session));
    assert_eq!(walker.session().await, after);
    let other = Command { action: choose("no"), ..sent };
    assert_eq!(walker.backend.command(session, other).await, Err(AppError::DifferentContent));
    assert_eq!(walker.backend.start(start, "vpn", facts("2", "Acme"), None).await, Err(AppError::DifferentContent));
}

#[tokio::test]
async fn receipts_stay_for_thirty_days_after_the_end_and_that_of_the_start_for_ever() {
    let app = TestApp::start().await;
    let start = id();
    let session = app.sign_in(TESS).await.start(start, "vpn", facts("1", ""), None).await.unwrap();
    let ended = Walker { backend: app.sign_in(TESS).await, id: session };
    let sent = command(&ended.session().await, choose("yes"));
    ended.backend.command(session, sent.clone()).await.unwrap();
    ended.does(complete(Outcome::Resolved)).await;
    let parked = Walker::start(ended.backend.clone(), "vpn").await;
    parked.does(Action::PARK).await;

    app.wait(KEPT - 1);
    let tess = app.sign_in(TESS).await;
    Walker::start(tess.clone(), "vpn").await.does(Action::PARK).await;
    assert_eq!(kinds(&app, &ended).await, ["start", "choose", "complete"]);
    assert_eq!(tess.command(session, sent.clone()).await, Ok(()));
    app.wait(1);
    Walker::start(tess.clone(), "vpn").await;
    assert_eq!(kinds(&app, &ended).await, ["start"]);
    assert_eq!(kinds(&app, &parked).await, ["start", "park"]);
    assert_eq!(tess.command(session, sent).await, Err(AppError::Stale));
    assert_eq!(tess.start(start, "vpn", facts("1", ""), None).await, Ok(session));
}

#[tokio::test]
async fn what_is_changed_after_the_end_is_recognised_for_thirty_days_too() {
    let app = TestApp::start().await;
    let ended = Walker::start(app.sign_in(TESS).await, "vpn").await;
    ended.finishes(Outcome::Resolved).await;
    app.wait(KEPT - 1);
    let ended = Walker { backend: app.sign_in(TESS).await, ..ended };
    ended.does(Action::EditFacts { facts: facts("2", "") }).await;
    app.wait(1);
    Walker::start(ended.backend.clone(), "vpn").await;
    assert_eq!(kinds(&app, &ended).await.last().map(String::as_str), Some("edit_facts"));
}

#[tokio::test]
async fn a_session_whose_close_was_undone_keeps_its_receipts() {
    let app = TestApp::start().await;
    let reopened = Walker::start(app.sign_in(TESS).await, "vpn").await;
    reopened.does(Action::close_as(Outcome::Cancelled)).await;
    reopened.does(Action::UndoClose).await;
    app.wait(KEPT);
    Walker::start(app.sign_in(TESS).await, "vpn").await;
    assert_eq!(kinds(&app, &reopened).await, ["start", "close", "undo_close"]);
    assert_eq!(app.count("receipts_due").await, 0);
}

#[tokio::test]
async fn a_start_deletes_a_thousand_receipts_at_most() {
    let app = TestApp::start().await;
    let ended = Walker::start(app.sign_in(TESS).await, "vpn").await;
    ended.finishes(Outcome::Resolved).await;
    let before = kinds(&app, &ended).await.len();
    sqlx::query(
        "insert into commands (account_id, session_id, id, user_id, kind, fingerprint, revision, received_at)
         select account_id, session_id, gen_random_uuid(), user_id, kind, fingerprint, revision, received_at
         from commands, generate_series(1, 1200) where kind = 'complete'",
    )
    .execute(&app.superuser)
    .await
    .unwrap();
    app.wait(KEPT);
    let tess = app.sign_in(TESS).await;
    Walker::start(tess.clone(), "vpn").await.does(Action::PARK).await;
    assert_eq!(kinds(&app, &ended).await.len(), before + 200);
    Walker::start(tess, "vpn").await;
    assert_eq!(kinds(&app, &ended).await, ["start"]);
    assert_eq!(app.count("receipts_due").await, 0);
}
