//! Files of any length, streamed: a page after the other is read, written and sent. A page is read once its reader has taken the one
//! before, and a long one waits in a file.

use std::io::{Error, Write};
use std::sync::Arc;

use app::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use tracing::{Instrument, Span};

use super::content;
use crate::spool::Spool;

/// What is to be sent next.
enum Next<Page, Following> {
    /// A page that was read.
    Page(Page),
    /// A page that is still to be read.
    Following(Following),
    /// Nothing.
    End,
}

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
    let (write, next) = (Arc::new(write), Arc::new(next));
    let pages = stream::try_unfold(Next::Page(first), move |now: Next<Page, Following>| {
        let (write, next, span) = (write.clone(), next.clone(), span.clone());
        async move {
            let page = match now {
                Next::Page(page) => page,
                Next::Following(following) => tokio::spawn(following.instrument(span)).await?.map_err(Error::other)?,
                Next::End => return Ok(None),
            };
            let mut spool = Spool::default();
            spool.write_all(&write(&page)?)?;
            let written = content::pieces(spool.finish()?);
            Ok::<_, Error>(Some((written, next(page).map_or(Next::End, Next::Following))))
        }
    });
    let body = Body::from_stream(stream::once(async { heading }).chain(pages.try_flatten()));
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
        let next = move |page: usize| {
            let read = counted.clone();
            (page < 2).then(|| -> Pin<Box<dyn Future<Output = _> + Send>> {
                Box::pin(async move {
                    read.fetch_add(1, Ordering::Relaxed);
                    Ok(page + 1)
                })
            })
        };
        let mut pieces = file("a.csv", "text/csv", Ok(Bytes::from("id\n")), 0, write, next).into_body().into_data_stream();
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
