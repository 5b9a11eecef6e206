//! Requests that no browser sends: one by one through the router, or as bytes over a connection.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use server::http::{Limits, Site, connections, router};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt;

use super::browser::site;
use crate::app::TestApp;

/// Answer of the server.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// Everything that is served.
pub fn routes(app: &TestApp) -> Router {
    router(site(), app.service.clone()).unwrap()
}

/// Sends a request through a router.
pub async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let (head, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 10_000_000).await.unwrap();
    Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// A server that listens.
pub struct Listening {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Listening {
    /// With everything that is served.
    pub async fn start(app: &TestApp, limits: Limits) -> Self {
        let site = Site { limits, ..site() };
        Self::serve(router(site, app.service.clone()).unwrap(), limits).await
    }

    /// With a router alone.
    pub async fn serve(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            let _ = stopped.await;
        };
        Self { address, stop, server: tokio::spawn(connections::serve(listener, router, limits, stopped)) }
    }

    /// A client that sends something and may send more.
    pub async fn connect(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        stream
    }

    /// Sends something, and reads what comes back until the server closes the connection.
    pub async fn hears(&self, bytes: impl AsRef<[u8]>) -> String {
        read(self.connect(bytes).await).await
    }

    /// Asks for an address on a connection of its own.
    pub async fn gets(&self, path: &str) -> String {
        self.hears(format!("GET {path} HTTP/1.1\r\nHost: flow.example.com\r\nConnection: close\r\n\r\n")).await
    }

    /// Tells the server to stop, and what ends when it has.
    pub fn stop(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.server
    }
}

/// Everything that comes until the server closes the connection.
pub async fn read(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that the server cuts off ends, too; what came before counts.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}
