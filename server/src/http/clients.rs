//! Bound on what one client holds at a time, below that of all, so that somebody slow or greedy keeps nobody else out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

use super::client_address::ClientAddress;
use super::problem::{Words, worded};
use crate::login::throttle::neighbourhood;

/// Holdings of each client at the moment: connections, or requests behind proxies. Copies count together.
#[derive(Debug, Clone)]
pub(super) struct Clients {
    most: u32,
    held: Arc<Mutex<HashMap<IpAddr, u32>>>,
}

/// One thing that a client holds, until its last copy is dropped.
#[derive(Debug, Clone)]
pub(super) struct Share {
    _counted: Arc<Counted>,
}

#[derive(Debug)]
struct Counted {
    clients: Clients,
    client: IpAddr,
}

impl Clients {
    /// Nobody holds anything yet; each may hold so many.
    pub(super) fn new(most: u32) -> Self {
        Self { most, held: Arc::default() }
    }

    /// Counts one more for the client at an address; none where it holds as many as it may. A block of IPv6 addresses is one client.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Share> {
        let client = neighbourhood(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Share { _counted: Arc::new(Counted { clients: self.clone(), client }) })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut held = self.clients.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

/// Middleware that counts requests by the address of their client, from their heads until their answers are read, and answers 503 beyond
/// the bound. For servers behind proxies, whose connections are all of the proxies'; without `clients` nothing is counted.
pub(super) async fn bound(State(clients): State<Option<Clients>>, mut request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>().and_then(|ClientAddress(address)| *address);
    let (Some(clients), Some(address)) = (clients, address) else { return next.run(request).await };
    let Some(share) = clients.admit(address) else { return crowded() };
    // The handler holds it, too, in case its client hangs up.
    request.extensions_mut().insert(share.clone());
    next.run(request).await.map(|body| Body::new(Held { body, _share: share }))
}

fn crowded() -> Response {
    let advice = "Nothing that you saved is lost. Go back and try again in a moment.";
    let words = Words { title: "Too much comes from your network at once", advice, next: ("/".to_owned(), "Go to the start page") };
    let mut response = worded(StatusCode::SERVICE_UNAVAILABLE, words);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// Body of an answer that counts until it is read, or its client is gone.
struct Held {
    body: Body,
    _share: Share,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_its_own_bound_and_what_it_lets_go_counts_no_longer() {
        let clients = Clients::new(2);
        let admit = |address: &str| clients.admit(address.parse().unwrap());
        let (first, second) = (admit("192.0.2.1"), admit("192.0.2.1"));
        assert!(first.is_some() && second.is_some() && admit("192.0.2.1").is_none());
        assert!(admit("192.0.2.2").is_some());
        let copy = first.clone();
        drop(first);
        assert!(admit("192.0.2.1").is_none(), "a copy is held");
        drop(copy);
        assert!(admit("192.0.2.1").is_some());
        drop(second);
        assert!(clients.held.lock().unwrap().is_empty(), "nobody who is gone is remembered");
        let block = [admit("2001:db8:1:2::1"), admit("2001:db8:1:2:ffff::9")];
        assert!(block.iter().all(Option::is_some) && admit("2001:db8:1:2::3").is_none());
        assert!(admit("2001:db8:1:3::1").is_some());
    }
}
