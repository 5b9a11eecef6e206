//! The walk player's address.

use axum::body::Body;
use axum::http::{Request, header};
use resolutionflow::outcome::Outcome;
use resolutionflow::session::{Action, Command, Conflict, Refusal};
use resolutionflow::sync::{Answer, Batch, Refused};
use resolutionflow::time::Seconds;

use super::browser::Browser;
use super::wire::{ask, routes};
use crate::app::TestApp;
use crate::fixtures::{OMAR, TESS, Walker, choose, command, complete};

/// Sends a command as the player of a user does: status and answer.
async fn send(app: &TestApp, user: &str, walker: &Walker, command: Command) -> (u16, Answer) {
    let batch = Batch { known_revision: 0, commands: vec![command], active_at: None, by: None };
    let request = Request::post(format!("/api/sessions/{}/commands", walker.id))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, format!("login={}", app.cookie_of(user).await))
        .body(Body::from(serde_json::to_vec(&batch).unwrap()));
    let answer = ask(&routes(app), request.unwrap()).await;
    (answer.status.as_u16(), serde_json::from_str(&answer.body).unwrap())
}

#[tokio::test]
async fn a_refused_command_has_the_status_that_a_form_gets_and_the_state_in_its_body() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let known = walker.session().await;
    let (status, answer) = send(&app, TESS, &walker, command(&known, choose("yes"))).await;
    assert_eq!((status, answer.refused), (200, None));

    let now = walker.session().await;
    let visit_id = known.open_visit().unwrap().id;
    for (user, based_on, action, expected, refused) in [
        (TESS, &known, complete(Outcome::Resolved), 409, Refused::Conflict(Conflict::Stale)),
        (TESS, &now, choose("yes"), 409, Refused::Refusal(Refusal::WrongStep)),
        (TESS, &now, complete(Outcome::Cancelled), 422, Refused::Refusal(Refusal::NotAnEnd)),
        (OMAR, &now, Action::PARK, 403, Refused::Refusal(Refusal::NotYours)),
    ] {
        let (status, answer) = send(&app, user, &walker, command(based_on, action.clone())).await;
        assert_eq!((status, answer.done, answer.refused), (expected, 0, Some(refused)), "{action:?}");
        assert_eq!(answer.state.onto(&now), now, "{action:?}");
    }

    let done = walker.does(complete(Outcome::Resolved)).await;
    let later = Action::SetIdle { visit_id, idle_seconds: Seconds(60), reason: None };
    let (status, answer) = send(&app, TESS, &walker, command(&done, later)).await;
    assert_eq!((status, answer.refused), (422, Some(Refused::Refusal(Refusal::ReasonNeeded))));
    assert_eq!(answer.state.onto(&done), done);
}

#[tokio::test]
async fn a_form_without_the_reason_that_it_needs_does_not_fit() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    app.wait(600);
    let done = walker.does(complete(Outcome::Resolved)).await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}?edit={}", walker.id, done.records[0].id)).await;
    browser.submits(browser.form("/api/set_idle", "minutes").with("minutes", "5")).await;
    assert_eq!(browser.status, 422);
    assert!(browser.text().contains("Say why: this changes what others recorded, or may have read."), "{}", browser.text());
    assert_eq!(walker.session().await, done);
    browser.goes_to(&format!("/sessions/{}", walker.id)).await;
    browser.submits(browser.form("/api/correct_outcome", "reason").with("outcome", "escalated")).await;
    assert_eq!(browser.status, 422);
    assert_eq!(walker.session().await, done);
}
