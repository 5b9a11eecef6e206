//! Taking connections. `axum::serve` would do, but it takes as many as come, and waits for ever for a request's headers, for a
//! client that does not read, and for the last connection.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

use super::limits::{HEAD_BYTES, Limits};
use super::metrics;
use super::stream::Stream;

/// How long what was begun may take to finish once the server shall stop.
const LAST_ORDERS: Duration = Duration::from_secs(10);
/// How long to wait where no connection can be taken, as a rule because too many files are open.
const CROWDED: Duration = Duration::from_millis(500);
/// How many clients beyond the limit are told so at the same time; those beyond this one, too, are cut off without a word.
const APOLOGIES: usize = 64;
/// Files that are open besides: the database's connections, styles and scripts, clients that are told that there is no place.
const OTHER_FILES: u64 = 512;
const APOLOGY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 43\r\n\
    Cache-Control: no-store\r\nRetry-After: 5\r\nConnection: close\r\n\r\nThe server is busy. Try again in a moment.\n";

/// One of the connections that there may be at a time. The handler of a request holds it, too, in case its client hangs up.
#[derive(Debug, Clone)]
pub(super) struct Place {
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Lets the process open as many files as that many connections need. Where it may not, what the system grants decides instead.
pub fn make_room(connections: u32) {
    let needed = u64::from(connections) + OTHER_FILES;
    let limit = getrlimit(Resource::Nofile);
    let granted = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
    let is_low = limit.current.is_some_and(|current| current < granted);
    if is_low && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(granted), ..limit }) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
    if granted < needed {
        tracing::warn!(granted, needed, "the system's limit of open files comes before that of connections");
    }
}

/// Serves until `shutdown` is done, then lets what was begun finish.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, shutdown: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.headers).max_header_size(HEAD_BYTES);
    let (places, apologies) = (Arc::new(Semaphore::new(limits.connections as usize)), Arc::new(Semaphore::new(APOLOGIES)));
    let (stop, stopping) = watch::channel(false);
    tokio::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(CROWDED).await;
                continue;
            }
        };
        // Else the end of an answer waits for the client's delayed acknowledgement of its beginning, 40 ms.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection ended before it began");
            continue;
        }
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            let told = Arc::clone(&apologies).try_acquire_owned();
            metrics::count_shed(told.is_ok());
            if let Ok(apology) = told {
                tokio::spawn(async move {
                    apologise(stream).await;
                    drop(apology);
                });
            }
            continue;
        };
        let (router, http, stopping) = (router.clone(), http.clone(), stopping.clone());
        let (stream, place) = (Stream::new(stream, limits.stall), Place { _permit: Arc::new(place) });
        tokio::spawn(async move { attend(stream, peer, place, router, &http, stopping).await });
    }
    drop(listener);
    stop.send_replace(true);
    if tokio::time::timeout(LAST_ORDERS, places.acquire_many(limits.connections)).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

/// Answers the requests of a connection until it ends, or until the server stops and the request that was begun is answered.
async fn attend(
    stream: Stream,
    peer: SocketAddr,
    place: Place,
    router: Router,
    http: &http1::Builder,
    mut stopping: watch::Receiver<bool>,
) {
    let of_handler = place.clone();
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(of_handler.clone());
        request
    });
    let mut connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let stopped = async { stopping.wait_for(|stop| *stop).await.is_ok() };
    let ended = tokio::select! {
        ended = &mut connection => Some(ended),
        _ = stopped => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
    connection.into_parts().io.into_inner().part().await;
    drop(place);
}

/// Says that there is no place, whatever was asked for.
async fn apologise(mut stream: TcpStream) {
    // It fits into the buffer of a connection that is new.
    if stream.write_all(APOLOGY).await.is_ok() {
        Stream::new(stream, Duration::ZERO).part().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apology_says_how_long_it_is() {
        let text = str::from_utf8(APOLOGY).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().any(|line| line == format!("Content-Length: {}", body.len())), "{text}");
    }
}
