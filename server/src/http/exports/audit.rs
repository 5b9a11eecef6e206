//! The audit trail as CSV: every entry that the page's filters find, a page of them in memory at a time.

use std::str::FromStr;

use app::backend::admin::{AuditPage, AuditQuery, AuditRow};
use app::error::AppError;
use axum::extract::{Extension, Query};
use axum::response::Response;
use resolutionflow::text::normalise;
use resolutionflow::zone::Zone;
use serde::Deserialize;
use serde_json::Value;

use super::super::identify::Asker;
use super::super::problem;
use super::{csv, streaming};

/// Filters of the audit trail's page, as its address has them; empty for all. Days are such as 2026-02-10.
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
    /// Parses the filters. Unlike the page it refuses unknown values: a file must not hold more than was asked for.
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

/// Answers with the entries that the filters find, newest first, as a CSV file; records the export in the trail first.
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
            let name = format!("audit-trail-{}.csv", viewer.zone.date(viewer.now));
            let heading = csv::heading(HEAD.map(str::to_owned));
            let write = move |page: &AuditPage| csv::rows(page.rows.iter().map(|row| cells(row, viewer.zone)));
            let next = move |page: &AuditPage| {
                let (backend, query) = (backend.clone(), AuditQuery { after: Some(page.next.clone()?), ..query.clone() });
                Some(async move { backend.audit(query).await })
            };
            streaming::file(&name, csv::MEDIA_TYPE, streaming::body(heading, streaming::pages(first, next), write))
        }
        Err(error) => problem::bare(&error),
    }
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
}
