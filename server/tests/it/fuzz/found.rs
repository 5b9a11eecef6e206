//! Tests named after what was found here.

use axum::body::Body;
use axum::http::{Request, header};
use resolutionflow::session::{Action, Command, Conflict, Draft};
use resolutionflow::sync::{Batch, Refused};
use resolutionflow::text::{CommandValue, Note, Problem};
use resolutionflow::tree::CommandValues;

use crate::app::TestApp;
use crate::fixtures::{ADA, TESS, Walker, command};
use crate::web::wire::{ask, routes};

#[tokio::test]
async fn a_value_under_a_name_with_nul_does_not_keep_a_step_from_being_saved() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let session = walker.session().await;
    let visit_id = session.open_visit().map(|visit| visit.id);
    let values = CommandValues([("a\0b".to_owned(), CommandValue::parse("x").unwrap())].into_iter().collect());
    let draft = Draft { visit_id, notes: Note::parse("dusty").unwrap(), values: Some(values), ..Draft::default() };
    let sent = Command { draft: Some(draft), ..command(&session, Action::PARK) };
    let request = Request::post(format!("/api/sessions/{}/commands", walker.id))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, format!("login={}", app.cookie_of(TESS).await))
        .body(Body::from(serde_json::to_vec(&Batch { known_revision: 0, commands: vec![sent], active_at: None, by: None }).unwrap()))
        .unwrap();
    assert_eq!(ask(&routes(&app), request).await.status, 200);
    assert_eq!(walker.session().await.records[0].notes.as_str(), "dusty");
}

#[tokio::test]
async fn an_id_that_comes_twice_in_one_batch_is_a_conflict_and_what_came_before_stands() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let session = walker.session().await;
    let park = command(&session, Action::PARK);
    let resume = Command { id: park.id, base_revision: 1, ..command(&session, Action::Resume) };
    let answer = walker.backend.send(walker.id, Batch { known_revision: 0, commands: vec![park, resume], active_at: None, by: None }).await;
    let answer = answer.unwrap();
    assert_eq!((answer.done, answer.refused), (1, Some(Refused::Conflict(Conflict::DifferentContent))));
    assert_eq!(walker.session().await.revision, 1);
}

#[tokio::test]
async fn a_report_under_the_id_of_another_session_s_is_a_conflict() {
    let app = TestApp::start().await;
    let tess = app.sign_in(TESS).await;
    let mut id = None;
    for (tree, expected) in [("vpn", None), ("printer", Some(409))] {
        let walker = Walker::start(tess.clone(), tree).await;
        let session = walker.session().await;
        let visit_id = session.open_visit().unwrap().id;
        let report = command(&session, Action::ReportProblem { visit_id, problem: Problem::parse("There is no desk.").unwrap() });
        let report = Command { id: *id.get_or_insert(report.id), ..report };
        assert_eq!(walker.backend.command(walker.id, report).await.err().map(|error| error.status()), expected);
    }
    assert_eq!(app.count("step_reports").await, 1);
}

#[tokio::test]
async fn an_instant_before_postgres_has_a_calendar_is_like_any_other_that_cannot_be_read() {
    let app = TestApp::start().await;
    let (router, cookie) = (routes(&app), app.cookie_of(ADA).await);
    for (path, early, garbage) in [
        ("/sessions?after=", "-210866803201-0192f0c123457abc8def0123456789ab", "garbage"),
        ("/trees?after=", "-210866803201-0192f0c123457abc8def0123456789ab", "garbage"),
        ("/admin/audit.csv?from=", "-9999-01-01", "garbage"),
    ] {
        let get = async |value: &str| {
            let request = Request::get(format!("{path}{value}")).header(header::COOKIE, format!("login={cookie}"));
            ask(&router, request.body(Body::empty()).unwrap()).await.status
        };
        assert_eq!(get(early).await, get(garbage).await, "{path}");
    }
}
