//! The part of Now that its page fetches anew every few seconds.

use app::pages::insights_now;
use axum::Router;
use axum::extract::Extension;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use super::identify::Asker;
use super::{Web, problem};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// The browser asks each time, and nobody in between keeps what is for one account.
const ASKED_EACH_TIME: HeaderValue = HeaderValue::from_static("private, no-cache");
/// Bytes of the hash that names a content.
const TAG: usize = 16;

/// `/api/insights/now`.
pub(super) fn routes() -> Router<Web> {
    Router::new().route(insights_now::PART, get(part))
}

/// The part, or 304 where the page has it as it is. Who asks is looked up each time, under `/api/` by the backend.
async fn part(Extension(Asker { backend }): Extension<Asker>, headers: HeaderMap) -> Response {
    let html = match backend.now().await {
        Ok(now) => insights_now::part(now),
        Err(error) => return problem::json(&error),
    };
    // Weak: it may go out compressed.
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&html)[..TAG]));
    let is_known = headers.get_all(header::IF_NONE_MATCH).iter().any(|known| known.as_bytes() == tag.as_bytes());
    let named =
        [(header::ETAG, HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static(""))), (header::CACHE_CONTROL, ASKED_EACH_TIME)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, named).into_response();
    }
    (named, [(header::CONTENT_TYPE, HTML)], html).into_response()
}
