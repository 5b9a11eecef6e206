//! One line in the log and one figure a request. Addresses are logged without their query, which may hold what people typed,
//! and without the secrets of links.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing::field::Empty;
use uuid::Uuid;

use super::client_address::ClientAddress;
use super::{SHARED, recorder};

/// The header with the number under which the log knows the request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Middleware that gives a request an id, sent back as `x-request-id`, and logs and counts its answer. Its span gets account and user once
/// the login is looked up.
pub(super) async fn request(request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().to_string();
    let started = Instant::now();
    let method = request.method().clone();
    let path = logged(request.uri().path()).to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let client = request.extensions().get::<ClientAddress>().and_then(|ClientAddress(address)| *address);
    let client = client.map(tracing::field::display);
    let span = tracing::info_span!("answering a request", request_id = id, %method, path, client, account = Empty, user = Empty);

    let mut response = next.run(request).instrument(span.clone()).await;

    let (status, latency) = (response.status().as_u16(), started.elapsed());
    // Assets have no route. They and the health checks would drown the rest.
    match route.as_ref().map(MatchedPath::as_str) {
        None | Some("/healthz" | "/readyz") => tracing::debug!(parent: &span, status, ?latency, "answered"),
        Some(_) => tracing::info!(parent: &span, status, ?latency, "answered"),
    }
    recorder::count_answer(&method, route.as_ref().map(MatchedPath::as_str), status, latency);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// An address without what only those are to have who were given it.
fn logged(path: &str) -> &str {
    if path.starts_with(SHARED) { SHARED } else { path }
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn the_log_knows_no_link_to_a_session() {
        assert_eq!(logged("/shared/a.b.c"), "/shared/");
        assert_eq!(logged("/shared/a.b.c/"), "/shared/");
        assert_eq!(logged("/sessions/1"), "/sessions/1");
    }
}
