//! The size of a session: what fits, what was larger before, and what the row knows of it.

use std::collections::BTreeMap;

use ::app::error::AppError;
use resolutionflow::id::VisitId;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, MAX_NOTES, Refusal, Session};
use resolutionflow::text::{Note, Output};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, complete};

/// Gives the one session so many finished steps with 16,000 bytes of notes each.
pub async fn fill(app: &TestApp, steps: i32) {
    let sql = "update sessions set decisions = (
        select jsonb_agg(record || jsonb_build_object('id', gen_random_uuid(), 'notes', repeat('ä', 8000)))
        from generate_series(1, $1), lateral (select decisions->0 as record) as first
    )";
    sqlx::query(sql).bind(steps).execute(&app.superuser).await.unwrap();
}

async fn execute(app: &TestApp, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&app.superuser).await.unwrap();
}

fn note(session: &Session, length: usize) -> Action {
    Action::Note { visit_id: session.open_visit().unwrap().id, notes: Note::parse(&"x".repeat(length)).unwrap(), reason: None }
}

#[tokio::test]
async fn a_session_takes_two_megabytes_of_notes_and_can_then_be_completed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(choose("yes")).await;
    fill(&app, 131).await;
    let room = MAX_NOTES - 131 * 16_000;
    let session = walker.session().await;
    assert_eq!(walker.try_to(note(&session, room + 1)).await, Err(AppError::Refused(Refusal::Full)));
    assert_eq!(walker.session().await, session);
    let full = walker.does(note(&session, room)).await;
    assert_eq!(full.notes_size(), MAX_NOTES);
    let stored: (i32, i32) = sqlx::query_as("select notes_bytes, output_bytes from sessions").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(stored, (i32::try_from(MAX_NOTES).unwrap(), 0));
    walker.does(complete(Outcome::Resolved)).await;
}

#[tokio::test]
async fn what_was_larger_before_stays_and_can_be_shortened_and_completed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(choose("yes")).await;
    fill(&app, 140).await;
    // As the migration does.
    execute(&app, "update sessions set notes_most = 140 * 16000").await;
    let session = walker.does(Action::Continue).await;
    assert_eq!(walker.try_to(note(&session, 1)).await, Err(AppError::Refused(Refusal::Full)));
    let first = Action::Note { visit_id: session.records[0].id, notes: Note::default(), reason: None };
    let shorter = walker.does(first).await;
    assert_eq!(shorter.notes_size(), 139 * 16_000);
    let regrown = Action::Note { visit_id: session.records[0].id, notes: Note::parse("x").unwrap(), reason: None };
    assert_eq!(walker.try_to(regrown).await, Err(AppError::Refused(Refusal::Full)));
    walker.does(complete(Outcome::Resolved)).await;
}

#[tokio::test]
async fn the_row_knows_how_much_was_printed_also_before_it_kept_count() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let first = walker.writes("", "äx", choose("yes")).await;
    let second = walker.session().await.open_visit().unwrap().id;
    walker.does(Action::Output { visit_id: second, output: Output::parse("12345").unwrap() }).await;
    let sizes = |of: &[(VisitId, usize)]| of.iter().copied().collect::<BTreeMap<_, _>>();
    assert_eq!(walker.session().await.output_sizes, sizes(&[(first, 3), (second, 5)]).into());
    let bytes = async || sqlx::query_scalar::<_, i32>("select output_bytes from sessions").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(bytes().await, 8);

    // A session of the version before.
    execute(&app, "update sessions set output_sizes = null, output_bytes = 0").await;
    assert_eq!(walker.session().await.output_sizes, sizes(&[(first, 3), (second, 5)]).into());
    walker.does(Action::Output { visit_id: first, output: Output::default() }).await;
    assert_eq!(walker.session().await.output_sizes, sizes(&[(second, 5)]).into());
    assert_eq!(bytes().await, 5);
    let stored: Uuid =
        sqlx::query_scalar("select jsonb_object_keys(output_sizes)::uuid from sessions").fetch_one(&app.superuser).await.unwrap();
    assert_eq!(VisitId(stored), second);
}
