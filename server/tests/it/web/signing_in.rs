//! Signing in and out with plain forms.

use axum::http::header;

use super::browser::Browser;
use crate::app::TestApp;
use crate::fixtures::{PASSWORD, TESS};

#[tokio::test]
async fn whoever_is_not_signed_in_gets_to_the_page_after_signing_in() {
    let app = TestApp::start().await;
    let mut browser = Browser::open(&app);
    browser.goes_to("/trees?category=Network").await;
    assert_eq!((browser.status.as_u16(), browser.address.as_str()), (200, "/sign-in?next=%2Ftrees%3Fcategory%3DNetwork"));
    let form = browser.form("/api/sign_in", "password").with("email", TESS).with("password", PASSWORD);
    browser.submits(form).await;
    assert_eq!((browser.status.as_u16(), browser.address.as_str()), (200, "/trees?category=Network"));
    assert!(browser.text().contains("The vpn tree"), "{}", browser.text());
    assert_eq!(browser.headers[header::CACHE_CONTROL], "no-store");

    let form = browser.form("/api/sign_out", "");
    browser.submits(form).await;
    assert_eq!(browser.address, "/sign-in");
    browser.goes_to("/trees").await;
    assert!(browser.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn a_wrong_password_is_told_without_which_half_was_wrong_and_the_address_stays() {
    let app = TestApp::start().await;
    let mut pages = Vec::new();
    for (email, password) in [(TESS, "not-the-password"), ("who@north.example", PASSWORD)] {
        let mut browser = Browser::open(&app);
        browser.goes_to("/sign-in").await;
        let form = browser.form("/api/sign_in", "password").with("email", email).with("password", password);
        browser.submits(form).await;
        assert_eq!(browser.status, 401);
        assert!(browser.text().contains("The e-mail address or the password is wrong."), "{}", browser.text());
        assert_eq!(browser.form("/api/sign_in", "password").value("email"), email);
        assert!(!browser.html.contains(password));
        pages.push(browser.text().replace(email, ""));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn an_expired_login_leads_to_the_sign_in_page_and_changes_nothing() {
    let app = TestApp::start().await;
    let mut browser = Browser::of(&app, TESS).await;
    browser.goes_to("/start?tree=vpn").await;
    let form = browser.form("/api/start_walk", "ticket").with("ticket", "48213");
    app.wait(3 * 24 * 3600);
    browser.submits(form).await;
    assert!(browser.address.starts_with("/sign-in?next="), "{}", browser.address);
    assert_eq!(app.count("sessions").await, 0);
}

#[tokio::test]
async fn a_login_from_another_account_finds_nothing_of_this_one() {
    let app = TestApp::start().await;
    let tess = crate::fixtures::Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, crate::fixtures::BEN).await;
    let nowhere = uuid::Uuid::now_v7().to_string();
    let mut pages = Vec::new();
    for id in [tess.id.to_string(), nowhere] {
        for path in ["", "/walk", "/complete", "/export.md", "/export.json"] {
            browser.goes_to(&format!("/sessions/{id}{path}")).await;
            assert_eq!(browser.status, 404, "{path}");
            pages.push(browser.text().replace(&id, ""));
        }
    }
    assert_eq!(pages[..5], pages[5..], "the same as for an id that does not exist");
}
