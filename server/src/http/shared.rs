//! `/shared/{link}`: a session, read-only, for whoever a link lets in.

use app::backend::shares::Shared;
use app::error::AppError;
use axum::Router;
use axum::extract::{Extension, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use export::Format;

use super::exports::SANDBOX;
use super::identify::{Asker, sign_in_address};
use super::problem::{self, Words};
use super::{SHARED, Web, content};

/// The address is a secret: nobody keeps it or what is behind it, tells it to where a click leads, or finds it by searching.
const PRIVATE: [(HeaderName, HeaderValue); 3] = [
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

/// Route of read-only links to sessions, `/shared/{link}`. The gate lets everyone through; the link decides who sees its session.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/shared/{link}", get(show))
}

async fn show(Extension(asker): Extension<Asker>, request: Request) -> Response {
    let path = request.uri().path();
    // As it stands in the address: what no link has in it is no link, whatever it would decode to.
    let link = path.strip_prefix(SHARED).unwrap_or_default();
    let answer = match asker.backend.follow_share(link, request.method() == Method::GET).await {
        Ok(Shared::Session(document)) => {
            ([(header::CONTENT_TYPE, Format::Html.media_type())], [SANDBOX], content::of(document)).into_response()
        }
        Ok(Shared::Ended { session, expired }) => {
            let title = if expired { "This link has expired" } else { "This link was taken back" };
            let advice = "You can read the session without it, and make a new link there.";
            problem::worded(StatusCode::GONE, Words { title, advice, next: (format!("/sessions/{session}"), "Go to the session") })
        }
        Err(AppError::DeadLink) => {
            let title = "This link leads nowhere, or not any longer";
            let advice = "Ask whoever sent it for a new one. If it was made for people of your company, sign in first.";
            problem::worded(StatusCode::NOT_FOUND, Words { title, advice, next: (sign_in_address(Some(path)), "Sign in") })
        }
        Err(error) => problem::bare(&error),
    };
    (PRIVATE, answer).into_response()
}
