//! The gate: it looks up who asks, and lets nobody pass who is not signed in.

use std::sync::Arc;

use app::Who;
use app::backend::Backend;
use app::error::AppError;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;

use super::client_address::ClientAddress;
use super::referer::own_address;
use super::{Web, access, problem};
use crate::heavy;
use crate::service::Caller;

/// Sender of a request, signed in or not, as handlers find it in the request's extensions.
#[derive(Clone)]
pub(super) struct Asker {
    /// The use cases, on behalf of this sender; each checks their authority itself.
    pub(super) backend: Arc<dyn Backend>,
}

/// Middleware that looks up the login of a request, once, and puts the [`Asker`] into its extensions. People who are not signed in are sent
/// to the sign-in page, but for addresses open to everyone; server functions check for themselves. What is behind the gate is somebody's,
/// so nobody keeps a copy.
pub(super) async fn gate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = admit(&web, request, next).await;
    // But for what says otherwise of itself.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn admit(web: &Web, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let cookies = CookieJar::from_headers(&parts.headers);
    let device = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let address = parts.extensions.get::<ClientAddress>().and_then(|client| client.0);
    let cookie = cookies.get(web.service.cookie_name()).map(Cookie::value);
    let asking = web.service.request(Caller { cookie, address, device });
    let path = parts.uri.path();
    // An address that leads nowhere is for those who are signed in to be told about.
    let who = match parts.extensions.get::<MatchedPath>() {
        Some(matched) => match access::who(matched.as_str(), path) {
            Some(who) => who,
            None => return problem::bare(&AppError::NotFound),
        },
        None => Who::Technician,
    };
    // A server function asks the backend, which looks the login up in the transaction that does the work; asking here too
    // would cost each step another one.
    if who > Who::Anyone && !path.starts_with("/api/") {
        // A transaction must wait neither for the body that a form or an edited export sends, nor for a place of heavy work: those who
        // have one need connections, too.
        let waits = !parts.method.is_safe() || heavy::waits_for_place(path);
        let entered = if waits { asking.viewer().await.map(drop) } else { asking.enter().await };
        match entered {
            Ok(()) => {}
            Err(AppError::NotSignedIn) => return sign_in(Some(&own_address(&parts.uri))),
            Err(error) => return problem::bare(&error),
        }
    }
    parts.extensions.insert(Asker { backend: asking.clone() });
    let response = next.run(Request::from_parts(parts, body)).await;
    // Before the answer goes out: a slow reader must not hold a connection to the database.
    asking.leave();
    response
}

/// Redirect to the sign-in page, which leads on to `wanted`, a path with query of this site, once the login succeeds.
pub(super) fn sign_in(wanted: Option<&str>) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, sign_in_address(wanted))]).into_response()
}

/// Address of the sign-in page that leads on to `wanted`, a path with query of this site; without one, to the start page.
pub(super) fn sign_in_address(wanted: Option<&str>) -> String {
    match wanted {
        None | Some("/") => "/sign-in".to_owned(),
        Some(wanted) => {
            form_urlencoded::Serializer::for_suffix("/sign-in?".to_owned(), "/sign-in?".len()).append_pair("next", wanted).finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_was_wanted_survives_the_way_round() {
        let location = |wanted| sign_in(wanted).headers()[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(location(Some("/start?tree=vpn&ticket=48 213")), "/sign-in?next=%2Fstart%3Ftree%3Dvpn%26ticket%3D48+213");
        assert_eq!(location(Some("/")), "/sign-in");
        assert_eq!(location(None), "/sign-in");
    }
}
