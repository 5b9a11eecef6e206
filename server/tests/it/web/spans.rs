//! Lines of the log: the request and the use case that they belong to.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use super::wire::{ask, routes};
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose};

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
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
    let log = Log::default();
    let guard = tracing::subscriber::set_default(tracing_subscriber::fmt().json().with_writer(log.clone()).finish());
    let request = Request::get(format!("/sessions/{}/export.txt", walker.id)).header(header::COOKIE, format!("login={cookie}"));
    let answer = ask(&routes(&app), request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 500);
    drop(guard);

    let written = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failed = lines.iter().find(|line| line["fields"]["message"] == "a use case failed").unwrap();
    let spans = failed["spans"].as_array().unwrap();
    let [request, use_case] = spans.as_slice() else { panic!("two spans: {failed}") };
    assert_eq!(answer.headers["x-request-id"], request["request_id"].as_str().unwrap());
    assert_eq!(use_case["name"], "export");
    let named = ["account", "user", "session"].map(|field| use_case[field].as_str().unwrap().to_owned());
    assert_eq!(named, [app.north.to_string(), app.user(TESS).await.to_string(), walker.id.to_string()]);
    assert!(!written.contains(&cookie) && !written.contains("words."), "{written}");
}
