//! The page of a problem outside the app's pages: its words and a next step, in the site's dress. The app has
//! problem pages of its own; this one needs nothing but itself, so it can also tell of a panic.

use app::error::AppError;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use leptos::config::LeptosOptions;

use super::headers::accepts_html;

/// Answer that refuses with the error's status and no body; [`dress`] adds the words on its way out.
pub(super) fn bare(error: &AppError) -> Response {
    let mut response = status(error).into_response();
    say_when(&mut response, error);
    response
}

/// Answer that refuses with the error's status and the error as JSON, for scripts.
pub(super) fn json(error: &AppError) -> Response {
    let mut response = (status(error), axum::Json(error)).into_response();
    say_when(&mut response, error);
    response
}

/// Sets `Retry-After`, in seconds, where the error knows after how long it can be tried again.
pub(super) fn say_when(response: &mut Response, error: &AppError) {
    if let Some(retry_after) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.0));
    }
}

/// HTTP status of an error.
pub(super) fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The address of the site's style sheet, as the build named it.
#[derive(Debug, Clone)]
pub(super) struct Stylesheet(String);

impl Stylesheet {
    /// Finds the style sheet's address, with the hash in its name that the build left beside the program, as leptos does for its pages.
    pub(super) fn find(options: &LeptosOptions) -> Self {
        let folder = std::env::current_exe().ok().and_then(|program| program.parent().map(ToOwned::to_owned)).unwrap_or_default();
        let hashes = options.hash_files.then(|| std::fs::read_to_string(folder.join(&*options.hash_file)).ok()).flatten();
        let hash = hashes.as_deref().and_then(|hashes| hashes.lines().find_map(|line| line.strip_prefix("css:"))).map(str::trim);
        let end = hash.map_or_else(|| ".css".to_owned(), |hash| format!(".{hash}.css"));
        Self(format!("{}{}{end}", options.site_pkg_dir_route_base(), options.output_name))
    }
}

/// Words of a refusal for a page, in place of those that its status has by default.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// The problem, as the page's heading.
    pub(super) title: &'static str,
    /// Advice in a sentence or two: was anything lost, and how to go on.
    pub(super) advice: &'static str,
    /// The address at which to go on, and its name. The address has nothing in it that HTML would need escaped.
    pub(super) next: (String, &'static str),
}

/// Answer that refuses with this status; [`dress`] puts it into these words on its way out.
pub(super) fn worded(status: StatusCode, words: Words) -> Response {
    (status, Extension(words)).into_response()
}

/// Middleware that gives words to error answers without a content type: a page for browsers, an error in JSON for scripts under `/api/`,
/// otherwise a line of text.
pub(super) async fn dress(State(Stylesheet(stylesheet)): State<Stylesheet>, request: Request, next: Next) -> Response {
    let (for_eyes, is_call) = (accepts_html(request.headers()), request.uri().path().starts_with("/api/"));
    let mut response = next.run(request).await;
    let status = response.status();
    let wordless = (status.is_client_error() || status.is_server_error()) && !response.headers().contains_key(header::CONTENT_TYPE);
    if !wordless {
        return response;
    }
    let words = response.extensions_mut().remove::<Words>().unwrap_or_else(|| usual(status));
    let worded = if for_eyes {
        Html(page(&stylesheet, &words)).into_response()
    } else if is_call {
        json(&error(status))
    } else {
        format!("{}. {}\n", words.title, words.advice).into_response()
    };
    let (worded, body) = worded.into_parts();
    if let Some(kind) = worded.headers.get(header::CONTENT_TYPE) {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::clone(kind));
    }
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::new(body);
    response
}

fn error(status: StatusCode) -> AppError {
    match status {
        StatusCode::BAD_REQUEST
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::URI_TOO_LONG
        | StatusCode::UNSUPPORTED_MEDIA_TYPE => AppError::Malformed,
        StatusCode::UNAUTHORIZED => AppError::NotSignedIn,
        StatusCode::FORBIDDEN => AppError::Forbidden,
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => AppError::Unexpected,
    }
}

/// The words of a status.
fn usual(status: StatusCode) -> Words {
    let (title, advice) = words(status);
    Words { title, advice, next: ("/".to_owned(), "Go to the start page") }
}

/// Problem and advice of a status.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => ("The form could not be read", "Nothing was changed. Go back, reload the page and send it again."),
        StatusCode::UNAUTHORIZED => {
            ("Please sign in", "The e-mail address or the password was wrong, or your login has ended. Nothing that you saved is lost.")
        }
        StatusCode::FORBIDDEN => {
            ("This was refused", "Your role does not allow it, or the form was sent from another site. Nothing was changed.")
        }
        StatusCode::NOT_FOUND => ("There is nothing here", "The address may be mistyped, or what stood here belongs to another account."),
        StatusCode::METHOD_NOT_ALLOWED => ("This address only takes forms", "Go to the page with the form and send it from there."),
        StatusCode::REQUEST_TIMEOUT => {
            ("This did not arrive in time", "Nothing was changed. Look at your connection, go back and send it again.")
        }
        StatusCode::CONFLICT => ("This has moved on", "Nothing was changed. Go back, reload the page and look at how it stands now."),
        StatusCode::PAYLOAD_TOO_LARGE => ("Too much was sent", "Nothing was changed. Go back, shorten what you sent and send it again."),
        StatusCode::URI_TOO_LONG => ("This address is too long", "It may have been copied twice. Go to the page and start from there."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("This cannot be read", "Nothing was changed. Send it as it is, without compressing it."),
        StatusCode::UNPROCESSABLE_ENTITY => {
            ("Something does not fit", "Nothing was changed. Go back, look at what you typed and send it again.")
        }
        StatusCode::SERVICE_UNAVAILABLE => (
            "This takes too long",
            "Nothing that you saved before is lost. Go back, and look whether this was saved, too, before you try again.",
        ),
        status if status.is_client_error() => ("This was refused", "Nothing was changed. Go back and try again."),
        _ => ("Something went wrong on our side", "Nothing that you saved is lost. Go back and try again in a moment."),
    }
}

fn page(stylesheet: &str, Words { title, advice, next: (href, word) }: &Words) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · ResolutionFlow</title>\n<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"{stylesheet}\">\n</head>\n<body>\n<main class=\"page\">\n<h1>{title}</h1>\n<p>{advice}</p>\n\
         <p><a class=\"button button-primary\" href=\"{href}\">{word}</a></p>\n</main>\n</body>\n</html>\n"
    )
}
