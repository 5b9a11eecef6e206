//! Forms about sessions that are selected in the history.

use axum::http::header;

use super::browser::{Browser, Form};
use crate::app::TestApp;
use crate::fixtures::{BEN, TESS, Walker, facts};

/// The form of the page with these sessions selected, as the page has them.
async fn selecting(browser: &Browser, walkers: &[&Walker]) -> Form {
    let mut form = browser.form("/api/close_sessions", "Close selected");
    for (place, walker) in walkers.iter().enumerate() {
        let value = format!("{}.{}", walker.id, walker.session().await.revision);
        assert!(browser.page().contains("input", &[("form", "bulk"), ("value", &value)]));
        form = form.with(&format!("sessions[{place}]"), &value);
    }
    form
}

async fn two(app: &TestApp) -> [Walker; 2] {
    let tess = app.sign_in(TESS).await;
    let one = Walker::start_for(tess.clone(), "vpn", facts("1", "")).await;
    [one, Walker::start_for(tess, "vpn", facts("2", "")).await]
}

#[tokio::test]
async fn sessions_are_closed_together_and_taken_back_where_the_filters_were() {
    let app = TestApp::start().await;
    let [one, other] = two(&app).await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/sessions?state=active&sort=oldest").await;
    let form = selecting(&browser, &[&one, &other]).await.with("reason", "Old.");
    browser.submits(form).await;
    assert_eq!(browser.status, 200);
    assert!(browser.address.starts_with("/sessions?state=active&sort=oldest&done=closed-each&changed="), "{}", browser.address);
    assert!(browser.text().contains("2 sessions closed."), "{}", browser.text());
    assert!(one.session().await.completion().is_some() && other.session().await.completion().is_some());
    let undo = browser.form("/api/undo_closes", "Take all back");
    browser.submits(undo).await;
    assert!(browser.text().contains("2 sessions reopened. They are parked."), "{}", browser.text());
    assert!(one.session().await.completion().is_none() && other.session().await.completion().is_none());
}

#[tokio::test]
async fn nothing_selected_and_no_reason_are_said_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let [one, _] = two(&app).await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/sessions?state=active").await;
    let form = browser.form("/api/close_sessions", "Close selected").with("reason", "Old.");
    browser.submits(form).await;
    assert_eq!(browser.status, 422);
    assert!(browser.text().contains("At least one session must be chosen."), "{}", browser.text());
    assert_eq!(browser.form("/api/close_sessions", "Close selected").value("reason"), "Old.");
    let form = selecting(&browser, &[&one]).await.with("reason", " ");
    browser.submits(form).await;
    assert_eq!(browser.status, 422);
    let page = browser.page();
    let ticks = page.elements("input", &[("type", "checkbox"), ("form", "bulk")]);
    let ticked: Vec<&str> = ticks.into_iter().filter(|tick| tick.is("checked")).filter_map(|tick| tick.attr("value")).collect();
    assert!(matches!(*ticked, [one_value] if one_value.starts_with(&one.id.to_string())), "{ticked:?}");
    assert!(one.session().await.completion().is_none());
}

#[tokio::test]
async fn a_file_has_the_selected_alone_and_the_columns_of_the_page() {
    let app = TestApp::start().await;
    let [one, other] = two(&app).await;
    let foreign = Walker::start(app.sign_in(BEN).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/sessions?columns=none").await;
    let form = selecting(&browser, &[&other]).await.with("format", "csv").with("sessions[7]", &format!("{}.1", foreign.id));
    browser.submits(form.to("/api/download_sessions")).await;
    assert_eq!(browser.status, 200);
    assert!(browser.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename=\"sessions-"));
    let lines: Vec<&str> = browser.html.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].starts_with(&other.id.to_string()) && !browser.html.contains(&one.id.to_string()));
    assert!(!lines[0].contains("total_seconds"));
    browser.fetches("/sessions.csv?session=x").await;
    assert_eq!(browser.status, 400);
}
