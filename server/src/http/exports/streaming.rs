//! Files of any length, streamed: a page after the other is read, written and sent, and one of them is in memory.

use std::io::Error;

use app::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use tracing::{Instrument, Span};

/// Answer with a file to download, streamed: `heading`, then each page as `write` puts it into bytes, beginning with `first`; `next` reads
/// the page after one, none after the last. A later page that cannot be read breaks the transfer off, so that nobody takes a part for the
/// whole.
pub(super) fn file<Page, Following>(
    name: &str,
    media_type: &'static str,
    heading: Result<Bytes, Error>,
    first: Page,
    write: impl Fn(&Page) -> Result<Bytes, Error> + Send + Sync + 'static,
    next: impl Fn(Page) -> Option<Following> + Send + Sync + 'static,
) -> Response
where
    Page: Send + 'static,
    Following: Future<Output = Result<Page, AppError>> + Send + 'static,
{
    // The connection polls the body, outside the request's span; and where it ends, nothing is dropped in the middle of a transaction.
    let span = Span::current();
    let (write, next) = (std::sync::Arc::new(write), std::sync::Arc::new(next));
    let pages = stream::try_unfold(Some(first), move |page| {
        let (write, next, span) = (write.clone(), next.clone(), span.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let written = write(&page)?;
            let following = match next(page) {
                Some(following) => Some(tokio::spawn(following.instrument(span)).await?.map_err(Error::other)?),
                None => None,
            };
            Ok(Some((written, following)))
        }
    });
    let body = Body::from_stream(stream::once(async { heading }).chain(pages));
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}
