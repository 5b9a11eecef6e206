//! Lines of the log.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;
use tracing::Level;

use super::wire::{ask, routes};
use crate::app::TestApp;
use crate::fixtures::{MARA, TESS, Walker};

/// Lines that were written.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn every_line_of_a_request_carries_its_id_and_the_answer_says_whose_it_was() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let (router, mara, cookie) = (routes(&app), app.user(MARA).await, app.cookie_of(MARA).await);
    let commands = format!("/api/sessions/{}/commands", walker.id);
    for (method, path, body) in [("GET", "/sessions.csv", ""), ("POST", commands.as_str(), "{\"known_revision\":0,\"commands\":[]}")] {
        let lines = Lines::default();
        let written = lines.clone();
        let subscriber = tracing_subscriber::fmt().json().with_max_level(Level::DEBUG).with_writer(move || written.clone()).finish();
        let log = tracing::subscriber::set_default(subscriber);
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, format!("login={cookie}"));
        let answer = ask(&router, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        drop(log);

        let id = answer.headers["x-request-id"].to_str().unwrap();
        let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.len() > 3, "statements are lines, too");
        for line in &lines {
            assert_eq!(line["span"]["request_id"], id, "{line}");
        }
        let answered = lines.iter().find(|line| line["fields"]["message"] == "answered").unwrap();
        assert_eq!(answered["span"]["account"], app.north.to_string());
        assert_eq!(answered["span"]["user"], mara.to_string());
    }
}
