//! Requests of any kind, through everything that is served.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use axum::routing::get;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use server::http::Limits;
use tokio::io::AsyncReadExt;
use tower_http::compression::CompressionLayer;

use super::wire::{Listening, ask, routes};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker};

/// Number of requests made up.
const REQUESTS: usize = 500;

#[derive(Debug, Clone)]
struct Made {
    method: String,
    path: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    who: usize,
}

/// Something that gets past the first line of whatever takes it.
fn made(session: &str) -> impl Strategy<Value = Made> + use<> {
    let method = prop_oneof![4 => "GET|POST", 1 => "PUT|DELETE|PATCH|HEAD|OPTIONS|TRACE|CONNECT|[A-Z]{1,9}"];
    let segment = prop_oneof![
        4 => prop::sample::select(vec![
            "trees", "sessions", "api", "start", "vpn", "walk", "complete", "export.md", "export.json", "versions", "1", "nodes", "commands",
            "sign_in", "sign_out", "take_step", "upload_tree", "start_walk", "search", "tree.json", "pkg", "fonts", "..", ".", "",
        ])
        .prop_map(str::to_owned),
        1 => Just(session.to_owned()),
        1 => "[a-zA-Z0-9._~!$&'()*+,;=:@-]{0,12}",
        1 => "(%[0-9a-fA-F]{2}){0,6}",
    ];
    let query = prop_oneof![
        Just(String::new()),
        "\\?((q|page|after|before|from|text|state|outcome|technician|tree|edit|next|inline|act)=[a-z0-9%+._-]{0,12}&?){0,3}",
        "\\?(%[0-9a-fA-F]{2}|[!-~&&[^#<>\"`{}|\\\\^]]){0,20}",
    ];
    let known = ["/", "/healthz", "/sign-in", "/trees", "/trees/vpn", "/start", "/sessions", "/api/take_step", "/api/upload_tree"]
        .map(str::to_owned);
    let ends = ["", "/walk", "/complete", "/export.html", "/export.txt"].map(|end| format!("/sessions/{session}{end}"));
    let known: Vec<_> = known.into_iter().chain(ends).chain([format!("/api/sessions/{session}/commands")]).collect();
    let path = prop_oneof![
        prop::sample::select(known),
        prop::collection::vec(segment, 0..5).prop_map(|segments| format!("/{}", segments.join("/"))),
    ];
    let path = (path, query).prop_map(|(path, query)| path + &query);
    let header = prop_oneof![
        (
            "accept|content-type",
            "text/html|application/json|\\*/\\*|application/x-www-form-urlencoded|multipart/form-data; boundary=x|[ -~]{0,20}"
        ),
        ("accept-encoding|content-encoding|te|expect|range|if-modified-since|if-none-match", "gzip|br|identity|bytes=0-1|\\*|[ -~]{0,20}"),
        ("sec-fetch-site|origin|referer|host", "same-origin|none|cross-site|http://flow.example.com(/start)?|null|[ -~]{0,20}"),
        ("x-forwarded-for|forwarded|x-request-id|cookie|upgrade", "login=[!-~]{0,90}|([0-9]{1,3}\\.){3}[0-9]{1,3}|[ -~]{0,20}"),
        ("[a-z][a-z-]{0,12}", "[ -~]{0,30}"),
    ]
    .prop_map(|(name, value): (String, String)| (name, value.into_bytes()));
    let header = prop_oneof![9 => header, 1 => ("accept|cookie|referer|origin|host|content-type", "[\u{a0}-\u{ff}]{1,8}").prop_map(|(name, value)| {
        (name, value.chars().filter_map(|c| u8::try_from(c).ok()).collect())
    })];
    let body = prop_oneof![
        2 => Just(Vec::new()),
        2 => "((email|password|ticket|client|act|notes|values\\[[a-z]{0,3}\\]|base_revision|id|command_id|visit_id|tree|outcome)=[a-z0-9%+._:-]{0,40}&?){0,6}"
            .prop_map(String::into_bytes),
        1 => "\\{(\"[a-z_]{1,9}\":(null|\\[\\]|\"[a-z]{0,5}\"|-?[0-9]{1,20}),?){0,4}\\}?".prop_map(String::into_bytes),
        1 => "--x\r\nContent-Disposition: form-data; name=\"(document|file|[ -~]{0,5})\"\r\n\r\n[ -~]{0,30}\r\n(--x--)?".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..300),
    ];
    (method, path, prop::collection::vec(header, 0..5), body, 0..3_usize).prop_map(|(method, path, headers, body, who)| Made {
        method,
        path,
        headers,
        body,
        who,
    })
}

#[tokio::test]
async fn no_request_is_our_fault() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let router = routes(&app);
    let (made, mut runner) = (made(&walker.id.to_string()), TestRunner::default());
    let cookies = [None, Some(app.cookie_of(TESS).await), Some(app.cookie_of(MARA).await)];
    let mut answers = std::collections::BTreeMap::new();
    for _ in 0..REQUESTS {
        let made = made.new_tree(&mut runner).unwrap().current();
        let Ok(mut request) = Request::builder().method(made.method.as_bytes()).uri(&made.path).body(Body::from(made.body.clone())) else {
            // Hyper would not have let it through, either.
            continue;
        };
        for (name, value) in &made.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<header::HeaderName>(), header::HeaderValue::from_bytes(value)) {
                request.headers_mut().append(name, value);
            }
        }
        if let Some(cookie) = &cookies[made.who] {
            request.headers_mut().append(header::COOKIE, format!("login={cookie}").parse().unwrap());
        }
        let status = ask(&router, request).await.status.as_u16();
        assert!(status < 500, "{status} to {made:?}");
        *answers.entry(status).or_insert(0) += 1;
    }
    // Else the requests would be too strange to get anywhere.
    for status in [200, 303, 403, 404, 405] {
        assert!(answers.contains_key(&status), "{answers:?}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    let router = routes(&app);
    let zeros = Router::new().route("/", get(async || vec![b'0'; 4_000_000])).layer(CompressionLayer::new());
    for coding in ["gzip", "br"] {
        let request = Request::get("/").header(header::ACCEPT_ENCODING, coding).body(Body::empty()).unwrap();
        let bomb = tower::ServiceExt::oneshot(zeros.clone(), request).await.unwrap();
        assert_eq!(bomb.headers()[header::CONTENT_ENCODING], coding);
        let bomb = axum::body::to_bytes(bomb.into_body(), 100_000).await.unwrap();
        for (accept, words) in [("text/html", "<h1>This cannot be read</h1>"), ("application/json", "\"Malformed\"")] {
            let request = Request::post("/api/sign_in").header(header::CONTENT_ENCODING, coding).header(header::ACCEPT, accept);
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let answer = ask(&router, request.body(Body::from(bomb.clone())).unwrap()).await;
            assert!(answer.status == 415 && answer.body.contains(words), "{} {}", answer.status, answer.body);
            assert_eq!(answer.headers[header::ACCEPT_ENCODING], "identity");
        }
    }
}

#[tokio::test]
async fn a_large_body_of_a_stranger_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    let server = Listening::start(&app, Limits::default()).await;
    let length = 5_000_000;
    let head = |path: &str, accept: &str, cookie: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: flow.example.com\r\nAccept: {accept}\r\nCookie: login={cookie}\r\n\
             Content-Type: multipart/form-data; boundary=x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        )
    };
    let commands = format!("/api/sessions/{}/commands", uuid::Uuid::nil());
    for (path, accept, status) in [
        ("/api/upload_tree", "text/html", "303"),
        ("/api/upload_tree", "application/json", "401"),
        ("/api/take_step", "text/html", "303"),
        (commands.as_str(), "application/json", "401"),
    ] {
        let mut waiting = server.connect(head(path, accept, "")).await;
        let mut answer = [0; 12];
        waiting.read_exact(&mut answer).await.unwrap();
        assert_eq!(str::from_utf8(&answer).unwrap(), format!("HTTP/1.1 {status}"), "{path}: nothing of the body was sent yet");
    }
    let body = "x".repeat(length);
    let refused = server.hears(head("/api/upload_tree", "text/html", "") + &body).await;
    assert!(refused.starts_with("HTTP/1.1 303 ") && refused.contains("/sign-in"), "a browser, which sends all of it, is told: {refused}");
    let read = server.hears(head("/api/upload_tree", "application/json", &app.cookie_of(MARA).await) + &body).await;
    assert!(read.starts_with("HTTP/1.1 400 "), "{read}");
    let password = "x".repeat(70_000);
    let request = Request::post("/api/sign_in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    assert_eq!(ask(&routes(&app), request.body(Body::from(format!("password={password}"))).unwrap()).await.status, 413);
}
