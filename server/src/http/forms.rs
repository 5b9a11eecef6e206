//! Server functions, called by scripts and by plain forms.
//!
//! A plain form that is refused gets the page it was on again, with everything that was typed, the fault beside its field and
//! the right status; one that succeeds goes on to where the server function says. A script that prefers a representation (RFC 7240) gets
//! that page in the answer, without another request.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future;
use std::pin::Pin;
use std::sync::Arc;

use app::backend::Backend;
use app::error::AppError;
use app::posted::Posted;
use app::{Who, page_of_form};
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{DefaultBodyLimit, Extension, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use leptos::context::provide_context;
use leptos::server_fn::axum::{get_server_fn_service, server_fn_paths};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use leptos::server_fn::redirect::REDIRECT_HEADER;
use resolutionflow::tree::file_text;

use super::headers::accepts_html;
use super::identify::{Asker, sign_in, sign_in_address};
use super::referer::referring_page;
use super::{Web, access, pages, problem};

/// Server functions that take a file.
const UPLOADS: [&str; 2] = ["/api/upload_tree", "/api/begin_draft_with_file"];
/// The most bytes of a form of somebody who is signed in. No form has need of them: a text that is far too long is shown again with
/// the reason, as one that is a little too long. Every character of 4 MB may be percent-encoded.
const FORM_LIMIT: usize = 12 * 1024 * 1024;
/// The most bytes of an error as server functions write it.
const ERROR_LIMIT: usize = 1024 * 1024;
/// The most bytes of an uploaded file, ours or of another program, with what a form puts around it.
const UPLOAD_LIMIT: usize = 9 * 1024 * 1024;
/// Bytes of a body that are read although it is too large: browsers show our answer only after they have sent all of it.
const DRAINED: usize = 64 * 1024 * 1024;
/// The most bytes of a body that are read of anybody, room for a password that is far too long. Of strangers, longer ones on every
/// connection would fill the memory.
const SHORT: usize = 64 * 1024;

/// Handler of `/api/…`: calls the server function at the request's address. Scripts get its answer or its error as JSON; a plain form is
/// redirected, or shown again with what was typed where it was refused.
pub(super) async fn answer(State(web): State<Web>, Extension(asker): Extension<Asker>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    if get_server_fn_service(&path, parts.method.clone()).is_none() {
        let known = server_fn_paths().any(|(known, _)| known == path);
        return if known { StatusCode::METHOD_NOT_ALLOWED } else { StatusCode::NOT_FOUND }.into_response();
    }
    let is_plain = accepts_html(&parts.headers);
    let prefers_page = parts.headers.get("prefer").is_some_and(|prefer| prefer == "return=representation");
    let referer = referring_page(&parts.headers, &web.site.public_url);
    let open = access::who(&path, &path) == Some(Who::Anyone);
    let limit = match &*path {
        path if UPLOADS.contains(&path) => UPLOAD_LIMIT,
        _ if open => SHORT,
        _ => FORM_LIMIT,
    };
    let read = read(&asker, body, limit).await;
    let fields = fields(&parts.headers, read.as_ref().ok()).await;
    // Asked for HTML, server functions put their error into the address of a redirect; asked for JSON, into the answer.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let head = parts.clone();
    let result = match read {
        // The server function would panic.
        Ok(_) if UPLOADS.contains(&&*path) && !has_parts(&parts.headers) => Err(AppError::Malformed),
        Ok(bytes) => call(parts, bytes, &asker).await,
        Err(error) => Err(error),
    };
    // A form is read before the backend is asked; who is not signed in is to hear of that first.
    let nobody = result.is_err() && !open && asker.backend.viewer().await == Err(AppError::NotSignedIn);
    let result = if nobody { Err(AppError::NotSignedIn) } else { result };
    match result {
        Ok(response) if is_plain => {
            let response = redirect(response, referer.as_deref());
            if prefers_page && !open { shown(&web, asker, head, response).await } else { response }
        }
        Ok(response) => response,
        Err(error) if !is_plain => problem::json(&error),
        Err(error @ AppError::NotSignedIn) => {
            let page = referer.or_else(|| page_of_form(&path, fields.as_ref()?));
            let posted = fields.map(|fields| Posted { action: path, fields, error }).filter(|posted| !posted.texts().is_empty());
            match posted {
                // On the way to the sign-in page it would be lost.
                Some(posted) => show_again(&web, asker, head, &sign_in_address(page.as_deref()), posted).await,
                None => sign_in(page.as_deref()),
            }
        }
        Err(AppError::Malformed) => problem::bare(&AppError::Malformed),
        Err(error) => match (referer.or_else(|| page_of_form(&path, fields.as_ref()?)), fields) {
            (Some(page), Some(fields)) => show_again(&web, asker, head, &page, Posted { action: path, fields, error }).await,
            // There is no page to show, or not all that was typed to show in it: the browser's own way back keeps it.
            _ => problem::bare(&error),
        },
    }
}

async fn call(parts: Parts, body: Bytes, asker: &Asker) -> Result<Response, AppError> {
    let backend = Arc::clone(&asker.backend);
    let context = move || provide_context::<Arc<dyn Backend>>(Arc::clone(&backend));
    let mut request = Request::from_parts(parts, Body::from(body));
    // The body is here, within a limit of ours.
    DefaultBodyLimit::disable().apply(&mut request);
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return Ok(response);
    }
    let body = to_bytes(response.into_body(), ERROR_LIMIT).await.unwrap_or_default();
    Err(serde_json::from_slice(&body).unwrap_or_else(|error| {
        tracing::error!(%error, "a server function failed without saying how");
        AppError::Unexpected
    }))
}

/// To where the server function says, or back to the page that the form was on.
fn redirect(mut response: Response, referer: Option<&str>) -> Response {
    let back = referer.and_then(|page| HeaderValue::from_str(page).ok()).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().entry(header::LOCATION).or_insert(back);
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, HeaderName::from_static(REDIRECT_HEADER)] {
        response.headers_mut().remove(name);
    }
    *response.status_mut() = StatusCode::SEE_OTHER;
    *response.body_mut() = Body::empty();
    response
}

/// The page to which a redirect leads, as the answer itself; its address is told.
async fn shown(web: &Web, asker: Asker, mut head: Parts, redirect: Response) -> Response {
    let Some(location) = redirect.headers().get(header::LOCATION).cloned() else { return redirect };
    let Some(uri) = location.to_str().ok().and_then(|location| location.parse().ok()) else { return redirect };
    (head.uri, head.method) = (uri, Method::GET);
    let mut response = pages::render(web, asker, None, Request::from_parts(head, Body::empty())).await;
    response.headers_mut().insert(header::CONTENT_LOCATION, location);
    response
}

async fn show_again(web: &Web, asker: Asker, mut head: Parts, page: &str, posted: Posted) -> Response {
    let status = StatusCode::from_u16(posted.error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let error = posted.error.clone();
    let Ok(uri) = page.parse() else { return problem::bare(&error) };
    head.uri = uri;
    head.method = Method::GET;
    let mut response = pages::render(web, asker, Some(posted), Request::from_parts(head, Body::empty())).await;
    // The page may have a problem of its own by now, which then comes first.
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    problem::say_when(&mut response, &error);
    response
}

/// The fields of a form as they were typed, less passwords, and the text of an uploaded file; None if they cannot be told.
async fn fields(headers: &HeaderMap, body: Option<&Bytes>) -> Option<HashMap<String, String>> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    if kind.starts_with("multipart/form-data") {
        return Some(parts_of_form(kind, body.cloned().unwrap_or_default()).await);
    }
    let body = body.filter(|_| kind.starts_with("application/x-www-form-urlencoded"))?;
    let typed = form_urlencoded::parse(body).filter(|(name, _)| !name.contains("password"));
    Some(typed.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

/// The parts of an upload that are text, in whatever encoding; none of a body that cannot be taken apart.
async fn parts_of_form(kind: &str, body: Bytes) -> HashMap<String, String> {
    let mut fields = HashMap::new();
    let Ok(boundary) = multer::parse_boundary(kind) else { return fields };
    let mut parts = multer::Multipart::new(stream::once(future::ready(Ok::<_, Infallible>(body))), boundary);
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().map(str::to_owned);
        let text = part.bytes().await.ok().and_then(|bytes| file_text(&bytes).ok());
        fields.extend(name.zip(text));
    }
    fields
}

/// True if a body of several parts says where each begins.
fn has_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| multer::parse_boundary(kind).is_ok())
}

/// Reads the whole body of a request, if it has at most `limit` bytes, and if it is short or its sender is signed in. Those whose login has
/// ended are read, too, and shown again what they typed.
///
/// # Errors
/// [`AppError::TooLarge`], [`AppError::NotSignedIn`], and [`AppError::Malformed`] where the body breaks off.
pub(super) async fn read(asker: &Asker, body: Body, limit: usize) -> Result<Bytes, AppError> {
    let check_sender = async || {
        let checked = asker.backend.check_login().await;
        if checked.is_err() && asker.backend.signed_out().await.is_some() { Ok(()) } else { checked }
    };
    read_checked(body, limit, check_sender).await
}

/// The whole body, if it is within the limit. The sender of a long one is checked before it is read, or as soon as it is long.
async fn read_checked<Check>(mut body: Body, limit: usize, check_sender: impl Fn() -> Check) -> Result<Bytes, AppError>
where
    Check: Future<Output = Result<(), AppError>>,
{
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let (mut bytes, mut received, mut is_checked) = (Vec::new(), 0, limit <= SHORT);
    loop {
        if !is_checked && declared.max(received) > SHORT {
            check_sender().await?;
            is_checked = true;
        }
        let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await else { break };
        let frame = frame.map_err(|_| AppError::Malformed)?;
        let Ok(data) = frame.into_data() else { continue };
        received += data.len();
        if received > DRAINED {
            break;
        }
        if received <= limit {
            bytes.extend_from_slice(&data);
        }
    }
    if received > limit { Err(AppError::TooLarge) } else { Ok(bytes.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fields_of(kind: &str, body: &str) -> Option<HashMap<String, String>> {
        let headers = [(header::CONTENT_TYPE, kind.parse().unwrap())].into_iter().collect();
        fields(&headers, Some(&Bytes::copy_from_slice(body.as_bytes()))).await
    }

    #[tokio::test]
    async fn what_was_typed_is_kept_and_passwords_are_not() {
        let typed =
            fields_of("application/x-www-form-urlencoded", "email=a%40b.c&password=secret&note=x+y%0D%0Az&note=last").await.unwrap();
        assert_eq!(typed["email"], "a@b.c");
        assert_eq!(typed["note"], "last");
        assert!(!typed.contains_key("password"));
        assert_eq!(fields_of("multipart/form-data; boundary=x", "whatever").await, Some(HashMap::new()));
        assert_eq!(fields_of("text/plain", "a=b").await, None);
    }

    #[tokio::test]
    async fn the_text_of_an_uploaded_file_is_kept() {
        let part = "Content-Disposition: form-data; name=\"document\"; filename=\"x.json\"\r\n\r\n{\"a\": 1}\r\n--x";
        let kept = fields_of("multipart/form-data; boundary=x", &format!("--x\r\n{part}--\r\n")).await.unwrap();
        assert_eq!(kept["document"], "{\"a\": 1}");
    }

    #[tokio::test]
    async fn a_body_at_the_limit_fits_and_one_byte_more_does_not() {
        let read = async |body, limit| read_checked(body, limit, async || Ok(())).await;
        assert_eq!(read(Body::from("12345"), 5).await.unwrap(), "12345");
        assert_eq!(read(Body::from("123456"), 5).await, Err(AppError::TooLarge));
        assert_eq!(read(Body::empty(), 5).await.unwrap(), "");
    }

    #[tokio::test]
    async fn the_sender_of_a_long_body_is_checked_whether_or_not_its_length_was_declared() {
        let read = async |body| read_checked(body, UPLOAD_LIMIT, async || Err(AppError::NotSignedIn)).await;
        let undeclared = |bytes| Body::from_stream(futures_util::stream::once(async move { Ok::<_, std::io::Error>(vec![b'x'; bytes]) }));
        assert_eq!(read(Body::from(vec![b'x'; SHORT])).await.map(|bytes| bytes.len()), Ok(SHORT));
        assert_eq!(read(undeclared(SHORT)).await.map(|bytes| bytes.len()), Ok(SHORT));
        assert_eq!(read(Body::from(vec![b'x'; SHORT + 1])).await, Err(AppError::NotSignedIn));
        assert_eq!(read(undeclared(SHORT + 1)).await, Err(AppError::NotSignedIn));
    }
}
