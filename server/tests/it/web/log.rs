//! Lines of the log.

use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex};

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Level};

use super::wire::{ask, routes};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker, choose};

/// Lines that were written.
#[derive(Clone, Default)]
pub(super) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A second subscriber, which sees nothing. While a process has a single one, tracing asks the thread on which an event first
/// happens whether anybody wants such events, and keeps the answer: another test's thread would say no for all.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

impl Lines {
    /// Lines of this thread from here on, until the guard is dropped.
    pub(super) fn collect() -> (Self, DefaultGuard) {
        LazyLock::force(&SECOND);
        let lines = Self::default();
        let written = lines.clone();
        let subscriber = tracing_subscriber::fmt().json().with_max_level(Level::DEBUG).with_writer(move || written.clone()).finish();
        (lines, tracing::subscriber::set_default(subscriber))
    }

    /// The lines of a level.
    pub(super) fn of_level(&self, level: &str) -> Vec<String> {
        let written = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        written.lines().filter(|line| line.contains(&format!("\"level\":\"{level}\""))).map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn every_line_of_a_request_carries_its_id_and_the_answer_says_whose_it_was() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let (router, mara, cookie) = (routes(&app), app.user(MARA).await, app.cookie_of(MARA).await);
    let commands = format!("/api/sessions/{}/commands", walker.id);
    for (method, path, body) in [("GET", "/sessions.csv", ""), ("POST", commands.as_str(), "{\"known_revision\":0,\"commands\":[]}")] {
        let (lines, log) = Lines::collect();
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, format!("login={cookie}"));
        let answer = ask(&router, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        drop(log);

        let id = answer.headers["x-request-id"].to_str().unwrap();
        let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        // The pool asks each connection that comes back whether it is in a transaction, on behalf of nobody.
        let lines = lines.lines().filter(|line| !line.contains("statement_timestamp()"));
        let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.len() > 3, "statements are lines, too");
        for line in &lines {
            // Outermost: the request, around a use case where a line is of one.
            let request = line["spans"].get(0).unwrap_or(&line["span"]);
            assert_eq!(request["request_id"], id, "{line}");
        }
        let answered = lines.iter().find(|line| line["fields"]["message"] == "answered").unwrap();
        assert_eq!(answered["span"]["account"], app.north.to_string());
        assert_eq!(answered["span"]["user"], mara.to_string());
    }
}

#[tokio::test]
async fn a_line_of_a_use_case_names_request_account_user_and_session() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    walker.writes("Typed words.", "Printed words.", choose("yes")).await;
    // Broken on purpose, so that a use case has something to log.
    sqlx::query("alter table outputs rename to lost_outputs").execute(&app.superuser).await.unwrap();
    let cookie = app.cookie_of(TESS).await;
    let (lines, log) = Lines::collect();
    let request = Request::get(format!("/sessions/{}/export.txt", walker.id)).header(header::COOKIE, format!("login={cookie}"));
    let answer = ask(&routes(&app), request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 500);
    drop(log);

    let written = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failed = lines.iter().find(|line| line["fields"]["message"] == "a use case failed").unwrap();
    let spans = failed["spans"].as_array().unwrap();
    let [request, use_case] = spans.as_slice() else { panic!("two spans: {failed}") };
    assert_eq!(answer.headers["x-request-id"], request["request_id"].as_str().unwrap());
    assert_eq!(use_case["name"], "export");
    assert_eq!(request["account"], app.north.to_string());
    assert_eq!(request["user"], app.user(TESS).await.to_string());
    assert_eq!(use_case["session"], walker.id.to_string());
    assert!(!written.contains(&cookie) && !written.contains("words."), "{written}");
}
