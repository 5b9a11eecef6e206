//! Headers of every kind of answer, and what pages load.

use std::collections::BTreeSet;

use app::{Kind, ROUTES};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use leptos::config::LeptosOptions;
use resolutionflow::outcome::Outcome;
use server::config::PublicUrl;
use server::http::{Site, router};

use super::browser::{Browser, site};
use super::stage::Stage;
use super::wire::{Answer, ask};
use crate::app::TestApp;
use crate::fixtures::{ADA, TESS, Walker};
use crate::html::Element;

const SITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public");
const OURS: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
                    form-action 'self'";

fn served(app: &TestApp, public_url: &str) -> Router {
    let options = LeptosOptions::builder().output_name("resolutionflow").site_root(SITE).build();
    let site = Site { options, public_url: PublicUrl::parse(public_url).unwrap(), ..site() };
    router(site, app.service.clone()).unwrap()
}

async fn get(router: &Router, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).header(header::ACCEPT, "text/html").header(header::COOKIE, format!("login={cookie}"));
    ask(router, request.body(Body::empty()).unwrap()).await
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_kind_of_answer_has_the_whole_set() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let version = walker.session().await.version;
    let cookie = app.cookie_of(TESS).await;
    let session = format!("/sessions/{}", walker.id);
    for (public_url, https) in [("http://flow.example.com", ""), ("https://flow.example.com", "max-age=31536000")] {
        let router = served(&app, public_url);
        for (path, status, kept) in [
            ("/trees", 200, "no-store"),
            ("/", 302, "no-store"),
            (&*session, 200, "no-store"),
            (&format!("{session}/walk"), 200, "no-store"),
            ("/nowhere", 404, "no-store"),
            (&format!("/sessions?q={}", "x".repeat(9000)), 414, "no-store"),
            ("/api/nowhere", 404, "no-store"),
            ("/api/sign_out", 405, "no-store"),
            (&format!("{session}/export.html"), 200, "no-store"),
            (&format!("{session}/export.json?inline=1"), 200, "no-store"),
            ("/trees/vpn/tree.json", 200, "no-store"),
            ("/healthz", 200, "no-store"),
            ("/favicon.svg", 200, "public, max-age=86400"),
            ("/script.js", 200, "no-cache"),
            ("/typed.js", 200, "no-cache"),
            ("/editor.js", 200, "no-cache"),
            (&format!("/api/trees/{}/readings/{}", version.tree_id, version.number), 200, "private, max-age=31536000, immutable"),
        ] {
            let answer = get(&router, path, &cookie).await;
            let headers = &answer.headers;
            assert_eq!(answer.status, status, "{path}");
            for (name, wanted) in [
                ("strict-transport-security", https),
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("origin-agent-cluster", "?1"),
                ("x-permitted-cross-domain-policies", "none"),
                ("permissions-policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
                ("cache-control", kept),
                ("access-control-allow-origin", ""),
                ("server", ""),
            ] {
                assert_eq!(value(headers, name), wanted, "{name} of {path}");
            }
            let policy = value(headers, "content-security-policy");
            if path.contains("/export.") || path.ends_with("tree.json") {
                assert_eq!(policy, "sandbox; default-src 'none'; style-src 'unsafe-inline'", "{path}");
            } else {
                assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe-inline"), "{policy} of {path}");
                for part in ["style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
                    assert!(policy.contains(part), "{policy} of {path}");
                }
                let is_page = policy.contains("'nonce-");
                assert!(policy == OURS || is_page, "{policy} of {path}");
                assert!(!is_page || status == 302 || value(headers, "content-type").starts_with("text/html"), "{path}");
            }
            assert!(headers.contains_key("x-request-id") && headers.get_all("content-security-policy").iter().count() == 1, "{path}");
        }
    }
}

#[tokio::test]
async fn every_page_has_a_nonce_of_its_own_which_its_scripts_carry() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let mut browser = Browser::of(&app, TESS).await;
    let mut nonces = BTreeSet::new();
    for path in ["/sign-in", "/trees", "/trees", &format!("/sessions/{}/walk", walker.id), "/nowhere"] {
        browser.fetches(path).await;
        let policy = value(&browser.headers, "content-security-policy").to_owned();
        let (_, rest) = policy.split_once("script-src 'self' 'nonce-").unwrap_or_else(|| panic!("{policy} of {path}"));
        let nonce = rest.split('\'').next().unwrap();
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        assert!(nonces.insert(nonce.to_owned()), "{nonce} twice");
        for script in browser.page().elements("script", &[]) {
            assert!(script.is("src") || script.attr("nonce") == Some(nonce), "a script without nonce on {path}");
        }
    }
}

#[tokio::test]
async fn pages_style_nothing_in_line_and_load_nothing_from_elsewhere() {
    let stage = Stage::set().await;
    let mut pages: Vec<String> = ROUTES.iter().filter(|route| route.kind == Kind::Page).map(|route| stage.north.address(route)).collect();
    pages.push(format!("/sessions/{}?edit=facts", stage.north.session));
    pages.push("/nowhere".to_owned());
    // A page that leptos did not make.
    pages.push(format!("/?{}", "x".repeat(9000)));
    let mut admin = Browser::of(&stage.app, ADA).await;
    for at_the_end in [false, true] {
        if at_the_end {
            let id = stage.north.session.parse().unwrap();
            Walker { backend: stage.app.sign_in(TESS).await, id }.finishes(Outcome::Resolved).await;
        }
        // Without a login, for the sign-in page and others that redirect signed-in users.
        for mut browser in [admin.another(), Browser::open(&stage.app)] {
            for page in &pages {
                browser.goes_to(page).await;
                assert_harmless(&browser, page);
            }
        }
        admin.goes_to("/").await;
        assert!(admin.status.is_success(), "still signed in");
    }
}

/// Styles nothing in line, and loads nothing from elsewhere.
fn assert_harmless(browser: &Browser, page: &str) {
    let html = browser.page();
    assert!(html.contains("link", &[]), "{page}");
    for Element { name: tag, attributes, .. } in html.elements("*", &[]) {
        assert!(tag != "style", "<style> on {page}");
        for (name, value) in attributes {
            assert!(name != "style" && !name.starts_with("on"), "{name} on {page}");
            let loads = matches!((tag.as_str(), name.as_str()), ("link", "href") | (_, "src" | "srcset" | "data" | "poster"));
            let is_ours = value.starts_with('/') && !value.starts_with("//") || value.starts_with("data:image/");
            assert!(!loads || is_ours, "<{tag}> loads {value} on {page}");
        }
    }
}
