//! The audit trail: what is kept of which change.

use ::app::backend::Backend;
use ::app::backend::admin::AuditQuery;
use export::Format;
use resolutionflow::access::Role;
use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;
use resolutionflow::text::{Note, Reason};
use serde_json::{Value, json};
use server::service::Caller;
use uuid::Uuid;

use crate::app::{TestApp, value};
use crate::fixtures::{ADA, MARA, OMAR, PASSWORD, SVEN, TESS, Walker, choose, complete, export, facts, tree};

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
    walker.does(Action::Note { visit_id: visit, notes: Note::parse("typed").unwrap(), reason: None }).await;
    walker.does(complete(Outcome::Resolved)).await;
    let mara_walker = Walker { backend: app.sign_in(MARA).await, id: walker.id };
    let reason = Reason::parse("The user called again.").unwrap();
    mara_walker.does(Action::CorrectOutcome { outcome: Outcome::Workaround, reason }).await;
    export(&*walker.backend, walker.id, Format::Json).await.unwrap();
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
        ("export".to_owned(), Some(tess), None, Some(json!({"format": "json", "options": {}, "edited": false}))),
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
    mara.does(Action::close_as(Outcome::Cancelled)).await;
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

#[tokio::test]
async fn what_is_done_about_people_is_kept_from_where_and_without_their_names() {
    let app = TestApp::start().await;
    let at = |cookie| {
        let address = Some("203.0.113.5".parse().unwrap());
        app.service.backend(Caller { cookie, address, device: "Firefox/128.0 (Windows)" })
    };
    assert!(at(None).sign_in(TESS, "not it, I am afraid").await.is_err());
    let cookie = at(None).sign_in(TESS, PASSWORD).await.unwrap();
    let tess = at(Some(value(&cookie)));
    tess.end_other_logins().await.unwrap();
    tess.change_password(PASSWORD, "a roof and four walls").await.unwrap();
    let cookie = app.cookie_of(ADA).await;
    let (ada, id) = (at(Some(&cookie)), app.user(TESS).await);
    let name = |name: &str| resolutionflow::text::Name::parse(name).unwrap();
    ada.make_link(id).await.unwrap();
    ada.revoke_link(id).await.unwrap();
    ada.change_user(id, name("Tess Renamed"), Role::Manager).await.unwrap();
    ada.end_logins_of(id, None).await.unwrap();
    ada.set_active(id, false).await.unwrap();
    ada.set_active(id, true).await.unwrap();
    let email = resolutionflow::text::Email::parse("nils@north.example").unwrap();
    ada.invite(email, name("Nils Berg"), Role::Technician).await.unwrap();

    let actions: Vec<String> = trail(&app, id.0).await.into_iter().map(|(action, ..)| action).collect();
    let expected = [
        "add_user",
        "sign_in_failed",
        "sign_in",
        "end_logins",
        "change_password",
        "make_link",
        "revoke_link",
        "change_user",
        "end_logins",
        "deactivate",
        "reactivate",
    ];
    assert_eq!(actions, expected);
    let whole: String = sqlx::query_scalar("select jsonb_agg(to_jsonb(audit))::text from audit where account_id = $1")
        .bind(app.north.0)
        .fetch_one(&app.superuser)
        .await
        .unwrap();
    for told in ["Tess", "Nils", "@", "walls", PASSWORD] {
        assert!(!whole.contains(told), "{told} is in the trail");
    }
    assert_eq!(app.count("audit where address = '203.0.113.5'").await, 11);
}

/// Every entry that is found, newest first: action and address of each.
async fn found(backend: &dyn Backend, query: AuditQuery) -> Vec<String> {
    let (mut query, mut found) = (query, Vec::new());
    loop {
        let page = backend.audit(query.clone()).await.unwrap();
        assert!(page.rows.len() <= 100);
        found.extend(page.rows.into_iter().map(|row| row.action));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return found,
        }
    }
}

#[tokio::test]
async fn the_trail_is_read_by_every_filter_to_its_last_page() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    for _ in 0..150 {
        export(&*walker.backend, walker.id, Format::Text).await.unwrap();
    }
    app.wait(24 * 3600);
    let ada = app.sign_in(ADA).await;
    export(&*walker.backend, walker.id, Format::Json).await.unwrap();
    let all = found(&*ada, AuditQuery::default()).await;
    assert_eq!(i64::try_from(all.len()).unwrap(), app.count(&format!("audit where account_id = '{}'", app.north)).await);
    let exports = AuditQuery { action: "export".to_owned(), ..AuditQuery::default() };
    assert_eq!(found(&*ada, exports.clone()).await.len(), 151);
    assert_eq!(found(&*ada, AuditQuery { from: "2026-02-11".to_owned(), ..exports.clone() }).await.len(), 1);
    assert_eq!(found(&*ada, AuditQuery { to: "2026-02-10".to_owned(), ..exports.clone() }).await.len(), 150);
    let by = Some(app.user(TESS).await);
    assert_eq!(found(&*ada, AuditQuery { by, ..exports.clone() }).await.len(), 151);
    assert_eq!(found(&*ada, AuditQuery { by: Some(app.user(ADA).await), ..exports.clone() }).await.len(), 0);
    assert_eq!(found(&*ada, AuditQuery { subject: Some(walker.id.0), ..AuditQuery::default() }).await.len(), 151);
    let sven = app.sign_in(SVEN).await;
    assert!(!found(&*sven, AuditQuery::default()).await.contains(&"export".to_owned()), "another account's");
    assert_eq!(found(&*sven, AuditQuery { subject: Some(walker.id.0), ..AuditQuery::default() }).await.len(), 0);
    let nowhere = AuditQuery { after: Some("x".to_owned()), ..exports };
    assert_eq!(ada.audit(nowhere).await.err(), Some(::app::error::AppError::Malformed));
}
