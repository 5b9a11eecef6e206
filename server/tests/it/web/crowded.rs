//! Other accounts beside readers of the largest sessions: heavy work has few places, and nothing else waits for them.

use server::http::Limits;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use super::wire::{Listening, read};
use crate::app::TestApp;
use crate::fixtures::{MARA, SVEN, TESS, Walker, choose, command};
use crate::size;

/// Heavy works at a time.
const PLACES: usize = 2;
/// Steps with 16,000 bytes of notes each: as many as a session has room for.
const STEPS: i32 = 131;
/// Output of each of them, as much as a session has room for.
const PRINT: &str = "insert into outputs (account_id, session_id, visit_id, output)
    select account_id, id, (record->>'id')::uuid, repeat('x', 60000) from sessions, jsonb_array_elements(decisions) as record";

/// A client of the server, by its cookie.
struct Client<'a> {
    server: &'a Listening,
    cookie: String,
}

impl Client<'_> {
    /// Asks for a page, whose answer can be read.
    async fn asks(&self, path: &str) -> TcpStream {
        let head = format!("GET {path} HTTP/1.1\r\nHost: flow.example.com\r\nCookie: login={}\r\nConnection: close\r\n\r\n", self.cookie);
        self.server.connect(head).await
    }

    /// Asserts that a page is answered in full.
    async fn sees(&self, path: &str) {
        let answer = read(self.asks(path).await).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("</html>"), "{path}: {answer:.100}");
    }

    /// Asserts that the list and the walk of somebody at work are answered, and a step is taken.
    async fn works(&self, walker: &Walker) {
        for path in ["/sessions", &format!("/sessions/{}/walk", walker.id)] {
            self.sees(path).await;
        }
        let session = walker.session().await;
        let batch = serde_json::json!({"known_revision": session.revision, "commands": [command(&session, choose("yes"))]}).to_string();
        let head = format!(
            "POST /api/sessions/{}/commands HTTP/1.1\r\nHost: flow.example.com\r\nCookie: login={}\r\nContent-Type: application/json\r\n",
            walker.id, self.cookie
        );
        let answer = self.server.hears(format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{batch}", batch.len())).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"done\":1"), "{answer}");
    }
}

#[tokio::test]
async fn while_every_heavy_place_is_taken_another_account_goes_on_with_its_work() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(SVEN).await, "vpn").await;
    let server = Listening::start(&app, Limits::default()).await;
    let reader = Client { server: &server, cookie: app.cookie_of(MARA).await };
    let other = Client { server: &server, cookie: app.cookie_of(SVEN).await };
    // The page of a tree waits for the reviews of the tree from here on, in the place that it has taken.
    let mut lock = app.superuser.begin().await.unwrap();
    sqlx::query("lock table tree_reviews in access exclusive mode").execute(&mut *lock).await.unwrap();
    let mut readers = Vec::new();
    for _ in 0..PLACES + 2 {
        readers.push(reader.asks("/trees/vpn").await);
    }
    let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let places = i64::try_from(PLACES).unwrap();
    while app.count(waiting).await < places {
        tokio::task::yield_now().await;
    }
    other.works(&walker).await;
    assert_eq!(app.count(waiting).await, places, "the other readers wait for a place, and hold nothing");
    lock.rollback().await.unwrap();
    drop(readers);
}

#[tokio::test]
async fn readers_that_take_nothing_of_the_largest_session_keep_no_place() {
    let app = TestApp::start().await;
    let large = Walker::start(app.sign_in(TESS).await, "vpn").await;
    large.does(choose("yes")).await;
    size::fill(&app, STEPS).await;
    sqlx::query(PRINT).execute(&app.superuser).await.unwrap();
    let walker = Walker::start(app.sign_in(SVEN).await, "vpn").await;
    let server = Listening::start(&app, Limits::default()).await;
    let reader = Client { server: &server, cookie: app.cookie_of(TESS).await };
    let other = Client { server: &server, cookie: app.cookie_of(SVEN).await };
    let mut stalled = Vec::new();
    for end in ["", "/export.html", "/export.json"].iter().cycle().take(PLACES + 2) {
        let mut stream = reader.asks(&format!("/sessions/{}{end}", large.id)).await;
        // The rest of it, 10 MB, stays where it is.
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 200", "{end}");
        stalled.push(stream);
    }
    other.works(&walker).await;
    for heavy in [format!("/sessions/{}", walker.id), "/trees/vpn".to_owned()] {
        other.sees(&heavy).await;
    }
    drop(stalled);
}
