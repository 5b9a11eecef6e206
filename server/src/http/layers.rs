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
