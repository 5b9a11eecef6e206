//! What every request passes on its way in, and every answer on its way out.

use std::any::Any;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use super::{headers, problem, trace};
use crate::config::PublicUrl;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Puts the layers around the router; requests pass them from the first to the last.
pub(super) fn around(router: Router, public_url: &PublicUrl, stylesheet: problem::Stylesheet) -> anyhow::Result<Router> {
    // A proxy may change Host; browsers still send the public URL as Origin.
    let same_site = CsrfLayer::new().add_trusted_origin(public_url.origin()).context("PUBLIC_URL is no origin")?;
    Ok(router.layer(
        ServiceBuilder::new()
            .layer(from_fn(trace::request))
            .layer(from_fn(headers::add))
            .layer(CompressionLayer::new())
            .layer(from_fn_with_state(stylesheet, problem::dress))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
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
    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use axum::http::header;
    use axum::routing::{get, post};
    use leptos::config::LeptosOptions;
    use tower::ServiceExt;

    use super::*;

    async fn broken() -> StatusCode {
        panic!("on purpose")
    }

    async fn ask(request: Request) -> (Response<()>, String) {
        let stylesheet = problem::Stylesheet::find(&LeptosOptions::builder().output_name("resolutionflow").build());
        let router = Router::new().route("/broken", get(broken)).route("/api/form", post(async || "taken"));
        let router = around(router, &PublicUrl::parse("https://flow.example.com").unwrap(), stylesheet).unwrap();
        let (head, body) = router.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 10_000).await.unwrap();
        (Response::from_parts(head, ()), String::from_utf8(body.to_vec()).unwrap())
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
    async fn forms_of_other_sites_are_refused() {
        for (origin, status) in [("https://flow.example.com", 200), ("https://evil.example", 403), ("null", 403)] {
            let form = request("POST", "/api/form").header(header::ORIGIN, origin).header("sec-fetch-site", "cross-site");
            assert_eq!(ask(form.body(Body::empty()).unwrap()).await.0.status(), status, "{origin}");
        }
    }
}
