//! Requests that are sent until they are answered, as browsers with an outbox send them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::time::{sleep, timeout};

use super::client::Client;

/// Longest wait for an answer: longer than any that the site gives.
const PATIENCE: Duration = Duration::from_secs(40);
/// Pause before a request is sent again, unless the answer says how long.
const PAUSE: Duration = Duration::from_secs(1);
/// Time for which requests are sent again once the drill ends.
const LAST_TRIES: Duration = Duration::from_secs(20);

/// The end of the drill.
#[derive(Clone, Default)]
pub(crate) struct Ending(Arc<AtomicBool>);

impl Ending {
    pub(crate) fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// True if it says to try again; what else comes of it is not known.
    fn is_for_now(&self) -> bool {
        matches!(self.status, 408 | 425 | 429 | 500..)
    }
}

/// A browser: one connection at a time, and its cookie.
pub(crate) struct Browser {
    site: SocketAddr,
    pub(crate) cookie: String,
    connection: Option<Client>,
    ending: Ending,
}

impl Browser {
    pub(crate) fn new(site: SocketAddr, cookie: String, ending: Ending) -> Self {
        Self { site, cookie, connection: None, ending }
    }

    /// Posts until there is an answer that does not say to try again; none where the drill ends before.
    pub(crate) async fn post(&mut self, path: &str, content_type: &str, body: &str) -> Option<Reply> {
        let (site, cookie, length) = (self.site, &self.cookie, body.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {site}\r\nCookie: {cookie}\r\nAccept: application/json\r\nOrigin: http://{site}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.insist(&request).await
    }

    /// Gets until there is an answer that does not say to try again; none where the drill ends before.
    pub(crate) async fn get(&mut self, path: &str) -> Option<Reply> {
        let (site, cookie) = (self.site, &self.cookie);
        let request = format!("GET {path} HTTP/1.1\r\nHost: {site}\r\nCookie: {cookie}\r\nAccept: application/json\r\n\r\n");
        self.insist(&request).await
    }

    async fn insist(&mut self, request: &str) -> Option<Reply> {
        let mut last = None;
        loop {
            let reply = self.send(request).await;
            let pause = match reply {
                Some(reply) if !reply.is_for_now() => return Some(reply),
                Some(reply) => reply.header("retry-after").and_then(|seconds| seconds.parse().ok()).map_or(PAUSE, Duration::from_secs),
                None => PAUSE,
            };
            if self.ending.has_begun() && last.get_or_insert_with(Instant::now).elapsed() > LAST_TRIES {
                return None;
            }
            sleep(pause).await;
        }
    }

    /// Sends once, over the connection that there is or a new one; none where no answer comes.
    async fn send(&mut self, request: &str) -> Option<Reply> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => timeout(PATIENCE, Client::connect(self.site)).await.ok()?.ok()?,
        };
        let answer = timeout(PATIENCE, connection.send(request.as_bytes())).await.ok()?.ok()?;
        let reply = Reply { status: answer.status, head: answer.head.to_owned(), body: answer.body.to_vec() };
        if !reply.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            self.connection = Some(connection);
        }
        Some(reply)
    }
}
