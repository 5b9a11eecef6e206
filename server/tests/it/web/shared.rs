//! The page behind a link to a session, for every visitor.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use resolutionflow::id::ShareId;
use resolutionflow::share::{Expiry, Offer};
use uuid::Uuid;

use super::browser::{Browser, ORIGIN};
use super::wire::{Answer, ask, routes};
use crate::app::{TestApp, value};
use crate::fixtures::{BEN, MARA, OMAR, PASSWORD, TESS, Walker, facts};
use crate::html::Html;

async fn get(router: &Router, link: &str, cookie: Option<&str>, accept: &str) -> Answer {
    follow(router, Method::GET, link, cookie, accept).await
}

async fn follow(router: &Router, method: Method, link: &str, cookie: Option<&str>, accept: &str) -> Answer {
    let request = Request::builder().method(method).uri(format!("/shared/{link}")).header(header::ACCEPT, accept);
    let request = match cookie {
        Some(cookie) => request.header(header::COOKIE, format!("login={cookie}")),
        None => request,
    };
    ask(router, request.body(Body::empty()).unwrap()).await
}

/// A session with a link of each kind: public, for the account, expired, and taken back.
async fn shared(app: &TestApp) -> (Walker, [String; 4]) {
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "Fjord Shipping")).await;
    let make = async |offer, expiry| {
        value(&walker.backend.share(walker.id, ShareId(Uuid::now_v7()), offer, true, expiry).await.unwrap()).to_owned()
    };
    let (expired, revoked) = (make(Offer::Public, Expiry::Day).await, make(Offer::PublicWhole, Expiry::Week).await);
    let (public, inside) = (make(Offer::Public, Expiry::Week).await, make(Offer::Account, Expiry::Week).await);
    walker.backend.revoke_share(walker.id, revoked.split('.').nth(1).unwrap().parse().unwrap()).await.unwrap();
    app.wait(24 * 3600);
    (walker, [public, inside, expired, revoked])
}

#[tokio::test]
async fn strangers_are_answered_alike_behind_every_link_that_does_not_let_them_in() {
    let app = TestApp::start().await;
    let (_, [public, inside, expired, revoked]) = shared(&app).await;
    let router = routes(&app);
    let last = if public.ends_with('0') { "1" } else { "0" };
    let guessed = format!("{}{last}", &public[..public.len() - 1]);
    let moved = public.replace(&app.north.to_string(), &app.south.to_string());
    let unknown = format!("{}.{}.{}", app.north, Uuid::now_v7(), "0".repeat(64));
    let nowhere = format!("{}.{}.{}", Uuid::now_v7(), Uuid::now_v7(), "0".repeat(64));
    let links = [&*unknown, &nowhere, &guessed, &moved, &inside, &expired, &revoked, "x", "a.b.c", "%00", "%ff%fe"];
    let ben = app.cookie_of(BEN).await;
    for accept in ["text/html", "*/*"] {
        let mut first: Option<(Vec<(String, String)>, String)> = None;
        for cookie in [None, Some(&*ben), Some("made up")] {
            for link in links {
                let answer = get(&router, link, cookie, accept).await;
                assert_eq!(answer.status, 404, "{link}");
                let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id" && *name != "content-length");
                let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect::<Vec<_>>();
                let own = form_urlencoded::byte_serialize(format!("/shared/{link}").as_bytes()).collect::<String>();
                let told = (headers, answer.body.replace(&own, "…"));
                let first = first.get_or_insert_with(|| told.clone());
                assert_eq!(&told, first, "{link}");
                let head = follow(&router, Method::HEAD, link, cookie, accept).await;
                assert!(head.status == 404 && head.body.is_empty(), "{link}");
                // So that nothing is slowed down here.
                app.wait(20);
            }
        }
    }
    let page = Html::parse(get(&router, "x", None, "text/html").await.body);
    assert!(page.says("This link leads nowhere") && page.says("Ask whoever sent it") && page.says("sign in first"));
    assert!(page.leads_to("/sign-in?next=%2Fshared%2Fx"));
    assert_eq!(app.count("shares where views > 0").await, 0);
}

#[tokio::test]
async fn a_shared_session_is_a_document_that_is_not_kept_not_found_and_runs_nothing() {
    let app = TestApp::start().await;
    let (_, [public, inside, ..]) = shared(&app).await;
    let router = routes(&app);
    let omar = app.cookie_of(OMAR).await;
    for (link, cookie) in [(&public, None), (&public, Some(&*omar)), (&inside, Some(&*omar))] {
        let answer = get(&router, link, cookie, "text/html").await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.starts_with("<!doctype html>") && answer.body.contains("48213") && !answer.body.contains("<script"));
        assert!(!answer.body.contains(&**link), "it does not know its own address");
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("x-robots-tag", "noindex, nofollow"),
            ("cache-control", "private, no-store"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.headers[name], value, "{name}");
        }
        assert!(!answer.headers.contains_key("set-cookie"));
    }
    let head = follow(&router, Method::HEAD, &public, None, "text/html").await;
    assert!(head.status == 200 && head.body.is_empty());
    assert_eq!(app.count("shares where views = 2").await + app.count("shares where views = 1").await, 2, "a look at the head is none");
}

#[tokio::test]
async fn who_may_read_the_session_is_told_why_a_link_works_no_longer() {
    let app = TestApp::start().await;
    let (walker, [.., expired, revoked]) = shared(&app).await;
    let router = routes(&app);
    let mara = app.cookie_of(MARA).await;
    for (link, words) in [(expired, "This link has expired"), (revoked, "This link was taken back")] {
        let answer = get(&router, &link, Some(&mara), "text/html").await;
        assert_eq!(answer.status, 410);
        assert_eq!(answer.headers["x-robots-tag"], "noindex, nofollow");
        let page = Html::parse(answer.body.as_str());
        assert!(page.says(words) && page.leads_to(&format!("/sessions/{}", walker.id)), "{}", answer.body);
    }
}

#[tokio::test]
async fn whoever_signs_in_on_the_way_is_led_on_to_the_session() {
    let app = TestApp::start().await;
    let (_, [_, inside, ..]) = shared(&app).await;
    let mut browser = Browser::open(&app);
    browser.goes_to(&format!("/shared/{inside}")).await;
    assert_eq!(browser.status, 404);
    let page = browser.page();
    let mut links = page.elements("a", &[]).into_iter().filter_map(|link| link.attr("href"));
    let address = links.find(|address| address.starts_with("/sign-in?")).unwrap().to_owned();
    browser.goes_to(&address).await;
    let form = browser.form("/api/sign_in", "email").with("email", OMAR).with("password", PASSWORD);
    browser.submits(form).await;
    assert_eq!((browser.status.as_u16(), browser.address), (200, format!("/shared/{inside}")));
    assert!(browser.html.contains("48213"));
}

#[tokio::test]
async fn a_link_is_made_shown_once_opened_and_taken_back_without_a_script() {
    let app = TestApp::start().await;
    let walker = Walker::start_for(app.sign_in(TESS).await, "vpn", facts("48213", "")).await;
    let mut tess = Browser::of(&app, TESS).await;
    tess.goes_to(&format!("/sessions/{}?offer=public&expiry=1", walker.id)).await;
    assert!(tess.text().contains("What its readers will see"), "{}", tess.text());
    let form = tess.form("/api/share_session", "Make link");
    tess.submits(form.clone().with("offer", "everybody")).await;
    assert_eq!(tess.status, 422);
    assert!(tess.text().contains("Who may open it is not one of the choices."), "{}", tess.text());
    tess.submits(form.clone()).await;
    assert_eq!(tess.status, 200, "{}", tess.text());
    let address = tess.page().element("input", &[("id", "link")]).attr("value").unwrap().to_owned();
    let link = address.strip_prefix(&format!("{ORIGIN}/shared/")).unwrap();
    assert!(
        tess.text().contains("Redacted Without output Made by Tess Tanaka") && tess.text().contains("Not opened yet"),
        "{}",
        tess.text()
    );
    // Pressed twice, it is the same link.
    tess.submits(form).await;
    assert_eq!(tess.page().element("input", &[("id", "link")]).attr("value"), Some(address.as_str()));
    tess.goes_to(&format!("/sessions/{}", walker.id)).await;
    assert!(!tess.html.contains(link), "it is shown once");

    let mut stranger = Browser::open(&app);
    stranger.goes_to(&format!("/shared/{link}")).await;
    assert_eq!(stranger.status, 200);
    assert!(stranger.html.contains("48213"));
    tess.goes_to(&format!("/sessions/{}", walker.id)).await;
    assert!(tess.text().contains("Opened once"), "{}", tess.text());
    let back = tess.form("/api/revoke_share", "Take back");
    tess.submits(back).await;
    assert!(tess.text().contains("Link taken back.") && tess.text().contains("1 past link"), "{}", tess.text());
    stranger.goes_to(&format!("/shared/{link}")).await;
    assert_eq!(stranger.status, 404);
    assert!(!stranger.html.contains("48213"));
}
