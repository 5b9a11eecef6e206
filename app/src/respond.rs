//! The one adapter to HTTP: status and headers of a page's or a server function's answer, and cookies of the request.

use cookie::Cookie;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use resolutionflow::time::Seconds;

/// Public URL of the installation, without a slash at its end: `https://flow.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(pub String);

/// Public URL of the installation; empty if the server set none.
pub fn origin() -> String {
    use_context::<Origin>().map(|origin| origin.0).unwrap_or_default()
}

/// Sets the HTTP status of the answer to the present request.
pub fn status(status: u16) {
    if let (Some(options), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        options.set_status(status);
    }
}

/// Sets the `Retry-After` header of the answer.
pub fn retry_after(seconds: Seconds) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds.0));
    }
}

/// Answers with a redirect to the address `to`: after a form has done its work, or where a page has moved.
pub fn redirect(to: &str) {
    leptos_axum::redirect(to);
}

/// Adds a `Set-Cookie` header to the answer; `value` is the cookie with its attributes.
pub fn set_cookie(value: &str) {
    append(header::SET_COOKIE, value);
}

/// Value of the request's cookie with this name.
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let lines = parts.headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let cookie = lines.flat_map(Cookie::split_parse).flatten().find(|cookie| cookie.name() == name);
    cookie.map(|cookie| cookie.value().to_owned())
}

/// Path and query of the page that a form was on, by the `Referer` header, for going back to it; none if that is no page.
pub fn referring_page() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let referer: http::Uri = parts.headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    // A refused form is shown again at the server function's address, which is no page to go back to; two slashes would
    // lead to another host.
    let a_page = |path: &String| !path.starts_with("/api/") && !path.starts_with("//");
    referer.path_and_query().map(|path| path.as_str().to_owned()).filter(a_page)
}

fn append(name: HeaderName, value: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        options.append_header(name, value);
    }
}
