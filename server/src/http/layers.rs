//! The layers that every request passes on its way in, and every answer on its way out.

use std::any::Any;

use anyhow::Context as _;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use super::clients::{self, Clients};
use super::{Site, client_address, headers, limits, problem, timeouts, trace};

/// Puts the layers around the router that every request and answer passes: client address, log, headers, compression, words of refusals,
/// the bound of a client, limits, timeouts, panics, and requests from other sites. Requests pass them in this order.
///
/// # Errors
/// An error where the public URL is no origin that browsers send.
pub(super) fn around(router: Router, site: &Site, stylesheet: problem::Stylesheet) -> anyhow::Result<Router> {
    // A proxy may change Host; browsers still send the public URL as Origin. A request that has neither Origin nor Sec-Fetch-Site
    // passes: every browser sends one of them with what is not GET, so it comes from a program, which has no cookies but those
    // that it was given. Should a browser leave both out nevertheless, SameSite=Lax keeps its cookies from foreign forms.
    let same_site = CsrfLayer::new().add_trusted_origin(site.public_url.origin()).context("PUBLIC_URL is no origin")?;
    Ok(router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(site.trusted_proxies, client_address::note))
            .layer(from_fn(trace::request))
            .layer(from_fn_with_state(site.public_url.is_secure(), headers::add))
            .layer(CompressionLayer::new())
            .layer(from_fn_with_state(stylesheet, problem::dress))
            .layer(from_fn_with_state((site.trusted_proxies > 0).then(|| Clients::new(site.limits.per_client)), clients::bound))
            .layer(from_fn(limits::refuse))
            .layer(from_fn_with_state(site.limits, timeouts::bound))
            // In the handler's task, so that it is logged also where nobody waits for the answer.
            .layer(CatchPanicLayer::custom(tell_of_panic))
            .layer(same_site),
    ))
}

#[allow(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn tell_of_panic(cause: Box<dyn Any + Send>) -> Response {
    let message = cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    tracing::error!(message = message.unwrap_or("unknown"), "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use axum::Extension;
    use axum::body::{Body, Bytes, HttpBody, to_bytes};
    use axum::extract::Request;
    use axum::http::header;
    use axum::routing::{get, post};
    use hyper::body::Frame;
    use leptos::config::LeptosOptions;
    use tokio::sync::mpsc;
    use tower::ServiceExt;

    use super::*;
    use crate::config::PublicUrl;
    use crate::http::Limits;
    use crate::http::client_address::ClientAddress;

    async fn broken() -> StatusCode {
        panic!("on purpose")
    }

    async fn ask(request: Request) -> (Response<()>, String) {
        ask_within(Limits::default(), request).await
    }

    async fn ask_within(limits: Limits, request: Request) -> (Response<()>, String) {
        let router = Router::new()
            .route("/broken", get(broken))
            .route("/endless", get(std::future::pending::<()>))
            .route("/streamed", get(async || Body::new(Slowly(1000))))
            .route("/address", get(async |Extension(ClientAddress(address)): Extension<ClientAddress>| format!("{address:?}")))
            .route("/api/form", post(async |_: Bytes| "taken"));
        let (head, body) = layered(limits, router).oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 10_000).await.unwrap();
        (Response::from_parts(head, ()), String::from_utf8(body.to_vec()).unwrap())
    }

    fn layered(limits: Limits, router: Router) -> Router {
        let options = LeptosOptions::builder().output_name("resolutionflow").build();
        let stylesheet = problem::Stylesheet::find(&options);
        let public_url = PublicUrl::parse("https://flow.example.com").unwrap();
        around(router, &Site { options, public_url, trusted_proxies: 1, limits }, stylesheet).unwrap()
    }

    /// A body that comes byte by byte, and lets its reader wait for each.
    struct Slowly(usize);

    impl HttpBody for Slowly {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.0 = self.0.saturating_sub(1);
            match self.0 {
                0 => Poll::Ready(None),
                left if left % 2 == 0 => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x"))))),
                _ => {
                    cx.waker().wake_by_ref();
                    Poll::Pending
                }
            }
        }
    }

    fn request(method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder().method(method).uri(path).header(header::HOST, "flow.example.com")
    }

    #[tokio::test]
    async fn a_panic_ends_in_a_page_and_nothing_of_it_gets_out() {
        let (head, body) = ask(request("GET", "/broken").header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()).await;
        assert_eq!(head.status(), 500);
        assert!(body.contains("<h1>Something went wrong on our side</h1>") && body.contains("/pkg/resolutionflow.css"), "{body}");
        assert!(!body.contains("on purpose"));
        assert!(head.headers().contains_key("x-request-id") && head.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    }

    #[tokio::test]
    async fn scripts_are_told_in_their_own_terms() {
        let (head, body) = ask(request("GET", "/api/form").body(Body::empty()).unwrap()).await;
        assert_eq!((head.status().as_u16(), body.as_str()), (405, "\"Malformed\""));
    }

    #[tokio::test]
    async fn an_answer_that_does_not_begin_in_time_is_given_up() {
        let limits = Limits { answer: Duration::from_millis(20), ..Limits::default() };
        let request = request("GET", "/endless").header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
        let (head, body) = ask_within(limits, request).await;
        assert!(head.status() == 503 && body.contains("<h1>This takes too long</h1>"), "{body}");
    }

    #[tokio::test]
    async fn a_handler_goes_on_to_its_end_when_nobody_waits_for_it_any_longer() {
        let (begun, mut beginnings) = mpsc::unbounded_channel();
        let (ended, mut ends) = mpsc::unbounded_channel();
        let slow = async move || {
            let (go_on, told) = tokio::sync::oneshot::channel();
            begun.send(go_on).unwrap();
            told.await.unwrap();
            ended.send(()).unwrap();
        };
        let router = Router::new().route("/slow", get(slow));
        let ask = |limits| layered(limits, router.clone()).oneshot(request("GET", "/slow").body(Body::empty()).unwrap());
        let given_up = ask(Limits { answer: Duration::ZERO, ..Limits::default() }).await.unwrap();
        assert_eq!(given_up.status(), 503);
        beginnings.recv().await.unwrap().send(()).unwrap();
        ends.recv().await.unwrap();
        let go_on = tokio::select! {
            _ = ask(Limits::default()) => panic!("nobody told it to go on"),
            go_on = beginnings.recv() => go_on.unwrap(),
        };
        go_on.send(()).unwrap();
        ends.recv().await.unwrap();
    }

    #[tokio::test]
    async fn an_answer_that_began_may_take_its_time() {
        let limits = Limits { answer: Duration::ZERO, pause: Duration::ZERO, ..Limits::default() };
        let (head, body) = ask_within(limits, request("GET", "/streamed").body(Body::empty()).unwrap()).await;
        assert_eq!((head.status().as_u16(), body.len()), (200, 499));
    }

    #[tokio::test]
    async fn a_body_that_comes_in_pieces_arrives() {
        let limits = Limits { answer: Duration::from_secs(1), pause: Duration::from_secs(1), ..Limits::default() };
        let form = request("POST", "/api/form").body(Body::new(Slowly(1000))).unwrap();
        assert_eq!(ask_within(limits, form).await.0.status(), 200);
    }

    #[tokio::test]
    async fn handlers_find_the_client_behind_the_proxies() {
        let forwarded = request("GET", "/address").header("x-forwarded-for", "198.51.100.2, 203.0.113.7");
        assert_eq!(ask(forwarded.body(Body::empty()).unwrap()).await.1, "Some(203.0.113.7)");
    }

    #[tokio::test]
    async fn behind_proxies_a_client_is_bounded_by_the_address_that_they_say() {
        let router = Router::new().route("/streamed", get(async || Body::new(Slowly(1000))));
        let router = layered(Limits { per_client: 1, ..Limits::default() }, router);
        let ask = async |client: &str| {
            let forwarded = request("GET", "/streamed").header("x-forwarded-for", format!("192.0.2.9, {client}"));
            router.clone().oneshot(forwarded.body(Body::empty()).unwrap()).await.unwrap()
        };
        // It has not read its answer.
        let slow = ask("203.0.113.7").await;
        let refused = ask("203.0.113.7").await;
        assert!(refused.status() == 503 && refused.headers()[header::RETRY_AFTER] == "5");
        let words = to_bytes(refused.into_body(), 10_000).await.unwrap();
        assert!(words.starts_with(b"Too much comes from your network at once. "), "{words:?}");
        assert_eq!(ask("203.0.113.8").await.status(), 200);
        drop(slow);
        assert_eq!(ask("203.0.113.7").await.status(), 200);
    }

    #[tokio::test]
    async fn forms_of_other_sites_are_refused() {
        for (origin, status) in [("https://flow.example.com", 200), ("https://evil.example", 403), ("null", 403)] {
            let form = request("POST", "/api/form").header(header::ORIGIN, origin).header("sec-fetch-site", "cross-site");
            assert_eq!(ask(form.body(Body::empty()).unwrap()).await.0.status(), status, "{origin}");
        }
    }
}
