//! The audit trail as CSV: every entry that the page's filters find, a page of them in memory at a time.

use std::str::FromStr;
use std::sync::Arc;

use app::backend::Backend;
use app::backend::admin::{AuditPage, AuditQuery, AuditRow};
use app::backend::views::Viewer;
use app::error::AppError;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use resolutionflow::text::normalise;
use resolutionflow::zone::Zone;
use serde::Deserialize;
use serde_json::Value;

use super::super::identify::Asker;
use super::super::problem;

/// The page's filters, as its address has them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filters {
    action: String,
    by: String,
    subject: String,
    from: String,
    to: String,
}

impl Filters {
    /// What is not understood is refused: the file must not hold more than was asked for.
    fn query(self) -> Result<AuditQuery, AppError> {
        let is_day = |text: &str| text.is_empty() || (Zone::UTC.day_begins(text).is_some() && Zone::UTC.day_ends(text).is_some());
        if !is_day(&self.from) || !is_day(&self.to) {
            return Err(AppError::Malformed);
        }
        Ok(AuditQuery {
            action: normalise(&self.action),
            by: filled(&self.by)?,
            subject: filled(&self.subject)?,
            from: self.from,
            to: self.to,
            after: None,
        })
    }
}

fn filled<T: FromStr>(text: &str) -> Result<Option<T>, AppError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| AppError::Malformed) }
}

const HEAD: [&str; 10] = ["at", "local_time", "user_id", "address", "action", "kind", "subject_id", "name", "before", "after"];

pub(super) async fn csv(Extension(Asker { backend }): Extension<Asker>, Query(filters): Query<Filters>) -> Response {
    let begun = async {
        let query = filters.query()?;
        let viewer = backend.viewer().await?;
        backend.audit_export().await?;
        let first = backend.audit(query.clone()).await?;
        Ok::<_, AppError>((viewer, query, first))
    };
    match begun.await {
        Ok((viewer, query, first)) => {
            let name = format!("attachment; filename=\"audit-trail-{}.csv\"", viewer.zone.date(viewer.now));
            let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
            (headers, Body::from_stream(rows(backend, viewer, query, first))).into_response()
        }
        Err(error) => problem::bare(&error),
    }
}

/// The heading, then a page after the other. A page that cannot be read breaks the transfer off, so that nobody takes a part
/// for the whole.
fn rows(
    backend: Arc<dyn Backend>,
    viewer: Viewer,
    query: AuditQuery,
    first: AuditPage,
) -> impl stream::Stream<Item = Result<Bytes, std::io::Error>> {
    let heading = stream::once(async { write([HEAD.map(str::to_owned)]) });
    let pages = stream::try_unfold(Some(first), move |page| {
        let (backend, query) = (backend.clone(), query.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let written = write(page.rows.iter().map(|row| cells(row, viewer.zone)))?;
            let next = match page.next {
                Some(after) => {
                    let query = AuditQuery { after: Some(after), ..query };
                    Some(backend.audit(query).await.map_err(std::io::Error::other)?)
                }
                None => None,
            };
            Ok(Some((written, next)))
        }
    });
    stream::StreamExt::chain(heading, pages)
}

fn cells(row: &AuditRow, zone: Zone) -> [String; 10] {
    let json = |value: &Option<Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        row.at.utc().to_rfc3339(),
        zone.exact(row.at),
        row.by.as_ref().map(|by| by.id.to_string()).unwrap_or_default(),
        row.address.clone(),
        row.action.clone(),
        row.kind.clone(),
        row.subject.to_string(),
        row.name.clone(),
        json(&row.before),
        json(&row.after),
    ]
}

fn write(rows: impl IntoIterator<Item = [String; 10]>) -> Result<Bytes, std::io::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    Ok(writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?.into())
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
    fn a_filter_that_is_not_understood_lets_nothing_out() {
        let by = |by: &str, from: &str| Filters { by: by.to_owned(), from: from.to_owned(), ..Filters::default() }.query();
        assert!(by("", "2026-02-10").is_ok());
        for (who, from) in [("ada", ""), ("", "yesterday"), ("", "262142-12-31")] {
            assert_eq!(by(who, from), Err(AppError::Malformed), "{who} {from}");
        }
    }

    #[test]
    fn no_cell_is_a_formula_and_every_one_reads_back() {
        let row = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(|number| match number {
            1 => "=1+1".to_owned(),
            2 => "a \"quoted\", line\nand another".to_owned(),
            3 => "@SUM(A1)".to_owned(),
            _ => number.to_string(),
        });
        let written = write([row]).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
        let read = reader.records().next().unwrap().unwrap();
        assert_eq!(&read[0], "'=1+1");
        assert_eq!(&read[1], "a \"quoted\", line\nand another");
        assert_eq!(&read[2], "'@SUM(A1)");
        assert_eq!(&read[9], "10");
    }
}
