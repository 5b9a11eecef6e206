//! Files of any length: their rows are read, written and sent a page after the other. A page is read once the one before was taken, and
//! a long one waits in a file.

use std::io::{Error, Write};
use std::sync::Arc;

use app::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use tracing::{Instrument, Span};

use super::content;
use crate::spool::Spool;

/// What is to be handed on next.
enum Next<Page, Following> {
    /// A page that was read.
    Page(Page),
    /// A page that is still to be read.
    Following(Following),
    /// Nothing.
    End,
}

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
    stream::try_unfold(Next::Page(first), move |now: Next<Page, Following>| {
        let (next, span) = (next.clone(), span.clone());
        async move {
            let page = match now {
                Next::Page(page) => page,
                Next::Following(following) => tokio::spawn(following.instrument(span)).await?.map_err(Error::other)?,
                Next::End => return Ok(None),
            };
            let following = next(&page).map_or(Next::End, Next::Following);
            Ok(Some((page, following)))
        }
    })
}

/// Body that is sent as it is written: `heading`, then each page as `write` puts it into bytes. An error breaks the transfer off, so that
/// nobody takes a part for the whole.
pub(super) fn body<Page: Send + 'static>(
    heading: Result<Bytes, Error>,
    pages: impl Stream<Item = Result<Page, Error>> + Send + 'static,
    write: impl Fn(&Page) -> Result<Bytes, Error> + Send + 'static,
) -> Body {
    let written = pages.map(move |page| {
        let mut spool = Spool::default();
        spool.write_all(&write(&page?)?)?;
        Ok::<_, Error>(content::pieces(spool.finish()?))
    });
    Body::from_stream(stream::once(async { heading }).chain(written.try_flatten()))
}

/// Answer with a file to download.
pub(super) fn file(name: &str, media_type: &'static str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_page_is_read_once_the_one_before_was_taken_and_is_in_memory_in_pieces() {
        let read = Arc::new(AtomicUsize::new(0));
        let counted = read.clone();
        let write = |page: &usize| Ok(Bytes::from(vec![b'0' + *page as u8; 1_000_000]));
        let next = move |page: &usize| {
            let page = *page;
            let read = counted.clone();
            (page < 2).then(|| -> Pin<Box<dyn Future<Output = _> + Send>> {
                Box::pin(async move {
                    read.fetch_add(1, Ordering::Relaxed);
                    Ok(page + 1)
                })
            })
        };
        let mut pieces = body(Ok(Bytes::from("id\n")), pages(0, next), write).into_data_stream();
        let mut taken = pieces.next().await.unwrap().unwrap().len();
        assert_eq!(taken, 3, "the heading");
        while let Some(piece) = pieces.next().await {
            assert_eq!(read.load(Ordering::Relaxed), (taken - 3) / 1_000_000, "after {taken} bytes");
            let piece = piece.unwrap();
            assert!(piece.len() <= 64 * 1024);
            taken += piece.len();
        }
        assert_eq!((taken, read.load(Ordering::Relaxed)), (3_000_003, 2));
    }
}
