//! The audit trail: what is kept of which change.

use resolutionflow::export::Format;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Note, Reason};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::TestApp;
use crate::fixtures::{MARA, OMAR, TESS, Walker, choose, complete, facts, tree};

type Entry = (String, Option<Uuid>, Option<Value>, Option<Value>);

/// Everything about a thing, oldest first; the trees of the template are not in it.
async fn trail(app: &TestApp, subject: Uuid) -> Vec<Entry> {
    sqlx::query_as("select action, user_id, before, after from audit where subject_id = $1 order by id")
        .bind(subject)
        .fetch_all(&app.superuser)
        .await
        .unwrap()
}

#[tokio::test]
async fn changes_of_a_record_are_kept_with_what_was_before() {
    let app = TestApp::start().await;
    let (tess, mara) = (app.user(TESS).await.0, app.user(MARA).await.0);
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("1", "")).await;
    walker.does(Action::EditFacts { facts: facts("1", "") }).await;
    walker.does(Action::EditFacts { facts: facts("2", "Fjord") }).await;
    let visit = walker.writes("typo", "", choose("yes")).await;
    walker.does(Action::Note { visit_id: visit, notes: Note::parse("typed").unwrap() }).await;
    walker.does(complete(Outcome::Resolved)).await;
    let mara_walker = Walker { backend: app.sign_in(MARA).await, id: walker.id };
    let reason = Reason::parse("The user called again.").unwrap();
    mara_walker.does(Action::CorrectOutcome { outcome: Outcome::Workaround, reason }).await;
    walker.backend.export(walker.id, Format::Json).await.unwrap();
    let facts =
        |ticket: &str, client: &str| json!({"ticket": ticket, "client": client, "outcome_notes": "", "next_steps": "", "scratchpad": ""});
    let expected: Vec<Entry> = vec![
        ("edit_facts".to_owned(), Some(tess), Some(facts("1", "")), Some(facts("2", "Fjord"))),
        ("note".to_owned(), Some(tess), Some(json!({"visit": visit, "notes": "typo"})), Some(json!({"visit": visit, "notes": "typed"}))),
        (
            "correct_outcome".to_owned(),
            Some(mara),
            Some(json!({"outcome": "resolved"})),
            Some(json!({"outcome": "workaround", "reason": "The user called again."})),
        ),
        ("export".to_owned(), Some(tess), None, Some(json!({"format": "json"}))),
    ];
    assert_eq!(trail(&app, walker.id.0).await, expected);
}

#[tokio::test]
async fn closing_reopening_and_reassigning_are_kept() {
    let app = TestApp::start().await;
    let (tess, omar) = (app.user(TESS).await, app.user(OMAR).await);
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mara = Walker { backend: app.sign_in(MARA).await, id: walker.id };
    mara.does(Action::Reassign { holder: omar }).await;
    mara.does(Action::Close { outcome: Outcome::Cancelled }).await;
    mara.does(Action::UndoClose).await;
    let entries: Vec<_> = trail(&app, walker.id.0).await.into_iter().map(|(action, _, before, after)| (action, before, after)).collect();
    let expected = [
        ("reassign".to_owned(), Some(json!({"holder": tess})), Some(json!({"holder": omar}))),
        ("close".to_owned(), None, Some(json!({"outcome": "cancelled"}))),
        ("undo_close".to_owned(), Some(json!({"outcome": "cancelled"})), None),
    ];
    assert_eq!(entries, expected);
}

#[tokio::test]
async fn steps_and_refused_changes_leave_no_entry() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mara = Walker { backend: app.sign_in(MARA).await, id: walker.id };
    let before = app.count("audit").await;
    walker.does(choose("yes")).await;
    walker.does(Action::Back).await;
    assert!(mara.try_to(Action::UndoClose).await.is_err());
    assert_eq!(app.count("audit").await, before);
}

#[tokio::test]
async fn trees_that_are_imported_and_archived_are_kept() {
    let app = TestApp::start().await;
    let mara = app.sign_in(MARA).await;
    mara.import_tree(tree("new").to_string().as_bytes()).await.unwrap();
    mara.import_tree(tree("new").to_string().as_bytes()).await.unwrap();
    mara.archive_tree("new", true).await.unwrap();
    mara.archive_tree("new", true).await.unwrap();
    mara.archive_tree("new", false).await.unwrap();
    let id: Uuid = sqlx::query_scalar("select id from trees where key = 'new'").fetch_one(&app.superuser).await.unwrap();
    let by = Some(app.user(MARA).await.0);
    let expected: [Entry; 3] = [
        ("import_tree".to_owned(), by, None, Some(json!({"key": "new", "version": 1}))),
        ("archive_tree".to_owned(), by, None, None),
        ("restore_tree".to_owned(), by, None, None),
    ];
    assert_eq!(trail(&app, id).await, expected);
}
