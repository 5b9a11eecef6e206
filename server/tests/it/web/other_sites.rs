//! Requests that other sites make a browser send, and those of programs that are no browsers.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use resolutionflow::session::Action;

use super::browser::ORIGIN;
use super::wire::{ask, routes};
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker};

/// A request with a login, as a browser would mark it.
async fn status(router: &Router, (method, path): (&Method, &str), cookie: &str, origin: Option<&str>, site: Option<&str>) -> u16 {
    let headers = [("origin", origin), ("sec-fetch-site", site)];
    let request = Request::builder().method(method).uri(path).header(header::COOKIE, format!("login={cookie}"));
    let request = request.header(header::HOST, "flow.example.com").header(header::ACCEPT, "application/json");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = headers.iter().fold(request, |request, (name, value)| match value {
        Some(value) => request.header(*name, *value),
        None => request,
    });
    ask(router, request.body(Body::empty()).unwrap()).await.status.as_u16()
}

/// Addresses that change something: a form, an upload, the player's commands, and an address that only takes GET.
fn addresses(walker: &Walker) -> [String; 4] {
    ["/api/sign_out".to_owned(), "/api/upload_tree".to_owned(), format!("/api/sessions/{}/commands", walker.id), "/trees".to_owned()]
}

#[tokio::test]
async fn whatever_another_site_asks_for_but_to_look_is_refused() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let (router, cookie) = (routes(&app), app.cookie_of(TESS).await);
    let before = walker.session().await;
    for path in addresses(&walker) {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE, Method::from_bytes(b"SEND").unwrap()] {
            for (origin, site) in [
                (Some("https://evil.example"), Some("cross-site")),
                (Some("http://evil.flow.example.com"), Some("same-site")),
                (Some("https://flow.example.com"), Some("same-site")),
                (Some("null"), Some("cross-site")),
                (None, Some("cross-site")),
                (None, Some("same-site")),
                (None, Some("made-up")),
                // Browsers that do not send Sec-Fetch-Site, as over plain http.
                (Some("https://evil.example"), None),
                (Some("http://flow.example.com.evil.example"), None),
                (Some("http://flow.example.com:8080"), None),
                (Some("null"), None),
                (Some("flow.example.com"), None),
            ] {
                let status = status(&router, (&method, &path), &cookie, origin, site).await;
                assert_eq!(status, 403, "{method} {path} from {origin:?}, {site:?}");
            }
        }
    }
    assert!(app.sign_in(TESS).await.viewer().await.is_ok() && app.count("logins where last_used_at is not null").await > 0);
    assert_eq!(walker.session().await, before);
}

#[tokio::test]
async fn our_own_pages_and_programs_may() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let router = routes(&app);
    for (origin, site) in [
        (Some(ORIGIN), Some("same-origin")),
        (None, Some("same-origin")),
        // Typed, or from a bookmark.
        (None, Some("none")),
        (Some(ORIGIN), None),
        // No browser leaves both out; a program has no cookies but those that it was given.
        (None, None),
    ] {
        for path in addresses(&walker) {
            let cookie = app.cookie_of(TESS).await;
            let status = status(&router, (&Method::POST, &path), &cookie, origin, site).await;
            assert_ne!(status, 403, "{path} from {origin:?}, {site:?}");
        }
    }
}

#[tokio::test]
async fn to_look_changes_nothing() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.does(Action::PARK).await;
    let (router, cookie) = (routes(&app), app.cookie_of(TESS).await);
    let before = walker.session().await;
    for path in addresses(&walker) {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let status = status(&router, (&method, &path), &cookie, Some("https://evil.example"), Some("cross-site")).await;
            assert!(if path == "/trees" { status < 500 } else { status == 405 }, "{method} {path}: {status}");
        }
    }
    assert_eq!(walker.session().await, before);
    assert!(app.holding(&cookie).viewer().await.is_ok(), "still signed in");
}
