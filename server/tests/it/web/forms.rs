//! Forms on the session page and the history.

use resolutionflow::outcome::Outcome;
use resolutionflow::session::Action;

use super::browser::Browser;
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, complete, facts};

#[tokio::test]
async fn the_history_closes_a_session_in_place_and_takes_it_back() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/sessions?state=active").await;
    let form = browser.form("/api/close_session", &walker.id.to_string()).with("outcome", "resolved_externally");
    browser.submits(form).await;
    assert_eq!(browser.status, 200);
    assert!(browser.address.starts_with("/sessions?state=active"), "{}", browser.address);
    assert_eq!(walker.session().await.completion().unwrap().outcome, Outcome::ResolvedExternally);
    browser.goes_to("/sessions").await;
    let form = browser.form("/api/undo_close", &walker.id.to_string());
    browser.submits(form).await;
    assert!(walker.session().await.completion().is_none());
}

#[tokio::test]
async fn a_manager_corrects_an_outcome_with_a_reason_only() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(complete(Outcome::Resolved)).await;
    let session = walker.session().await;
    let mut browser = Browser::of(&app, MARA).await;
    browser.goes_to(&format!("/sessions/{}?edit=outcome", walker.id)).await;
    let form = browser.form("/api/correct_outcome", "reason").with("outcome", "escalated");
    browser.submits(form.clone()).await;
    assert_eq!((browser.status.as_u16(), walker.session().await), (422, session));
    browser.submits(form.with("reason", "Called again.")).await;
    assert_eq!(walker.session().await.completion().unwrap().outcome, Outcome::Escalated);
}

#[tokio::test]
async fn facts_can_be_edited_after_the_walk() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord")).await;
    walker.does(Action::close_as(Outcome::Cancelled)).await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to(&format!("/sessions/{}?edit=facts", walker.id)).await;
    let form = browser.form("/api/edit_facts", "ticket");
    assert_eq!((form.value("ticket"), form.value("client")), ("48213", "Fjord"));
    browser.submits(form.with("client", "FJORD").with("next_steps", "Call\r\ntomorrow.")).await;
    assert_eq!(browser.status, 200);
    let facts = walker.session().await.facts;
    assert_eq!((facts.client.as_str(), facts.next_steps.as_str()), ("Fjord", "Call\ntomorrow."), "the client is spelt as it was first");
}

#[tokio::test]
async fn a_view_keeps_what_the_list_goes_by_or_says_why_not() {
    let app = TestApp::start().await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/sessions?state=lost&outcome=resolved").await;
    browser.submits(browser.form("/api/save_view", "Save view").with("name", "Resolved")).await;
    assert_eq!((browser.status.as_u16(), browser.address.as_str()), (200, "/sessions?outcome=resolved&done=view-saved"));
    let kept = async || -> Vec<(String, String)> {
        sqlx::query_as("select name, query from saved_views").fetch_all(&app.superuser).await.unwrap()
    };
    assert_eq!(kept().await, [("Resolved".to_owned(), "outcome=resolved".to_owned())]);

    let long = format!("/sessions?q={}", "x".repeat(2_100));
    browser.goes_to(&long).await;
    browser.submits(browser.form("/api/save_view", "Save view").with("name", "Long")).await;
    assert_eq!(browser.status, 422);
    assert!(browser.html.contains("Name of the view cannot be kept: the filters are 2102 characters long"), "{}", browser.html);
    // What keeps no filters is not in the way of those that there are.
    browser.goes_to(&long).await;
    browser.submits(browser.form("/api/change_view", "Save changes").with("name", "Ended")).await;
    assert_eq!((browser.status.as_u16(), kept().await), (200, vec![("Ended".to_owned(), "outcome=resolved".to_owned())]));
    browser.goes_to(&long).await;
    browser.submits(browser.form("/api/delete_view", "Delete view")).await;
    assert_eq!((browser.status.as_u16(), kept().await), (200, vec![]));
}
