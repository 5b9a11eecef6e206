//! Who asks. The gate lets nobody pass who is not signed in.

use std::sync::Arc;

use app::backend::Backend;
use app::error::AppError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;

use super::referer::own_address;
use super::{Web, problem};

/// The only page that needs no login.
const OPEN: &str = "/sign-in";

/// Who asks, as handlers find it in the request's extensions.
#[derive(Clone)]
pub(super) struct Asker {
    /// Their way to the service.
    pub(super) backend: Arc<dyn Backend>,
}

/// Looks up who asks, once a request. What is behind the gate is somebody's, so nobody keeps a copy.
pub(super) async fn gate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = admit(&web, request, next).await;
    // But for what says otherwise of itself.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn admit(web: &Web, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let cookies = CookieJar::from_headers(&parts.headers);
    let cookie = cookies.get(web.service.cookie_name()).map(Cookie::value);
    let backend = web.service.backend(cookie);
    // A server function asks the backend, which looks the login up in the transaction that does the work; asking here too
    // would cost each step another one.
    if parts.uri.path() != OPEN && !parts.uri.path().starts_with("/api/") {
        match backend.viewer().await {
            Ok(_) => {}
            Err(AppError::NotSignedIn) => return sign_in(Some(&own_address(&parts.uri))),
            Err(error) => return problem::bare(&error),
        }
    }
    parts.extensions.insert(Asker { backend });
    next.run(Request::from_parts(parts, body)).await
}

/// A redirect to the sign-in page, and from there to a path of ours.
pub(super) fn sign_in(wanted: Option<&str>) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, sign_in_address(wanted))]).into_response()
}

/// The sign-in page that leads on to a path of ours.
pub(super) fn sign_in_address(wanted: Option<&str>) -> String {
    match wanted {
        None | Some("/") => "/sign-in".to_owned(),
        Some(wanted) => {
            form_urlencoded::Serializer::for_suffix("/sign-in?".to_owned(), "/sign-in?".len()).append_pair("next", wanted).finish()
        }
    }
}

/// Whether the answer is for somebody's eyes.
pub(super) fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT).iter().any(|value| value.to_str().is_ok_and(|value| value.contains("text/html")))
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
