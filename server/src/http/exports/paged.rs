//! Files of any length: a page after the other is asked for, written and sent, and one of them is in memory.

use std::io::Error;

use app::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use tracing::{Instrument, Span};

/// A file to keep, beginning with a page that is there already. A later page that cannot be read breaks the transfer off, so
/// that nobody takes a part for the whole.
pub(super) fn file<Page, Asked>(
    name: &str,
    media_type: &'static str,
    heading: Result<Bytes, Error>,
    first: Page,
    write: impl Fn(&Page) -> Result<Bytes, Error> + Send + Sync + 'static,
    next: impl Fn(Page) -> Option<Asked> + Send + Sync + 'static,
) -> Response
where
    Page: Send + 'static,
    Asked: Future<Output = Result<Page, AppError>> + Send + 'static,
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
                Some(asked) => Some(tokio::spawn(asked.instrument(span)).await?.map_err(Error::other)?),
                None => None,
            };
            Ok(Some((written, following)))
        }
    });
    let body = Body::from_stream(stream::once(async { heading }).chain(pages));
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// Rows of a table.
pub(super) fn csv<Cells: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = Cells>) -> Result<Bytes, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| harmless(&cell)))?;
    }
    Ok(writer.into_inner().map_err(|error| Error::other(error.to_string()))?.into())
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_one_reads_back() {
        let row = ["=1+1", "a \"quoted\", line\nand another", "@SUM(A1)", "10"].map(str::to_owned);
        let written = csv([row]).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
        let read = reader.records().next().unwrap().unwrap();
        assert_eq!(read.iter().collect::<Vec<_>>(), ["'=1+1", "a \"quoted\", line\nand another", "'@SUM(A1)", "10"]);
    }
}
