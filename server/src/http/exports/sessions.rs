//! The history as a file: every session that the filters of the page let through, in its order, or the sessions of these ids.

use std::io::Error;

use app::backend::history::{Column, Cursor, HistoryQuery, HistoryRow, Order, columns, read};
use app::backend::views::SessionState;
use app::error::AppError;
use app::query::Query;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, RawQuery};
use axum::response::Response;
use futures_util::stream::{BoxStream, StreamExt};
use resolutionflow::id::SessionId;
use resolutionflow::time::{Seconds, Timestamp};
use resolutionflow::zone::Zone;
use serde_json::json;

use super::super::identify::Asker;
use super::super::problem;
use super::{csv, redaction, streaming, xlsx};
use crate::heavy::Place;

mod sheet;

/// Some rows of the file, and the cursor of the next ones.
type Page = (Vec<HistoryRow>, Option<String>);
/// Every row of the file, page after page.
type Pages = BoxStream<'static, Result<Page, Error>>;

/// Answers with the sessions that the address's filters find, or whose ids it names, as a CSV file with the columns that the address names.
/// Unknown filters are refused as malformed.
pub(super) async fn csv(asker: Extension<Asker>, RawQuery(address): RawQuery) -> Response {
    let columns = columns(&Query::parse(address.as_deref().unwrap_or_default())).0;
    let heads = columns.iter().flat_map(|column| heads(*column).iter().copied());
    let heading = csv::heading(std::iter::once("id").chain(heads).chain(["as_of"]).map(str::to_owned));
    let write = move |page: &Page, zone: Zone| {
        csv::rows(page.0.iter().map(|row| {
            let cells = columns.iter().flat_map(|column| cells(*column, row, zone));
            let as_of = row.as_of.map(|at| at.to_string()).unwrap_or_default();
            std::iter::once(row.id.to_string()).chain(cells).chain([as_of]).collect::<Vec<_>>()
        }))
    };
    let body = move |pages: Pages, zone: Zone| streaming::body(heading, pages, move |page| write(page, zone));
    file(asker, address, "csv", csv::MEDIA_TYPE, body).await
}

/// As [`csv`], but as an XLSX file: the columns are those of the page in words, with dates, durations and numbers as spreadsheets have them.
/// It is made as a whole before its first byte is sent, and waits on disk for its reader.
pub(super) async fn xlsx(asker: Extension<Asker>, RawQuery(address): RawQuery) -> Response {
    let Some(place) = Place::take_for_workbook().await else { return problem::bare(&AppError::Busy) };
    let columns = columns(&Query::parse(address.as_deref().unwrap_or_default())).0;
    let heads = sheet::heads(&columns);
    let body = move |pages: Pages, zone: Zone| {
        let rows = move |page: Page| page.0.iter().map(|row| sheet::cells(&columns, row, zone)).collect();
        xlsx::body(place, "Sessions", heads, pages, rows)
    };
    file(asker, address, "xlsx", xlsx::MEDIA_TYPE, body).await
}

/// Answers with the sessions that the address's filters find, or whose ids it names, as JSON Lines: an object per session with every
/// column, for other programs.
pub(super) async fn json_lines(asker: Extension<Asker>, RawQuery(address): RawQuery) -> Response {
    let write = |page: &Page, _: Zone| {
        let lines: String = page.0.iter().map(|row| format!("{}\n", line(row))).collect();
        Ok(Bytes::from(lines))
    };
    let body = move |pages: Pages, zone: Zone| streaming::body(Ok(Bytes::new()), pages, move |page| write(page, zone));
    file(asker, address, "jsonl", "application/jsonl; charset=utf-8", body).await
}

/// Refuses unknown filters: the file must not hold more sessions than was meant.
async fn file(
    Extension(Asker { backend }): Extension<Asker>,
    address: Option<String>,
    format: &'static str,
    media_type: &'static str,
    body: impl FnOnce(Pages, Zone) -> Body,
) -> Response {
    let address = address.unwrap_or_default();
    let begun = async {
        let viewer = backend.viewer().await?;
        let parsed = Query::parse(&address);
        let (query, unknown) = read(&parsed, Some(viewer.user_id));
        if !unknown.is_empty() {
            return Err(AppError::Malformed);
        }
        let options = redaction::read(&parsed)?;
        // A search reaches its end only in the order of starts.
        let by_start = query.filter.text.is_empty() || query.order == Order::Oldest;
        let query = HistoryQuery { cursor: Cursor::First, order: if by_start { query.order } else { Order::Newest }, ..query };
        let (rows, next) = match selected(&parsed)? {
            Some(ids) => (backend.selected_rows(ids).await?, None),
            None => backend.history_rows(query.clone()).await?,
        };
        let first = (redaction::apply(rows, options).await?, next);
        backend.export_sessions(&address, format).await?;
        Ok((viewer, query, options, first))
    };
    match begun.await {
        Ok((viewer, query, options, first)) => {
            let name = format!("sessions-{}.{format}", viewer.zone.date(viewer.now));
            let next = move |(_, next): &Page| {
                let (backend, query) = (backend.clone(), HistoryQuery { cursor: Cursor::After(next.clone()?), ..query.clone() });
                Some(async move {
                    let (rows, next) = backend.history_rows(query).await?;
                    Ok((redaction::apply(rows, options).await?, next))
                })
            };
            streaming::file(&name, media_type, body(streaming::pages(first, next).boxed(), viewer.zone))
        }
        Err(error) => problem::bare(&error),
    }
}

/// The ids in the address, which then count instead of the filters.
fn selected(query: &Query) -> Result<Option<Vec<SessionId>>, AppError> {
    let ids = query.all("session").map(|id| id.parse().map_err(|_| AppError::Malformed)).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(ids).filter(|ids| !ids.is_empty()))
}

fn state(row: &HistoryRow) -> &'static str {
    match row.state {
        SessionState::Running => "running",
        SessionState::Parked => "parked",
        SessionState::Completed(outcome) => outcome.as_str(),
    }
}

/// The heads of a column.
fn heads(column: Column) -> &'static [&'static str] {
    match column {
        Column::Outcome => &["state"],
        Column::Tree => &["tree", "version"],
        Column::Ticket => &["ticket", "client"],
        Column::Technician => &["technician"],
        Column::Started => &["started_at", "started_local"],
        Column::Total => &["total_seconds"],
        Column::Steps => &["steps"],
        Column::Completed => &["completed_at", "completed_local"],
        Column::Active => &["active_seconds"],
        Column::Parked => &["parked_seconds"],
        Column::Category => &["category"],
        Column::Notes => &["outcome_notes"],
        Column::NextSteps => &["next_steps"],
    }
}

fn cells(column: Column, row: &HistoryRow, zone: Zone) -> Vec<String> {
    let instant =
        |at: Option<Timestamp>| vec![at.map(|at| at.to_string()).unwrap_or_default(), at.map(|at| zone.exact(at)).unwrap_or_default()];
    match column {
        Column::Outcome => vec![state(row).to_owned()],
        Column::Tree => vec![row.tree.clone(), row.version.to_string()],
        Column::Ticket => vec![row.ticket.clone(), row.client.clone()],
        Column::Technician => vec![row.technician.name.clone()],
        Column::Started => instant(Some(row.started_at)),
        Column::Total | Column::Active | Column::Parked if row.is_untimed => vec![String::new()],
        Column::Total => vec![row.total.0.to_string()],
        Column::Steps => vec![row.steps.to_string()],
        Column::Completed => instant(row.completed_at),
        Column::Active => vec![row.active.0.to_string()],
        Column::Parked => vec![row.parked.0.to_string()],
        Column::Category => vec![row.category.clone()],
        Column::Notes => vec![row.outcome_notes.clone()],
        Column::NextSteps => vec![row.next_steps.clone()],
    }
}

fn line(row: &HistoryRow) -> serde_json::Value {
    let timed = |seconds: Seconds| (!row.is_untimed).then_some(seconds.0);
    json!({
        "id": row.id,
        "state": state(row),
        "tree": row.tree,
        "version": row.version,
        "category": row.category,
        "ticket": row.ticket,
        "client": row.client,
        "technician": row.technician.name,
        "technician_id": row.technician.id,
        "started_at": row.started_at,
        "completed_at": row.completed_at,
        "last_activity_at": (!row.is_untimed).then_some(row.last_activity_at),
        "as_of": row.as_of,
        "total_seconds": timed(row.total),
        "active_seconds": timed(row.active),
        "parked_seconds": timed(row.parked),
        "steps": row.steps,
        "is_follow_up": row.is_follow_up,
        "outcome_notes": row.outcome_notes,
        "next_steps": row.next_steps,
    })
}
