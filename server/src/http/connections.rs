//! Taking connections. `axum::serve` would do, but it takes as many as come, and waits for ever for a request's headers, for a
//! client that does not read, and for the last connection.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use futures_util::future::{FutureExt, Shared};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::clients::{Clients, Share};
use super::limits::{HEAD_BYTES, Limits};
use super::recorder;

/// A connection that fails where the client takes nothing for too long. Else an answer that nobody reads would hold it for ever.
type Stream = Pin<Box<TimeoutStream<TcpStream>>>;

/// Time in which what was begun has to finish once the server shall stop.
const LAST_ORDERS: Duration = Duration::from_secs(10);
/// Time in which a client that has connected asks for something, before a server that stops closes the connection: what it asks for may be on
/// its way, and closed without an answer it would be refused.
const FIRST_REQUEST: Duration = Duration::from_secs(1);
/// The pause where no connection can be taken, as a rule because too many files are open.
const CROWDED: Duration = Duration::from_millis(500);
/// Clients beyond the limit that are told so at the same time; those beyond this one, too, are cut off without a word.
const APOLOGIES: usize = 64;
/// Files that are open besides: the database's connections, styles and scripts, clients that are told that there is no place.
const OTHER_FILES: u64 = 512;
/// The most bytes that are read of a client that was told that nothing follows: an upload that was refused before it was read.
const FAREWELL_BYTES: usize = 8 * 1024 * 1024;
/// The longest time for that, and the longest pause in it.
const FAREWELL: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(1));
/// Permit for one of the connections that there may be at a time, of all clients and of one; free again once its last clone is dropped. The
/// handler of a request holds one, too, in case its client hangs up.
#[derive(Debug, Clone)]
pub(super) struct Place {
    _permit: Arc<OwnedSemaphorePermit>,
    _share: Share,
}

/// Raises the process's limit of open files to what that many connections need. Where the system grants less, that is logged, and what it
/// grants decides instead.
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

/// Serves the router over HTTP/1 until `shutdown` is done, then lets requests that were begun finish, for ten seconds at most. Connections
/// beyond the limits of all and of one client are answered 503, or cut off where there are too many of them.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, shutdown: impl Future<Output = ()> + Send + 'static) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.headers).max_header_size(HEAD_BYTES);
    let (places, apologies) = (Arc::new(Semaphore::new(limits.connections as usize)), Arc::new(Semaphore::new(APOLOGIES)));
    let clients = Clients::new(limits.per_client);
    let mut shutdown = shutdown.shared();
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
        let Some(share) = clients.admit(peer.ip().to_canonical()) else {
            turn_away(stream, &apologies, "Too much comes from your network at once. Try again in a moment.");
            continue;
        };
        let Ok(permit) = Arc::clone(&places).try_acquire_owned() else {
            turn_away(stream, &apologies, "The server is busy. Try again in a moment.");
            continue;
        };
        let (router, http, shutdown) = (router.clone(), http.clone(), shutdown.clone());
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.stall));
        let place = Place { _permit: Arc::new(permit), _share: share };
        tokio::spawn(async move { attend(Box::pin(stream), peer, place, router, &http, shutdown).await });
    }
    drop(listener);
    if timeout(LAST_ORDERS, places.acquire_many(limits.connections)).await.is_err() {
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
    shutdown: Shared<impl Future<Output = ()>>,
) {
    let of_handler = place.clone();
    let (asked, is_asked) = watch::channel(false);
    let service = router.map_request(move |mut request: Request<Incoming>| {
        asked.send_replace(true);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(of_handler.clone());
        request
    });
    let mut connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = shutdown.then(|()| first_request(is_asked)) => {
            Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
    part(connection.into_parts().io.into_inner()).await;
    drop(place);
}

/// Ends once the client has asked for something, or had the time to.
async fn first_request(mut is_asked: watch::Receiver<bool>) {
    let _ = timeout(FIRST_REQUEST, is_asked.wait_for(|asked| *asked)).await;
}

/// Lets go of a client. Closing while bytes of it are unread would reset the connection, and the client would never see why it
/// was refused; so they are read first.
async fn part(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let (time, pause) = FAREWELL;
    let farewell = async {
        let (mut scrap, mut read) = (vec![0; 16 * 1024], 0);
        stream.shutdown().await?;
        while read < FAREWELL_BYTES {
            match timeout(pause, stream.read(&mut scrap)).await?? {
                0 => break,
                more => read += more,
            }
        }
        io::Result::Ok(())
    };
    // A client that is gone already, or does not stop, has missed it.
    let _ = timeout(time, farewell).await;
}

/// Tells a client that there is no place for it, whatever it asks for; cuts it off where too many are being told.
fn turn_away(mut stream: TcpStream, apologies: &Arc<Semaphore>, words: &'static str) {
    let told = Arc::clone(apologies).try_acquire_owned();
    recorder::count_shed(told.is_ok());
    let Ok(apology) = told else { return };
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nRetry-After: 5\r\nConnection: close\r\n\r\n{words}\n",
        words.len() + 1
    );
    tokio::spawn(async move {
        // It fits into the buffer of a connection that is new.
        if stream.write_all(answer.as_bytes()).await.is_ok() {
            part(stream).await;
        }
        drop(apology);
    });
}
