//! Pages: the app rendered for whoever asks, in one piece.

use std::io::{Error, Write};
use std::sync::Arc;

use app::backend::Backend;
use app::error::AppError;
use app::posted::Posted;
use axum::body::to_bytes;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use leptos::context::{provide_context, use_context};
use leptos::nonce::use_nonce;
use leptos_axum::ResponseOptions;
use tokio::runtime::Handle;
use tracing::{Instrument, Span};

use super::identify::Asker;
use super::{Web, content, headers, problem};
use crate::heavy::{self, Place};
use crate::spool::Spool;

/// Handler of the pages in the route table: renders the page at the request's address.
pub(super) async fn show(State(web): State<Web>, Extension(asker): Extension<Asker>, request: Request) -> Response {
    render(&web, asker, None, request).await
}

/// Handler of addresses that lead nowhere: renders the page that says so, with status 404.
pub(super) async fn missing(State(web): State<Web>, Extension(asker): Extension<Asker>, mut request: Request) -> Response {
    // The app's own router is less strict, and would show a page at an address that the route table does not have.
    *request.uri_mut() = Uri::from_static("/there-is-nothing-here");
    let mut response = render(&web, asker, None, request).await;
    if response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// Renders the page at the request's address for `asker`, complete and with its security policy. With `posted` it shows the refused form
/// again, its fault beside the field.
pub(super) async fn render(web: &Web, asker: Asker, posted: Option<Posted>, request: Request) -> Response {
    if !heavy::waits_for_place(request.uri().path()) {
        return page(web, asker, posted, request).await;
    }
    let Some(place) = Place::take().await else { return problem::bare(&AppError::Busy) };
    let (web, runtime, span) = (web.clone(), Handle::current(), Span::current());
    let rendered = place.work(move || runtime.block_on(page(&web, asker, posted, request).instrument(span)));
    rendered.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a page was not rendered to its end");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

async fn page(web: &Web, asker: Asker, posted: Option<Posted>, mut request: Request) -> Response {
    // Pages are for eyes, whatever a command-line client says it accepts: their redirects depend on it.
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("text/html"));
    // The sign-in page has nobody behind it. Elsewhere the gate has asked, and the answer is kept for the request.
    let viewer = asker.backend.viewer().await.ok();
    let origin = app::respond::Origin(web.site.public_url.origin().to_owned());
    let context = move || {
        provide_context(origin.clone());
        provide_context::<Arc<dyn Backend>>(Arc::clone(&asker.backend));
        if let Some(viewer) = &viewer {
            provide_context(viewer.clone());
        }
        if let Some(posted) = &posted {
            provide_context(posted.clone());
        }
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) {
            let policy = headers::content_security_policy(&nonce);
            if let Ok(policy) = HeaderValue::from_str(&policy) {
                response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        }
    };
    let options = web.site.options.clone();
    let response = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()))(request).await;
    in_one_piece(response).await
}

/// A page whose every part is there already goes out as one write with its length, not as a stream; a long one as its reader takes it.
async fn in_one_piece(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let spooled = async {
        let mut spool = Spool::default();
        spool.write_all(&to_bytes(body, usize::MAX).await.map_err(Error::other)?)?;
        spool.finish()
    };
    match spooled.await {
        Ok(content) => Response::from_parts(parts, content::of(content).into_body()),
        Err(error) => {
            tracing::error!(%error, "a page broke off while it was rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
