//! Forms that are refused: the right status, clear words, nothing half-written, nothing lost that was typed.

use super::browser::Browser;
use crate::app::TestApp;
use crate::fixtures::{OMAR, TESS, Walker, choose, complete};
use resolutionflow::outcome::Outcome;

#[tokio::test]
async fn what_does_not_fit_is_marked_and_kept() {
    let app = TestApp::start().await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/start?tree=vpn").await;
    let long = "x".repeat(65);
    let form = browser.form("/api/start_walk", "ticket").with("ticket", &long).with("client", "Fjord & <Sons>");
    browser.submits(form).await;
    assert_eq!(browser.status, 422);
    assert!(browser.text().contains("is 65 characters long; at most 64 fit"), "{}", browser.text());
    let again = browser.form("/api/start_walk", "ticket");
    assert_eq!((again.value("ticket"), again.value("client")), (long.as_str(), "Fjord & <Sons>"));
    assert_eq!(app.count("sessions").await + app.count("clients").await, 0);
    browser.submits(again.with("ticket", "48213")).await;
    assert_eq!((browser.status.as_u16(), app.count("sessions").await), (200, 1));
}

#[tokio::test]
async fn completing_without_an_outcome_or_with_an_unknown_one_is_refused() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/complete", walker.id)).await;
    let form = browser.form("/api/complete_walk", "outcome").with("outcome_notes", "Nearly </textarea><script>alert(1)</script>");
    browser.submits(form.clone()).await;
    assert_eq!(browser.status, 422);
    let again = browser.form("/api/complete_walk", "outcome");
    assert_eq!(again.value("outcome_notes"), "Nearly </textarea><script>alert(1)</script>");
    browser.submits(again.with("outcome", "solved")).await;
    assert_eq!(browser.status, 422);
    let again = browser.form("/api/complete_walk", "outcome");
    browser.submits(again.with("outcome", "cancelled")).await;
    assert_eq!(browser.status, 422);
    assert!(walker.session().await.completion().is_none());
}

#[tokio::test]
async fn a_stale_tab_is_told_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let stale = browser.form("/api/take_step", "base_revision").with("act", "choose:no").with("notes", "typed in the other tab");
    let after = walker.does(choose("yes")).await;
    browser.submits(stale).await;
    assert_eq!(browser.status, 409);
    assert!(browser.text().contains("This session has moved on"), "{}", browser.text());
    assert!(browser.html.contains("typed in the other tab"), "{}", browser.text());
    assert_eq!(walker.session().await, after);
}

#[tokio::test]
async fn completing_twice_is_a_conflict() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}/complete", walker.id)).await;
    let form = browser.form("/api/complete_walk", "outcome").with("outcome", "escalated");
    let completed = walker.does(complete(Outcome::Resolved)).await;
    browser.submits(form).await;
    assert_eq!(browser.status, 409);
    assert_eq!(walker.session().await, completed);
}

#[tokio::test]
async fn another_technicians_walk_cannot_be_walked() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut tess = Browser::of(&app, TESS).await;
    tess.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    let form = tess.form("/api/take_step", "base_revision").with("act", "choose:yes");
    let before = walker.session().await;
    let mut omar = Browser::of(&app, OMAR).await;
    omar.goes_to(&format!("/sessions/{}/walk", walker.id)).await;
    assert_eq!(omar.status, 200);
    omar.submits(form).await;
    assert_eq!(omar.status, 403);
    assert!(omar.text().contains("Another technician holds this session."), "{}", omar.text());
    assert_eq!(walker.session().await, before);
}
