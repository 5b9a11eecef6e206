//! Clients that are many, slow, greedy or mad.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use server::http::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::sync::Notify;

use super::wire::{Listening, read};
use crate::app::TestApp;

/// No test waits for as long.
const SHORT: Duration = Duration::from_millis(50);
const HALF_A_HEAD: &str = "GET /healthz HTTP/1.1\r\nHost: flow";

fn quick() -> Router {
    Router::new().route("/quick", get(async || "here you are"))
}

#[tokio::test]
async fn whoever_finds_no_place_is_told_so_and_served_once_there_is_one() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let _counted = metrics::set_default_local_recorder(&recorder);
    let server = Listening::serve(quick(), Limits { connections: 2, ..Limits::default() }).await;
    let slow = [server.connect(HALF_A_HEAD).await, server.connect("").await];
    let refused = server.gets("/quick").await;
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("\r\nRetry-After: 5\r\n"), "{refused}");
    assert!(refused.contains("\r\nConnection: close\r\n") && refused.ends_with("\r\n\r\nThe server is busy. Try again in a moment.\n"));
    let figures = recorder.handle().render();
    assert!(figures.contains("http_connections_shed_total{told=\"yes\"} 1"), "{figures}");
    drop(slow);
    while !server.gets("/quick").await.ends_with("here you are") {}
}

#[tokio::test]
async fn slow_connections_of_one_address_keep_nobody_else_out() {
    let server = Listening::serve(quick(), Limits { connections: 8, per_client: 3, ..Limits::default() }).await;
    let slow = [server.connect(HALF_A_HEAD).await, server.connect(HALF_A_HEAD).await, server.connect("").await];
    let refused = server.gets("/quick").await;
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("\r\nRetry-After: 5\r\n"), "{refused}");
    assert!(refused.ends_with("\r\n\r\nToo much comes from your network at once. Try again in a moment.\n"), "{refused}");
    let elsewhere = TcpSocket::new_v4().unwrap();
    elsewhere.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut elsewhere = elsewhere.connect(server.address).await.unwrap();
    elsewhere.write_all(b"GET /quick HTTP/1.1\r\nHost: flow\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(read(elsewhere).await.ends_with("here you are"));
    drop(slow);
    while !server.gets("/quick").await.ends_with("here you are") {}
}

#[tokio::test]
async fn clients_beyond_the_limit_do_not_add_up_either() {
    let server = Listening::serve(quick(), Limits { connections: 1, ..Limits::default() }).await;
    let _slow = server.connect(HALF_A_HEAD).await;
    let mut idle = Vec::new();
    for _ in 0..64 {
        let mut stream = server.connect("").await;
        // They read the answer and stay.
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 503");
        idle.push(stream);
    }
    assert_eq!(read(server.connect("").await).await, "", "one more is cut off without a word");
}

#[tokio::test]
async fn headers_that_do_not_come_and_requests_that_do_not_follow_end_the_connection() {
    let server = Listening::serve(quick(), Limits { headers: SHORT, ..Limits::default() }).await;
    assert_eq!(server.hears(HALF_A_HEAD).await, "");
    assert_eq!(server.hears("").await, "");
    let answer = server.hears("GET /quick HTTP/1.1\r\nHost: flow\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("here you are"), "{answer}");
}

#[tokio::test]
async fn more_than_fits_into_a_head_is_refused() {
    let app = TestApp::start().await;
    let server = Listening::start(&app, Limits::default()).await;
    let head = |headers: String| format!("GET /healthz HTTP/1.1\r\nHost: flow\r\nConnection: close\r\n{headers}\r\n");
    let many = |count| (0..count).map(|number| format!("x-{number}: 1\r\n")).collect::<String>();
    for (headers, status) in [
        (format!("x: {}\r\n", "x".repeat(31 * 1024)), 200),
        (format!("x: {}\r\n", "x".repeat(33 * 1024)), 431),
        (many(98), 200),
        (many(99), 431),
    ] {
        let answer = server.hears(head(headers)).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
    let endless = server.gets(&format!("/trees?q={}", "x".repeat(8 * 1024))).await;
    assert!(endless.starts_with("HTTP/1.1 414 ") && endless.contains("This address is too long."), "{endless}");
    assert!(server.gets(&format!("/trees?q={}", "x".repeat(8000))).await.starts_with("HTTP/1.1 303 "));
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up_in_words() {
    let app = TestApp::start().await;
    let server = Listening::start(&app, Limits { pause: SHORT, ..Limits::default() }).await;
    for (path, accept, words) in [
        ("/api/sign_in", "text/html", "<h1>This did not arrive in time</h1>"),
        ("/api/sign_in", "application/json", "\"Malformed\""),
        ("/api/sessions/0192f0c1-0000-7000-8000-000000000000/commands", "application/json", "\"Malformed\""),
    ] {
        for length in ["Content-Length: 100\r\n\r\nemail=", "Transfer-Encoding: chunked\r\n\r\n6\r\nemail=\r\n"] {
            let form = "Content-Type: application/x-www-form-urlencoded";
            let answer = server.hears(format!("POST {path} HTTP/1.1\r\nHost: flow\r\nAccept: {accept}\r\n{form}\r\n{length}")).await;
            assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\r\nconnection: close\r\n"), "{answer}");
            assert!(answer.contains(words), "{answer}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_nobody_reads_does_not_hold_its_place() {
    let router = quick().route("/endless", get(async || vec![b'x'; 64 * 1024 * 1024]));
    let server = Listening::serve(router, Limits { connections: 1, stall: SHORT, ..Limits::default() }).await;
    let _greedy = server.connect("GET /endless HTTP/1.1\r\nHost: flow\r\n\r\n").await;
    while !server.gets("/quick").await.ends_with("here you are") {}
}

#[tokio::test]
async fn a_refusal_arrives_although_the_body_was_not_read() {
    let server = Listening::serve(quick(), Limits::default()).await;
    let body = "x".repeat(500_000);
    let answer = server.hears(format!("POST /quick HTTP/1.1\r\nHost: flow\r\nContent-Length: 500000\r\n\r\n{body}")).await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}

#[tokio::test]
async fn handlers_learn_who_is_at_the_other_end() {
    let router = Router::new().route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()));
    let server = Listening::serve(router, Limits::default()).await;
    let stream = server.connect("GET / HTTP/1.1\r\nHost: flow\r\nConnection: close\r\n\r\n").await;
    let own = stream.local_addr().unwrap().to_string();
    assert!(read(stream).await.ends_with(&format!("\r\n\r\n{own}")));
}

#[tokio::test]
async fn a_server_that_stops_finishes_what_was_begun_and_waits_for_nobody_else() {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (begun.clone(), go_on.clone());
    let slow = async move || {
        tell.notify_one();
        wait.notified().await;
        "done"
    };
    let server = Listening::serve(quick().route("/slow", get(slow)), Limits::default()).await;
    let mut idle = server.connect("GET /quick HTTP/1.1\r\nHost: flow\r\n\r\n").await;
    let mut status = [0; 12];
    idle.read_exact(&mut status).await.unwrap();
    let slow = server.connect("GET /slow HTTP/1.1\r\nHost: flow\r\n\r\n").await;
    begun.notified().await;
    let address = server.address;
    let stopped = server.stop();
    assert!(read(idle).await.ends_with("here you are"));
    go_on.notify_one();
    assert!(read(slow).await.ends_with("done"));
    stopped.await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn whoever_has_come_before_the_server_stops_is_answered() {
    let server = Listening::serve(quick(), Limits::default()).await;
    let mut early = server.connect("").await;
    // Connections are taken in their order.
    assert!(server.gets("/quick").await.ends_with("here you are"));
    let stopped = server.stop();
    early.write_all(b"GET /quick HTTP/1.1\r\nHost: flow\r\n\r\n").await.unwrap();
    let answer = read(early).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("here you are"), "{answer}");
    stopped.await.unwrap();
}

/// Bytes of a client: noise, or something that begins like a request.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let line = "(GET|POST|PUT|G\u{0}T|PRI) (/|/api/sign_in|\\*|//|http://a/|[ -~]{0,40}) HTTP/[0-2]\\.[0-9]\r?\n";
    let header = "(Host|Content-Length|Transfer-Encoding|Expect|Cookie|Upgrade|Content-Type|Sec-Fetch-Site|X-Forwarded-For): \
                  (flow|-1|5|99999999999999999999|chunked|gzip, chunked|100-continue|h2c|login=[!-~]{0,20}|[ -~]{0,20}|\\PC{0,9})\r?\n";
    let request = (line, prop::collection::vec(header, 0..8), prop::collection::vec(any::<u8>(), 0..200));
    let request = request.prop_map(|(line, headers, body)| [line.as_bytes(), headers.concat().as_bytes(), b"\r\n", &body].concat());
    prop_oneof![prop::collection::vec(any::<u8>(), 0..2000), request]
}

#[tokio::test]
async fn no_bytes_take_the_server_down() {
    let app = TestApp::start().await;
    let server = Listening::start(&app, Limits { headers: SHORT, pause: SHORT, ..Limits::default() }).await;
    let (noise, mut runner) = (noise(), TestRunner::default());
    for _ in 0..300 {
        let bytes = noise.new_tree(&mut runner).unwrap().current();
        let mut client = tokio::net::TcpStream::connect(server.address).await.unwrap();
        // It may hang up at any time.
        let _ = client.write_all(&bytes).await;
        let _ = client.shutdown().await;
        let answer = read(client).await;
        assert!(!answer.starts_with("HTTP/1.1 5"), "{answer} to {:?}", String::from_utf8_lossy(&bytes));
    }
    assert!(server.gets("/healthz").await.ends_with("alive\n"));
}
