//! Files of any length: their rows are read, written and sent a page after the other, and few pages are in memory.

use std::io::Error;
use std::sync::Arc;

use app::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use tracing::{Instrument, Span};

/// Pages of rows, beginning with `first`; `next` reads the page after one, none after the last. A later page that cannot be read is an
/// error.
pub(super) fn pages<Page, Following>(
    first: Page,
    next: impl Fn(&Page) -> Option<Following> + Send + Sync + 'static,
) -> impl Stream<Item = Result<Page, Error>> + Send + 'static
where
    Page: Send + 'static,
    Following: Future<Output = Result<Page, AppError>> + Send + 'static,
{
    // The connection polls the body, outside the request's span; and where it ends, nothing is dropped in the middle of a transaction.
    let span = Span::current();
    let next = Arc::new(next);
    stream::try_unfold(Some(first), move |page| {
        let (next, span) = (next.clone(), span.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let following = match next(&page) {
                Some(following) => Some(tokio::spawn(following.instrument(span)).await?.map_err(Error::other)?),
                None => None,
            };
            Ok(Some((page, following)))
        }
    })
}

/// Body that is sent as it is written: `heading`, then each page as `write` puts it into bytes. An error breaks the transfer off, so that
/// nobody takes a part for the whole.
pub(super) fn body<Page>(
    heading: Result<Bytes, Error>,
    pages: impl Stream<Item = Result<Page, Error>> + Send + 'static,
    write: impl Fn(&Page) -> Result<Bytes, Error> + Send + 'static,
) -> Body {
    let pages = pages.map(move |page| write(&page?));
    Body::from_stream(stream::once(async { heading }).chain(pages))
}

/// Answer with a file to download.
pub(super) fn file(name: &str, media_type: &'static str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}
