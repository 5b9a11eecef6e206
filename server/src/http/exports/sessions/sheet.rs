//! The history as a sheet for people: the columns of the page in words, instants as clocks of the account show them.

use app::backend::history::{Column, HistoryRow};
use app::backend::views::SessionState;
use resolutionflow::zone::Zone;

use super::super::xlsx::{Cell, Head};

/// Width of a column with an instant, in characters.
const INSTANT: f64 = 20.0;

/// Heads of the columns, and of those that every file has.
pub(super) fn heads(columns: &[Column]) -> Vec<Head> {
    let own = columns.iter().flat_map(|column| match column {
        Column::Outcome => vec![Head("Outcome", 18.0)],
        Column::Tree => vec![Head("Tree", 32.0), Head("Version", 9.0)],
        Column::Ticket => vec![Head("Ticket", 20.0), Head("Client", 28.0)],
        Column::Technician => vec![Head("Technician", 22.0)],
        Column::Started => vec![Head("Started", INSTANT), Head("Started, UTC offset", 12.0)],
        Column::Total => vec![Head("Total", 12.0)],
        Column::Steps => vec![Head("Steps", 8.0)],
        Column::Completed => vec![Head("Completed", INSTANT), Head("Completed, UTC offset", 12.0)],
        Column::Active => vec![Head("Active", 12.0)],
        Column::Parked => vec![Head("Parked", 12.0)],
        Column::Category => vec![Head("Category", 18.0)],
        Column::Notes => vec![Head("Outcome notes", 50.0)],
        Column::NextSteps => vec![Head("Next steps", 50.0)],
    });
    own.chain([Head("Times as of", INSTANT), Head("Session", 38.0)]).collect()
}

/// A row's cells below those heads.
pub(super) fn cells(columns: &[Column], row: &HistoryRow, zone: Zone) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let instant = |at| Cell::instant(zone, at);
    let offset = |at| Cell::Text(zone.offset(at));
    let own = columns.iter().flat_map(|column| match column {
        Column::Outcome => vec![text(state(row.state))],
        Column::Tree => vec![text(&row.tree), Cell::Number(row.version.into())],
        Column::Ticket => vec![text(&row.ticket), text(&row.client)],
        Column::Technician => vec![text(&row.technician.name)],
        Column::Started => vec![instant(row.started_at), offset(row.started_at)],
        Column::Total | Column::Active | Column::Parked if row.is_untimed => vec![Cell::Empty],
        Column::Total => vec![Cell::Duration(row.total)],
        Column::Steps => vec![Cell::Number(row.steps.into())],
        Column::Completed => row.completed_at.map_or_else(|| vec![Cell::Empty, Cell::Empty], |at| vec![instant(at), offset(at)]),
        Column::Active => vec![Cell::Duration(row.active)],
        Column::Parked => vec![Cell::Duration(row.parked)],
        Column::Category => vec![text(&row.category)],
        Column::Notes => vec![text(&row.outcome_notes)],
        Column::NextSteps => vec![text(&row.next_steps)],
    });
    own.chain([row.as_of.map_or(Cell::Empty, instant), Cell::Text(row.id.to_string())]).collect()
}

/// As its badge says it.
fn state(state: SessionState) -> &'static str {
    match state {
        SessionState::Running => "In progress",
        SessionState::Parked => "Parked",
        SessionState::Completed(outcome) => outcome.word(),
    }
}
