//! Clients that hang up at random, in the middle of a page or of a command, and clients that take their time.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use resolutionflow::session::{Action, Command, Session};
use resolutionflow::sync::Batch;
use server::http::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::log::Lines;
use super::wire::{Listening, read};
use crate::app::TestApp;
use crate::fixtures::{TESS, Walker, choose, command};

/// Number of clients that ask for pages and files.
const READERS: usize = 120;
/// Number of commands, each sent until it is acknowledged.
const COMMANDS: usize = 40;
/// The longest wait of a client: about as long as the slowest answer takes.
const LONGEST: u64 = 60_000;

/// Random waits, in microseconds.
fn waits(count: usize) -> Vec<Duration> {
    let waits = prop::collection::vec((0..LONGEST).prop_map(Duration::from_micros), count);
    waits.new_tree(&mut TestRunner::default()).unwrap().current()
}

/// A step along the loop of the tree.
fn step(session: &Session) -> Command {
    let here = session.open_visit().unwrap().node_id.0.as_str();
    command(
        session,
        match here {
            "q1" => choose("yes"),
            "a1" => Action::Continue,
            _ => choose("again"),
        },
    )
}

/// A request to carry out one command.
fn request(walker: &Walker, cookie: &str, known: &Session, command: &Command) -> String {
    let batch = Batch { known_revision: known.revision, commands: vec![command.clone()], active_at: None, by: None };
    let body = serde_json::to_string(&batch).unwrap();
    let head = format!("POST /api/sessions/{}/commands HTTP/1.1\r\nHost: flow.example.com\r\nCookie: login={cookie}\r\n", walker.id);
    format!("{head}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

/// Revision, decisions and receipts of a session at one moment.
async fn stored(app: &TestApp, walker: &Walker) -> (i32, i32, i64) {
    let sql = "select revision, jsonb_array_length(decisions), (select count(*) from commands where session_id = sessions.id) \
               from sessions where id = $1";
    sqlx::query_as(sql).bind(walker.id.0).fetch_one(&app.superuser).await.unwrap()
}

/// Seconds for which the oldest transaction of the database that does nothing has done nothing; 0 without any.
async fn idle_in_transaction(app: &TestApp) -> f64 {
    let sql = "select coalesce(max(extract(epoch from clock_timestamp() - state_change)), 0)::float8 from pg_stat_activity \
               where datname = current_database() and state like 'idle in transaction%'";
    sqlx::query_scalar(sql).fetch_one(&app.superuser).await.unwrap()
}

#[tokio::test]
async fn clients_that_hang_up_leave_no_transaction_open_and_no_command_half_done() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let server = Arc::new(Listening::start(&app, Limits::default()).await);
    let cookie = app.cookie_of(TESS).await;
    let (lines, log) = Lines::collect();

    let mut readers = JoinSet::new();
    let pages = ["/trees", "/sessions", "/sessions.csv", "/trees/vpn", &format!("/sessions/{}/walk", walker.id)].map(str::to_owned);
    for (wait, page) in waits(READERS).into_iter().zip(pages.into_iter().cycle()) {
        let (server, cookie) = (server.clone(), cookie.clone());
        readers.spawn(async move {
            let head = format!("GET {page} HTTP/1.1\r\nHost: flow.example.com\r\nCookie: login={cookie}\r\nConnection: close\r\n\r\n");
            let answer = timeout(wait, read(server.connect(head).await)).await;
            assert!(answer.as_ref().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 ")) || answer.is_err(), "{answer:?}");
        });
    }
    let mut waits = waits(COMMANDS * 100).into_iter();
    for done in 0..COMMANDS {
        let known = walker.session().await;
        let (command, before) = (step(&known), stored(&app, &walker).await);
        loop {
            let sent = server.connect(request(&walker, &cookie, &known, &command)).await;
            let answer = timeout(waits.next().unwrap(), read(sent)).await;
            let now = stored(&app, &walker).await;
            let idle = idle_in_transaction(&app).await;
            assert!(idle < 1.0, "{idle} s");
            let (absent, whole) = (now == before, now == (before.0 + 1, before.1 + 1, before.2 + 1));
            assert!(absent || whole, "{before:?} {now:?}");
            if let Ok(answer) = answer {
                assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"done\":1") && whole, "{done}: {answer} {now:?}");
                break;
            }
        }
    }
    readers.join_all().await;

    // The server waits for whatever it began, and the connections that it used go back to the pool.
    Arc::into_inner(server).unwrap().stop().await.unwrap();
    let mut pooled = Vec::new();
    for _ in 0..app.pool.options().get_max_connections() {
        pooled.push(app.pool.acquire().await.unwrap());
    }
    let states: Vec<String> =
        sqlx::query_scalar("select state from pg_stat_activity where datname = current_database() and usename = 'resolutionflow_app'")
            .fetch_all(&app.superuser)
            .await
            .unwrap();
    assert!(states.len() == pooled.len() && states.iter().all(|state| state == "idle"), "{states:?}");
    drop(log);
    // Postgres warns of a transaction that is begun or ended where it should not be.
    let told = lines.of_level("WARN").into_iter().chain(lines.of_level("ERROR")).collect::<Vec<_>>();
    assert!(told.iter().all(|line| !line.contains("transaction")), "{told:?}");
}

#[tokio::test]
async fn no_transaction_waits_for_an_edited_document_that_is_on_its_way() {
    let app = TestApp::start().await;
    let walker = Walker::start(app.sign_in(TESS).await, "vpn").await;
    let server = Listening::start(&app, Limits::default()).await;
    let (session, cookie) = (walker.id, app.cookie_of(TESS).await);
    let head = format!("POST /sessions/{session}/export.txt HTTP/1.1\r\nHost: flow.example.com\r\nCookie: login={cookie}\r\n");
    let body = "text=Mine.";
    let head = format!("{head}Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n", body.len());
    let mut client = server.connect(head).await;
    // The server says so once its handler reads the body.
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    client.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    // All of the connections are free, or come back by themselves: the handler holds none.
    let mut pooled = Vec::new();
    for _ in 0..app.pool.options().get_max_connections() {
        pooled.push(app.pool.acquire().await.unwrap());
    }
    assert_eq!(idle_in_transaction(&app).await, 0.0);
    drop(pooled);
    client.write_all(body.as_bytes()).await.unwrap();
    let answer = read(client).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("Mine."), "{answer}");
}
