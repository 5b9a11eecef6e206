//! The walk page, and beside it a route that has the same bytes ready.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::get;
use server::http::{Limits, connections};
use tokio::net::TcpListener;

use super::client::Client;
use super::measure::{Took, Worker};

/// Loads one page over and over.
pub(crate) struct Reader {
    client: Client,
    request: Vec<u8>,
    /// Length of the page, in bytes.
    pub(crate) bytes: usize,
    /// The headers that came with it.
    pub(crate) headers: HeaderMap,
}

impl Reader {
    /// Loads the page for the first time.
    pub(crate) async fn new(address: SocketAddr, path: &str, cookie: &str) -> anyhow::Result<Self> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n").into_bytes();
        let mut client = Client::connect(address).await?;
        let answer = client.send(&request).await?;
        ensure!(answer.status == 200, "{path} answered {}", answer.head);
        let mut headers = HeaderMap::new();
        for (name, value) in answer.head.lines().filter_map(|line| line.split_once(": ")) {
            let name = axum::http::HeaderName::try_from(name)?;
            // The server adds those two itself.
            if !["content-length", "date"].contains(&name.as_str()) {
                headers.insert(name, value.trim().parse()?);
            }
        }
        let bytes = answer.body.len();
        Ok(Self { client, request, bytes, headers })
    }
}

impl Worker for Reader {
    async fn work(&mut self) -> anyhow::Result<Took> {
        let started = Instant::now();
        let answer = self.client.send(&self.request).await?;
        ensure!(answer.status == 200, "the page answered {}", answer.head);
        Ok(Took { measured: started.elapsed(), aside: Duration::ZERO })
    }
}

/// Serves so many bytes with these headers, and nothing else, on the same runtime by the same accept loop.
pub(crate) async fn bare_route(bytes: usize, headers: HeaderMap) -> anyhow::Result<SocketAddr> {
    let body = Bytes::from(vec![b'x'; bytes]);
    let router = Router::new().route("/", get(move || std::future::ready((headers.clone(), body.clone()))));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(connections::serve(listener, router, Limits::default(), std::future::pending()));
    Ok(address)
}
