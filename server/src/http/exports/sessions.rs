//! The history as a file: every session that the page's filters let through, in the page's order, or those that are named.

use std::io::Error;

use app::backend::history::{HistoryQuery, HistoryRow, Order, Place};
use app::backend::views::SessionState;
use app::error::AppError;
use app::pages::history::asked::asked;
use app::pages::history::columns::{Column, chosen};
use app::ui;
use axum::body::Bytes;
use axum::extract::{Extension, RawQuery};
use axum::response::Response;
use resolutionflow::id::SessionId;
use resolutionflow::time::Timestamp;
use resolutionflow::zone::Zone;
use serde_json::json;

use super::super::identify::Asker;
use super::super::problem;
use super::{hidden, paged};

/// What a page of a file is read as: the sessions, and where the next ones begin.
type Page = (Vec<HistoryRow>, Option<String>);

/// A table: the columns that show, or those that the address names.
pub(super) async fn csv(asker: Extension<Asker>, RawQuery(address): RawQuery) -> Response {
    let columns = chosen(&ui::Query::parse(address.as_deref().unwrap_or_default())).0;
    let heading =
        paged::csv([std::iter::once("id").chain(columns.iter().flat_map(|column| heads(*column).iter().copied())).map(str::to_owned)]);
    let write = move |page: &Page, zone: Zone| {
        paged::csv(page.0.iter().map(|row| {
            let cells = columns.iter().flat_map(|column| cells(*column, row, zone));
            std::iter::once(row.id.to_string()).chain(cells).collect::<Vec<_>>()
        }))
    };
    file(asker, address, "csv", "text/csv; charset=utf-8", heading, write).await
}

/// One session a line with everything that the history knows of it, for other programs.
pub(super) async fn json_lines(asker: Extension<Asker>, RawQuery(address): RawQuery) -> Response {
    let write = |page: &Page, _| {
        let lines: String = page.0.iter().map(|row| format!("{}\n", line(row))).collect();
        Ok(Bytes::from(lines))
    };
    file(asker, address, "jsonl", "application/jsonl; charset=utf-8", Ok(Bytes::new()), write).await
}

/// What is not understood is refused: the file must not hold more than was asked for.
async fn file(
    Extension(Asker { backend }): Extension<Asker>,
    address: Option<String>,
    format: &'static str,
    media_type: &'static str,
    heading: Result<Bytes, Error>,
    write: impl Fn(&Page, Zone) -> Result<Bytes, Error> + Send + Sync + 'static,
) -> Response {
    let address = address.unwrap_or_default();
    let begun = async {
        let viewer = backend.viewer().await?;
        let query = ui::Query::parse(&address);
        let (asked, mut lost) = asked(&query, Some(viewer.user_id));
        lost.extend(chosen(&query).1);
        if !lost.is_empty() {
            return Err(AppError::Malformed);
        }
        let hidden = hidden::asked(&query)?;
        // Of a search only the order of its starts goes to its end.
        let order = if asked.text.is_empty() || asked.order == Order::Oldest { asked.order } else { Order::Newest };
        let asked = HistoryQuery { place: Place::First, order, ..asked };
        let (rows, next) = match selected(&query)? {
            Some(ids) => (backend.selected_rows(ids).await?, None),
            None => backend.history_rows(asked.clone()).await?,
        };
        let first = (hidden::without(rows, hidden).await?, next);
        backend.export_sessions(&address, format).await?;
        Ok((viewer, asked, hidden, first))
    };
    match begun.await {
        Ok((viewer, asked, hidden, first)) => {
            let name = format!("sessions-{}.{format}", viewer.zone.date(viewer.now));
            let next = move |(_, next): Page| {
                let (backend, query) = (backend.clone(), HistoryQuery { place: Place::After(next?), ..asked.clone() });
                Some(async move {
                    let (rows, next) = backend.history_rows(query).await?;
                    Ok((hidden::without(rows, hidden).await?, next))
                })
            };
            paged::file(&name, media_type, heading, first, move |page| write(page, viewer.zone), next)
        }
        Err(error) => problem::bare(&error),
    }
}

/// The sessions that the address names, which filters then say nothing about.
fn selected(query: &ui::Query) -> Result<Option<Vec<SessionId>>, AppError> {
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

/// What stands above the cells of a column.
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
        "last_activity_at": row.last_activity_at,
        "total_seconds": row.total.0,
        "active_seconds": row.active.0,
        "parked_seconds": row.parked.0,
        "steps": row.steps,
        "is_follow_up": row.is_follow_up,
        "outcome_notes": row.outcome_notes,
        "next_steps": row.next_steps,
    })
}
