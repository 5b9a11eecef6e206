//! Who asks. The gate lets nobody pass who is not signed in.

use std::sync::Arc;

use app::backend::Backend;
use app::backend::views::Viewer;
use app::error::AppError;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;

use super::referer::{own_address, referring_page};
use super::{Web, problem};

/// The only addresses behind the gate that need no login.
const OPEN: [&str; 2] = ["/sign-in", "/api/sign_in"];

/// Who asks, as handlers find it in the request's extensions.
#[derive(Clone)]
pub(super) struct Asker {
    /// Their way to the service.
    pub(super) backend: Arc<dyn Backend>,
    /// None at the open addresses alone.
    pub(super) viewer: Option<Viewer>,
}

/// Looks up who asks, once a request. What is behind the gate is somebody's, so nobody keeps a copy.
pub(super) async fn gate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = admit(&web, request, next).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn admit(web: &Web, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let cookies = CookieJar::from_headers(&parts.headers);
    let cookie = cookies.get(web.service.cookie_name()).map(Cookie::value);
    let backend = web.service.backend(cookie);
    let viewer = match backend.viewer().await {
        Ok(viewer) => Some(viewer),
        Err(_) if OPEN.contains(&parts.uri.path()) => None,
        Err(AppError::NotSignedIn) => return send_to_sign_in(&parts, web),
        Err(error) => return problem::bare(&error),
    };
    parts.extensions.insert(Asker { backend, viewer });
    next.run(Request::from_parts(parts, body)).await
}

/// People go to the sign-in page and from there to where they wanted to; scripts are told.
fn send_to_sign_in(parts: &Parts, web: &Web) -> Response {
    let is_call = parts.uri.path().starts_with("/api/");
    if is_call && !accepts_html(&parts.headers) {
        return problem::json(&AppError::NotSignedIn);
    }
    let wanted = if is_call { referring_page(&parts.headers, &web.site.public_url) } else { Some(own_address(&parts.uri)) };
    sign_in(wanted.as_deref())
}

/// A redirect to the sign-in page, and from there to a path of ours.
pub(super) fn sign_in(wanted: Option<&str>) -> Response {
    let address = match wanted {
        None | Some("/") => "/sign-in".to_owned(),
        Some(wanted) => {
            form_urlencoded::Serializer::for_suffix("/sign-in?".to_owned(), "/sign-in?".len()).append_pair("next", wanted).finish()
        }
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
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
